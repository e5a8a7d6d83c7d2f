// The network whose units are looked at: what it does with all its images, with some units switched off too.

import { answersOf, outputsOfAll, peaks, scores, selectivity } from "./measures.js";

const studied = new WeakMap();
let count = 0;

/**
 * @param own {layers, factor} of a network;  images {values, shape};  labels, names: of their classes
 * @param off {layer's place: Set of units}
 * @returns {layers, images, labels, names, places: of layers to look at, all: outputs, low, high: of the images, before, after:
 *   scores with all units and without those that are off, peaksOf(place, unit), stamp}
 */
export function subjectOf(own, images, labels, names, off) {
  if (!studied.has(own)) studied.set(own, studyOf(own, images, labels, names));
  const study = studied.get(own);
  const key = JSON.stringify(Object.entries(off).map(([place, units]) => [place, [...units]]));
  if (study.key !== key) Object.assign(study, { key, after: scored(own, images, labels, names, off) });
  return study;
}

function studyOf(own, images, labels, names) {
  const { layers, factor = 1 } = own;
  const all = outputsOfAll(layers, images, factor);
  const n = images.shape[0];
  const places = layers.flatMap(({ kind }, place) => (kind === "conv" || kind === "dense" ? [place] : [])).slice(0, -1);
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of images.values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  count += 1;
  return {
    ...{ layers, images, labels, names, all, low, high, stamp: count },
    places: places.length ? places : [0],
    before: scores(answers(all.at(-1), n), labels, names.length),
    peaksOf: (place, unit) => peaks(all[place], unit, n),
    favourites: favouritesOf(all, labels, names, n),
    key: null,
  };
}

/** place → the class that each unit of it answers to most, −1 for one that answers to nothing; measured when first asked for. */
function favouritesOf(all, labels, names, n) {
  const known = new Map();
  return (place) => {
    if (!known.has(place)) {
      const units = Array.from({ length: all[place].shape.at(-1) }, (_, unit) => {
        const own = peaks(all[place], unit, n);
        return own.every(({ value }) => value === own[0].value) ? -1 : selectivity(own, labels, names.length).best;
      });
      known.set(place, units);
    }
    return known.get(place);
  };
}

function scored({ layers, factor = 1 }, images, labels, names, off) {
  const n = images.shape[0];
  return scores(answers(outputsOfAll(layers, images, factor, off).at(-1), n), labels, names.length);
}

/** Of two classes a network may answer with one number. */
function answers(output, n) {
  if (output.values.length > n) return answersOf(output, n);
  return Array.from(output.values, (value) => Number(value > 0.5));
}
