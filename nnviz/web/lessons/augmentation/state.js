// What the lesson "Augmentation" stands at: the digit, the dials, the reader that is asked, the guesses. Knows no screen.

import { clamp } from "../../base/scales.js";
import { CHANGES } from "./keeping.js";
import { largest } from "./reader.js";
import { atRest, changed, DIALS, FLIPS } from "./transforms.js";

export const VIEWS = { dial: "Turn the dial", keeping: "Which keep the label?", few: "Few examples" };
export const READERS = { none: "No changes", right: "Small changes", strong: "Any turn" };
export const SIDE = 8;
const CLASSES = 10;
export const BRIGHT = 16;
export const STEPS = 121;
export const TOLD = [
  "view",
  "reader",
  "digit",
  "turn",
  "dial",
  "settings",
  "flip",
  "drawn",
  "broken",
  "asked",
  "few",
  "own",
];

const START = {
  view: "dial",
  reader: "none",
  digit: 6,
  turn: 0,
  dial: "angle",
  settings: atRest(),
  flip: "none",
  drawn: [],
  broken: [],
  asked: false,
  few: "few50",
  own: false,
};

export function beginning() {
  return structuredClone(START);
}

/** The beginning with these changes; what a link asks for is brought into range, since it may be anything. */
export function setState(state, next) {
  Object.assign(state, beginning(), structuredClone(next));
  const named = (entries, name) => (Object.hasOwn(entries, state[name]) ? state[name] : START[name]);
  state.view = named(VIEWS, "view");
  state.reader = named(READERS, "reader");
  state.dial = named(DIALS, "dial");
  state.flip = named(FLIPS, "flip");
  state.few = named({ few20: 1, few50: 1, few200: 1 }, "few");
  state.digit = clamp(Math.round(state.digit), 0, CLASSES - 1);
  state.turn = clamp(Math.round(state.turn), 0, 1e4);
  for (const [name, { low, high }] of Object.entries(DIALS)) {
    state.settings[name] = clamp(Number(state.settings[name]) || 0, low, high);
  }
  state.drawn = state.drawn.length === SIDE * SIDE ? state.drawn.map((v) => clamp(Number(v) || 0, 0, BRIGHT)) : [];
  state.broken = state.broken.filter((cell) => isCell(cell));
}

function isCell(cell) {
  const [change, digit] = String(cell).split(" ");
  return Object.hasOwn(CHANGES, change) && Number(digit) >= 0 && Number(digit) < CLASSES;
}

/** Says of one cell, or no longer, that its label does not stay. */
export function toggleCell(state, cell) {
  state.broken = state.broken.includes(cell) ? state.broken.filter((own) => own !== cell) : [...state.broken, cell];
}

/** The image in hand as it is: the reader's own drawing, or a digit of that class, one after the other. */
export function imageOf({ digit, turn, drawn }, { byClass }) {
  if (drawn.length) return drawn;
  const own = byClass[digit];
  return own[turn % own.length];
}

/** Whether there is something to show: digits to turn, and for the other view a network that was asked. */
export function isThere({ view, reader }, data) {
  return Boolean(view === "dial" ? data : data?.readers[reader]);
}

export function changedImage(state, data) {
  return changed(imageOf(state, data), SIDE, SIDE, state);
}

let last = { key: "", curves: null };

/** {reader: [{at, shares, said}]} along the dial in hand, everything else as it stands. */
export function curvesOf(state, data) {
  const { settings, dial, flip } = state;
  const key = JSON.stringify([{ ...settings, [dial]: 0 }, dial, flip, state.digit, state.turn, state.drawn]);
  if (last.key !== key || last.data !== data) {
    const { low, high } = DIALS[dial];
    const image = imageOf(state, data);
    const curves = Object.fromEntries(Object.keys(data.readers).map((name) => [name, []]));
    for (let k = 0; k < STEPS; k++) {
      const at = low + ((high - low) * k) / (STEPS - 1);
      const now = changed(image, SIDE, SIDE, { settings: { ...settings, [dial]: at }, flip });
      for (const [name, reader] of Object.entries(data.readers)) {
        const shares = reader.read(now);
        curves[name].push({ at, shares, said: largest(shares) });
      }
    }
    last = { key, data, curves };
  }
  return last.curves;
}

/** [{from, to, said}]: stretches of a curve with one answer. */
export function stretches(curve) {
  const found = [];
  curve.forEach(({ at, said }, k) => {
    const from = k ? (curve[k - 1].at + at) / 2 : at;
    if (found.at(-1)?.said !== said) found.push({ from, to: at, said });
    if (k) found.at(-1).to = at;
    if (found.length > 1 && found.at(-1).from === from) found.at(-2).to = from;
  });
  return found;
}

/** The stretch around 0 in which the answer stays what it is there: [from, to]. */
export function plateau(curve) {
  const around = stretches(curve).find(({ from, to }) => from <= 0 && to >= 0);
  return around ? [around.from, around.to] : [0, 0];
}
