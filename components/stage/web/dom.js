/** Elements, and what is loaded once for all pictures of a page. */

/**
 * @param {string} tag
 * @param {Record<string, any>} properties
 */
export function element(tag, properties) {
  const { role, ...rest } = properties;
  const made = Object.assign(document.createElement(tag), rest);
  if (role) made.setAttribute("role", role);
  return made;
}

/** @type {Promise<void> | undefined} */
let plotlyLoaded;

/** @param {string} address */
export function loadPlotly(address) {
  plotlyLoaded ??= new Promise((resolve, reject) => {
    const script = element("script", { src: address });
    script.addEventListener("load", () => resolve());
    script.addEventListener("error", () => reject(new Error("Plotly.js did not load")));
    document.head.append(script);
  });
  return plotlyLoaded;
}

/** @type {Promise<void> | undefined} */
let styled;

export function stylesheet() {
  styled ??= new Promise((resolve) => {
    const href = new URL("./stage.css", import.meta.url).href;
    const link = element("link", { rel: "stylesheet", href });
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => resolve()); // plain, but a picture
    document.head.append(link);
  });
  return styled;
}
