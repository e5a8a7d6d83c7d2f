// What was drawn on the pad: strokes, one after the other, so that the last one can be taken back. Knows no screen.

const APART = 0.006; // between two points of a stroke, as a share of the pad
const [MOST_STROKES, MOST_POINTS] = [300, 8000];

/** strokes: [{pen, points [x, y, x, y, …]}, …], places from 0 to 1 across and down. */
export function blankPad() {
  return { strokes: [], before: [] };
}

function remember(pad) {
  pad.before.push(pad.strokes);
  if (pad.before.length > 50) pad.before.shift();
}

/** Begins a stroke where the pen is put down; false where nothing more fits. */
export function begin(pad, pen, x, y) {
  if (pad.strokes.length >= MOST_STROKES || count(pad) >= MOST_POINTS) return false;
  remember(pad);
  pad.strokes = [...pad.strokes, { pen, points: [inside(x), inside(y)] }];
  return true;
}

/** Goes on with the last stroke; false where the pen has hardly moved. */
export function extend(pad, x, y) {
  const points = pad.strokes.at(-1)?.points;
  if (!points || count(pad) >= MOST_POINTS) return false;
  const [nextX, nextY] = [inside(x), inside(y)];
  if (Math.hypot(nextX - points.at(-2), nextY - points.at(-1)) < APART) return false;
  points.push(nextX, nextY);
  return true;
}

/** Takes the last stroke, or the last clearing, back; false where there is none. */
export function undo(pad) {
  if (!pad.before.length) return false;
  pad.strokes = pad.before.pop();
  return true;
}

export function clear(pad) {
  if (!pad.strokes.length) return false;
  remember(pad);
  pad.strokes = [];
  return true;
}

/** The strokes as they are told: [[pen, points], …]. */
export function told(pad) {
  return pad.strokes.map(({ pen, points }) => [pen, points]);
}

/** A pad with strokes that were told before. */
export function resumed(strokes) {
  return { strokes: strokes.map(([pen, points]) => ({ pen, points: [...points] })), before: [] };
}

function count(pad) {
  return pad.strokes.reduce((sum, { points }) => sum + points.length / 2, 0);
}

function inside(share) {
  return Math.round(Math.min(Math.max(share, 0), 1) * 10000) / 10000;
}
