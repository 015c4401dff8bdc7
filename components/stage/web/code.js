/** What is on the screen as a link to hand on: a QR code for the wall, and the address to copy. */

import { element } from "./dom.js";

const TOO_LONG = "This link is too long for a code that can be read from the back row: copy it instead.";

/** Show it, or show it no longer. @param {HTMLElement} place where its colours come from */
export function showCode(place) {
  const shown = document.querySelector("dialog.stage-code");
  if (shown instanceof HTMLDialogElement) return shown.close();
  const link = plainLink();
  const src = new URL(`code.svg?link=${encodeURIComponent(link)}`, document.baseURI).href;
  const picture = element("img", { src, alt: "QR code of this link" });
  picture.addEventListener("error", () => picture.replaceWith(element("p", { textContent: TOO_LONG })));
  const address = element("input", { type: "text", readOnly: true, value: link, label: "Link to this state" });
  const copy = element("button", { type: "button", textContent: "Copy link" });
  copy.addEventListener("click", async () => {
    address.select();
    const written = navigator.clipboard?.writeText(link).then(() => true); // undefined over plain HTTP
    const isCopied = (await written?.catch(() => false)) || document.execCommand("copy");
    if (isCopied) copy.textContent = "Copied";
  });
  const close = element("button", { type: "button", textContent: "Close" });
  const dialog = element("dialog", { className: "stage-code", label: "Link to this state" });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  const row = element("div");
  row.append(address, copy, close);
  dialog.append(picture, row);
  place.append(dialog);
  dialog.showModal();
  copy.focus();
}

/** Whoever opens it has the controls, presentation or not. */
function plainLink() {
  const link = new URL(location.href);
  link.searchParams.delete("present");
  return link.href;
}
