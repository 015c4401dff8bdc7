/** Plotly's marker symbols, by its numbers for them, as lines around (0, 0). */

const ROOT3 = Math.sqrt(3);

/** @type {Record<number, (r: number) => string>} SVG paths; r is half the size */
const PATHS = {
  0: (r) => `M${r},0A${r},${r} 0 1,1 0,${-r}A${r},${r} 0 0,1 ${r},0Z`, // circle
  1: (r) => closed([r, r], [-r, r], [-r, -r], [r, -r]), // square
  2: (r) => closed([1.3 * r, 0], [0, 1.3 * r], [-1.3 * r, 0], [0, -1.3 * r]), // diamond
  3: (r) => cross(0.4 * r, 1.2 * r),
  4: (r) => x((0.8 * r) / Math.SQRT2),
  5: (r) => closed([(-2 * r) / ROOT3, r / 2], [(2 * r) / ROOT3, r / 2], [0, -r]), // triangle-up
  6: (r) => closed([(-2 * r) / ROOT3, -r / 2], [(2 * r) / ROOT3, -r / 2], [0, r]), // -down
  7: (r) => closed([r / 2, (-2 * r) / ROOT3], [r / 2, (2 * r) / ROOT3], [-r, 0]), // -left
  8: (r) => closed([-r / 2, (-2 * r) / ROOT3], [-r / 2, (2 * r) / ROOT3], [r, 0]), // -right
  13: (r) => closed(...ring(5, r)), // pentagon
  14: (r) => closed(...ring(6, r)), // hexagon
  17: (r) => closed(...star(1.4 * r)),
  21: (r) => starSquare(1.1 * r, 2 * r),
  25: (r) => closed([r, r], [-r, r], [r, -r], [-r, -r]), // hourglass
};
const OPEN = 100; // added to a symbol's number for its outline alone

/** @type {Map<string, Path2D>} */
const drawn = new Map();

/** @param {number | string | undefined} symbol a number, or one of the two names we use */
export function symbolNumber(symbol) {
  return symbol === "circle-open" ? OPEN : Number(symbol) || 0;
}

/**
 * @param {number} number
 * @param {number} size in pixels
 * @returns {{path: Path2D, open: boolean}}
 */
export function symbolPath(number, size) {
  const key = `${number} ${size}`;
  let path = drawn.get(key);
  if (!path) {
    path = new Path2D((PATHS[number % OPEN] ?? PATHS[0])(size / 2));
    drawn.set(key, path);
  }
  return { path, open: number >= OPEN };
}

/** @param {number[][]} corners */
function closed(...corners) {
  return `M${corners.map(([x, y]) => `${x},${y}`).join("L")}Z`;
}

/** @param {number} n @param {number} r */
function ring(n, r) {
  return Array.from({ length: n }, (_, i) => {
    const angle = ((360 / n) * i - 90) * (Math.PI / 180);
    return [r * Math.cos(angle), r * Math.sin(angle)];
  });
}

/** @param {number} r */
function star(r) {
  const inner = ring(5, 0.382 * r).map(([x, y]) => [-x, -y]);
  return ring(5, r).flatMap((corner, i) => [corner, inner[(i + 3) % 5]]);
}

/** @param {number} thin @param {number} long */
function cross(thin, long) {
  return closed(
    ...[
      [long, thin],
      [thin, thin],
      [thin, long],
      [-thin, long],
      [-thin, thin],
      [-long, thin],
    ],
    ...[
      [-long, -thin],
      [-thin, -thin],
      [-thin, -long],
      [thin, -long],
      [thin, -thin],
      [long, -thin],
    ],
  );
}

/** @param {number} a */
function x(a) {
  const [n, e, s, w] = [`l${a},${a}`, `l${a},${-a}`, `l${-a},${-a}`, `l${-a},${a}`];
  return `M0,${a}${n}${e}${s}${e}${s}${w}${s}${w}${n}${w}${n}Z`;
}

/** @param {number} a @param {number} radius */
function starSquare(a, radius) {
  const arc = `A${radius},${radius} 0 0 1 `;
  return `M${-a},${-a}${arc}${-a},${a}${arc}${a},${a}${arc}${a},${-a}${arc}${-a},${-a}Z`;
}
