// What the views are drawn from: answers computed here, maps that came from a worker.

import { outputsOf } from "../../lesson/chain.js";
import { occluded, withoutSoftmax } from "./occlusion.js";
import { CORNERS, composed, MARK, markOf, networkIn, SIZE, untouched } from "./state.js";

const SHAPE = [SIZE, SIZE, 1];
const AREA = SIZE * SIZE;
const STRIP = 14;
const scored = new WeakMap();

export function worldOf(picture) {
  const { state, theme, data, images, networks, maps, sanity, paths, asking, failed } = picture;
  const names = data?.classes ?? ["circle", "square"];
  const world = { theme, names, methods: data?.methods ?? {}, ...waitingFor(asking, failed, state) };
  const network = networkIn(state);
  const titles = Object.entries(data?.networks ?? { shortcut: "Network A", cured: "Network B" });
  const base = images
    ? images.images.subarray(state.example * AREA, (state.example + 1) * AREA)
    : new Float32Array(AREA);
  const label = images ? images.labels[state.example] : 0;
  const corner = images ? images.corners[state.example] : 0;
  const mark = images ? markOf(state, corner) : null;
  const image = composed(base, mark, state.erased);
  const answers = titles.map(([key, title]) => ({
    title,
    output: images && networks[key] ? outputsOf(networks[key], image, SHAPE).at(-1).values : null,
  }));
  return {
    ...world,
    ...eightOf(state, images),
    label,
    corner,
    mark,
    image,
    answers,
    shown: images?.labels.length ?? 0,
    original: composed(base, CORNERS[corner]),
    words: images ? `A ${names[label]} with ${mark ? "a mark" : "no mark"}` : "No image yet",
    example: state.example,
    strip: images ? stripOf(images, names) : [],
    scores: images ? titles.map(([key]) => networks[key] && scoresOf(networks[key], images)) : null,
    occlusion: networks.shortcut && images ? occlusionOf(picture, image, label) : null,
    ...pointedAt(state, images, corner),
    maps: maps[network] && mapsOf(maps[network]),
    sanity: sanity[network] && sanityOf(sanity[network]),
    paths: paths[network] && pathsOf(paths[network]),
    ...(network === "own" ? ownOf(state, picture.own) : {}),
  };
}

function waitingFor(asking, failed, state) {
  const network = networkIn(state);
  const waits = ["images", "network", "own", "maps", "sanity", "baselines"].some((want) => asking.waitsFor(want));
  const refusal = failed[network] ?? failed.images ?? "";
  return { waiting: waits ? "A worker trains or explains: a few seconds, once for all …" : "", refusal };
}

/** The checks of whole networks are made on the first eight images. */
function eightOf({ example }, images) {
  const own = example % 8;
  const of = (k) =>
    images ? composed(images.images.subarray(k * AREA, (k + 1) * AREA), CORNERS[images.corners[k]]) : null;
  return {
    example8: own,
    label8: images ? images.labels[own] : 0,
    original8: of(own),
    first: of(0),
    firstLabel: images ? images.labels[0] : 0,
  };
}

function stripOf({ images, labels, corners }, names) {
  return Array.from({ length: STRIP }, (_, index) => ({
    index,
    name: names[labels[index]],
    values: composed(images.subarray(index * AREA, (index + 1) * AREA), CORNERS[corners[index]]),
  }));
}

/** The share that is right with the mark as in training, without it, and in the other corner; measured once. */
function scoresOf(layers, { images, labels, corners }) {
  if (scored.has(layers)) return scored.get(layers);
  const share = (markFor) => {
    let right = 0;
    labels.forEach((label, k) => {
      const x = composed(images.subarray(k * AREA, (k + 1) * AREA), markFor(k));
      const output = outputsOf(layers, x, SHAPE).at(-1).values;
      right += Number((output[1] > output[0] ? 1 : 0) === label);
    });
    return right / labels.length;
  };
  const own = {
    marked: share((k) => CORNERS[corners[k]]),
    bare: share(() => null),
    crossed: share((k) => CORNERS[1 - labels[k]]),
  };
  scored.set(layers, own);
  return own;
}

/** The map of an image is made when the hand rests. */
function occlusionOf(picture, image, label) {
  const key = image.join();
  if (picture.occlusion?.key !== key && !picture.moving) {
    picture.occlusion = { key, map: occluded(withoutSoftmax(picture.networks.shortcut), image, SHAPE, label) };
  }
  return picture.occlusion?.map ?? null;
}

function pointedAt({ pointed, example }, images, corner) {
  if (pointed < 0 || !images) return { onMark: false, onShape: false };
  const [row, col] = [Math.floor(pointed / SIZE), pointed % SIZE];
  const [top, left] = CORNERS[corner];
  return {
    onMark: row >= top - 1 && row <= top + MARK && col >= left - 1 && col <= left + MARK,
    onShape: images.shapes[example * AREA + pointed] > 0.5,
  };
}

function mapsOf({ maps, alike, marks, shapes }) {
  const [count, , n] = [maps.length, 0, alike.shape[1]];
  const images = alike.shape[0];
  const at = (k, a, b) => alike.values[(k * n + a) * n + b];
  const hit = ({ values }, method) => {
    let sum = 0;
    for (let k = 0; k < images; k++) sum += values[method * images + k];
    return sum / images;
  };
  const inside = (k) => k % images;
  return {
    count,
    of: (method, example) => maps[method].values.subarray(inside(example) * AREA, (inside(example) + 1) * AREA),
    where: (method, example) => {
      const k = method * images + inside(example);
      return marks.values[k] ? "points at the mark" : shapes.values[k] ? "points at the shape" : "points at the ground";
    },
    points: (method) => [hit(marks, method), hit(shapes, method)],
    alike: (example) => (a, b) => {
      if (example !== null) return at(inside(example), a, b);
      let sum = 0;
      for (let k = 0; k < images; k++) sum += at(k, a, b);
      return sum / images;
    },
  };
}

/** The reader's own network: its maps, and what is left of its answers once their tenth is erased. */
function ownOf({ example }, own) {
  if (!own) return { maps: null, original: null, title: "Your image" };
  const { maps, alike, left, chance, before, images, names } = own;
  const [n, rows, cols] = images.shape;
  const size = rows * cols;
  const methods = Object.keys(own.methods).length;
  const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
  const at = (k, a, b) => alike.values[(k * methods + a) * methods + b];
  const k = example % n;
  return {
    methods: own.methods,
    refused: own.refused,
    grid: [rows, cols],
    title: names[k],
    original: images.values.subarray(k * size, (k + 1) * size),
    maps: {
      of: (method) => maps[method].values.subarray(k * size, (k + 1) * size),
      where: (method) => `erased: ${Math.round(100 * left.values[method * n + k])} % left`,
      left: (method) => mean(left.values.subarray(method * n, (method + 1) * n)),
      chance: mean(chance.values),
      before: mean(before.values),
      alike: (one) => (a, b) => (one === null ? mean(Array.from({ length: n }, (_, i) => at(i, a, b))) : at(k, a, b)),
    },
  };
}

function sanityOf({ layers, maps, alike }) {
  const levels = layers.length;
  return {
    layers,
    map: (method, level) => maps[method].values.subarray(level * AREA, (level + 1) * AREA),
    alike: (method, level) => (level ? alike.values[method * levels + level - 1] : 1),
  };
}

function pathsOf({ maps, baselines, outputs, from, totals }) {
  const n = outputs.shape[0];
  return {
    at: (baseline, example) => {
      const k = baseline * n + example;
      return {
        map: maps[baseline].values.subarray(example * AREA, (example + 1) * AREA),
        baseline: baselines.values.subarray(k * AREA, (k + 1) * AREA),
        output: outputs.values[example],
        from: from.values[k],
        total: totals.values[k],
      };
    },
  };
}

/** What a check that says "make the picture do this" is judged by. */
export function measuresOf(state, { answers, label, onMark }) {
  const output = answers[0].output;
  return {
    wrong: output ? Number(output[label] < 0.5) : Number.NaN,
    sure: output ? Math.max(...output) : Number.NaN,
    cured: answers[1].output ? Number(answers[1].output[label] > 0.5) : Number.NaN,
    untouched: Number(untouched(state)),
    erased: state.erased.length,
    pointed: Number(state.pointed >= 0),
    mark: Number(onMark),
    open: Number(state.open),
    level: state.level,
  };
}
