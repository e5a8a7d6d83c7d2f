// What the lesson on curating data stands at, and every change to it, without the screen.

import { photoPixels } from "./photo.js";
import { nearPairs, pixelsOf } from "./pixels.js";

export const VIEWS = { collect: "Collect", differ: "What differs", copies: "Copies", labels: "Labels" };
export const WHOSE = { file: "Ours, badly chosen", mine: "Your own" };
export const FEATURES = {
  lean: { title: "Lean", unit: "columns a row; below 0 backwards", range: [-0.8, 0.8] },
  place: { title: "Place", unit: "column of its middle", range: [1, 8] },
  height: { title: "Height", unit: "rows with ink", range: [0.5, 8.5] },
  ink: { title: "Ink", unit: "pixels full", range: [0, 36] },
};
export const [LEAST, MOST, TURN] = [3, 300, 3]; // of a class; in all; added of each class at once
const CLASSES = 3;
const BEGINNING = {
  view: "collect",
  whose: "file",
  alike: 0,
  varied: 0,
  removed: [],
  relabelled: [],
  near: 0.06,
  fit: false,
};

export const beginning = () => ({ ...BEGINNING, removed: [], relabelled: [] });
export const TOLD = Object.keys(BEGINNING);

/** What is not set by experiments: the drawings, and what the reader has guessed. */
export const ownThings = () => ({ mine: [], made: 0, guess: null, guessedFor: null });

/** The beginning with these changes; drawings and guesses stay. */
export function setState(state, next) {
  Object.assign(state, beginning(), next);
}

/** The collection in hand: [{id, pixels, label}]. `digits`: what the page told, unpacked; null before. */
export function collectionOf(state, digits) {
  const { removed, relabelled } = state;
  const gone = new Set(removed);
  const labels = new Map(relabelled.map((words) => words.split(" ")));
  const examples = state.whose === "mine" ? drawings(state) : digits ? shipped(state, digits) : [];
  return examples
    .filter(({ id }) => !gone.has(id))
    .map((own) => (labels.has(own.id) ? { ...own, label: Number(labels.get(own.id)) } : own));
}

function drawings({ mine, fit }) {
  return mine.map((own) => ({ id: own.id, label: own.label, pixels: seen(own, fit) }));
}

/** A drawing or a photograph as the network sees it; each is made once in each way. */
function seen(own, fit) {
  own.seen ??= {};
  own.seen[fit] ??= own.photo ? photoPixels(own.photo, fit) : pixelsOf(own.strokes, { width: own.width, fit });
  return own.seen[fit];
}

function shipped({ alike, varied }, { start, more }) {
  const added = Object.entries({ alike, varied }).flatMap(([name, count]) =>
    more[name].slice(0, count * CLASSES).map((own, i) => ({ ...own, id: `${name} ${i}` })),
  );
  return [...start.map((own, i) => ({ ...own, id: `s ${i}` })), ...added].map((own) => ({
    ...own,
    id: own.id.replace(" ", ""),
  }));
}

/** Another drawing; what it is called is what the reader said that it is. */
export function addDrawing(state, strokes, label, width) {
  if (!strokes.length || state.mine.length >= MOST) return false;
  state.made += 1;
  state.mine = [...state.mine, { id: `m${state.made}`, strokes, label, width }];
  return true;
}

/** Takes examples out; the reader's own for good. */
export function remove(state, ids) {
  state.removed = [...new Set([...state.removed, ...ids])];
  state.mine = state.mine.filter(({ id }) => !ids.includes(id));
}

export function relabel(state, id, label) {
  state.relabelled = [...state.relabelled.filter((words) => words.split(" ")[0] !== id), `${id} ${label}`];
  state.mine = state.mine.map((own) => (own.id === id ? { ...own, label } : own));
}

/** A photograph, as `inkOf` gives it. */
export function addPhoto(state, photo, label) {
  if (!photo || state.mine.length >= MOST) return false;
  state.made += 1;
  state.mine = [...state.mine, { id: `m${state.made}`, photo, label }];
  return true;
}

/** How many of each class. */
export function countsOf(collection) {
  const counts = new Array(CLASSES).fill(0);
  for (const { label } of collection) counts[label] += 1;
  return counts;
}

/** "" where a network can be trained on it, else what is missing. */
export function lackOf(collection, classes) {
  const counts = countsOf(collection);
  const few = counts.flatMap((count, k) => (count > 0 && count < LEAST ? [`${count} of ${classes[k]}`] : []));
  const kinds = counts.filter(Boolean).length;
  if (!few.length && kinds > 1) return "";
  if (!collection.length) return `Draw ${LEAST} examples or more of two digits, and a network is trained on them.`;
  const told = few.length
    ? `There ${few[0].startsWith("1 ") ? "is" : "are"} ${few.join(" and ")}`
    : "There is one digit only";
  return `${told}. A network needs at least two digits, and ${LEAST} examples of each.`;
}

/** Near copies in the collection: pairs of places in it. */
export function copiesOf({ near }, collection) {
  return nearPairs(
    collection.map(({ pixels }) => pixels),
    near,
  );
}

/** The second of each pair, each once: what may be taken out without losing anything. */
export function spareOf(pairs, collection) {
  const spare = new Set();
  for (const { a, b } of pairs) if (!spare.has(a)) spare.add(b);
  return [...spare].map((at) => collection[at].id);
}

/** What the held-out networks doubt, the most doubted first: [{at, given, said, share, doubt}]. */
export function doubtsOf(collection, held) {
  if (!held || held.length !== collection.length * CLASSES) return [];
  const rows = collection.map(({ label }, at) => {
    const said = [...held.slice(at * CLASSES, (at + 1) * CLASSES)];
    const best = said.indexOf(Math.max(...said));
    return { at, given: label, said: best, share: said[best], doubt: said[label] };
  });
  return rows.filter(({ given, said }) => given !== said).sort((one, other) => one.doubt - other.doubt);
}

/** What a check that says "make the picture do this" is judged by. */
export function measuresOf(state, { collection, result }) {
  const measured = {
    view: Object.keys(VIEWS).indexOf(state.view),
    examples: collection.length,
    copies: copiesOf({ near: 0.06 }, collection).length,
    mine: Number(state.whose === "mine"),
  };
  return result ? { ...measured, own: result.own, others: result.others } : measured;
}
