// Drawn points: what a stroke adds or takes, what is taken back, and the points as text. Nothing here knows the screen.

export const MOST = 600;
const APART = 0.07; // between two points of one stroke
const RUBBER = 0.09;
const GRIP = 0.12; // how near to a point it is taken hold of
const UNDONE = 40;

/** points: [[x, y, class], …] within -1 and 1. */
export function createStrokes() {
  return { points: [], before: [], last: null, held: null };
}

/** "-53,20,0 14,-8,1" → points; what is no point is left out. */
export function read(text) {
  return text
    .split(/\s+/)
    .map((word) => word.split(",").map(Number))
    .filter((numbers) => numbers.length === 3 && numbers.every(Number.isFinite))
    .map(([x, y, label]) => [x / 100, y / 100, label]);
}

export function written(points) {
  return points.map(([x, y, label]) => `${Math.round(100 * x)},${Math.round(100 * y)},${label}`).join(" ");
}

/** A stroke begins: what was there until now can be had back. */
export function begin(strokes) {
  strokes.before = [...strokes.before, strokes.points].slice(-UNDONE);
  strokes.last = null;
}

/** One point where the pen is, not too near to the stroke's last one. */
export function add(strokes, [x, y], label) {
  const { last } = strokes;
  if (strokes.points.length >= MOST || (last && Math.hypot(x - last[0], y - last[1]) < APART)) return;
  const point = [x, y].map((value) => Math.round(value * 100) / 100);
  strokes.points = [...strokes.points, [...point, label]];
  strokes.last = point;
}

export function rub(strokes, [x, y]) {
  strokes.points = strokes.points.filter(([px, py]) => Math.hypot(px - x, py - y) > RUBBER);
}

/** Takes hold of the point that is nearest to the pen, where one is near. */
export function grab(strokes, [x, y]) {
  const far = strokes.points.map(([px, py]) => Math.hypot(px - x, py - y));
  const nearest = far.indexOf(Math.min(...far));
  strokes.held = far[nearest] <= GRIP ? nearest : null;
}

/** The point that is held is now here. */
export function drag(strokes, place) {
  if (strokes.held === null) return;
  const [x, y] = place.map((value) => Math.round(value * 100) / 100);
  strokes.points = strokes.points.map((point, i) => (i === strokes.held ? [x, y, point[2]] : point));
}

export function clear(strokes) {
  begin(strokes);
  strokes.points = [];
}

/** Takes the last stroke back; false where there is none. */
export function undo(strokes) {
  if (!strokes.before.length) return false;
  strokes.points = strokes.before.at(-1);
  strokes.before = strokes.before.slice(0, -1);
  return true;
}
