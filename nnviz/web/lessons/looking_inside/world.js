// What the views are drawn from: measured of the networks that have come, and remembered as long as nothing changes it.

import { largest, outputsOf } from "../../lesson/chain.js";
import { limitOfAll } from "./evidence.js";
import { answering, answersOf, moved, outputsOfAll, scores } from "./measures.js";
import { ROWS, solved, switchedOff } from "./state.js";
import { subjectOf } from "./subject.js";

const CLASSES = 10;
const STRIP = 12;
const studied = new WeakMap();

/** @returns {faults, cases, truth, networks, image, waiting, refusal, theme} */
export function worldOf(picture) {
  const { state, theme, data, images, networks, failed, asking } = picture;
  const shown = [
    { title: "Sound network", own: networks.sound },
    { title: "Suspect", own: networks[state.case] },
  ];
  const image = images ? imageOf(state, images) : blank();
  const views = shown.map(({ title, own }) => seenThrough(title, own, images, image.image));
  return {
    theme,
    faults: data?.faults ?? {},
    cases: data?.cases.length ?? 1,
    truth: networks[state.case] ? data.cases[state.case] : null,
    networks: views,
    image: { ...image, theme, networks: views, names: [], strip: images ? stripOf(images) : [] },
    waiting: asking.waitsFor("network") ? "A worker trains this network: a few seconds, once for all …" : "",
    refusal: (state.view === "units" && state.whose === "own" ? failed.own : failed[state.case]) ?? refusalOf(failed),
    own: data?.own ?? "",
    subject: state.view === "units" ? subjectInSight(picture) : null,
    liked: picture.liked?.key === likedKey(state) ? picture.liked : null,
    climbing: asking.waitsFor("liked"),
    unliked: failed.liked ?? "",
    probes: picture.probes,
  };
}

function refusalOf(failed) {
  return failed.sound ?? failed.images ?? failed.probe ?? "";
}

/** What was found to excite a unit is of that unit alone. */
export function likedKey({ whose, layer, unit }) {
  return `${whose} ${layer} ${unit}`;
}

/** The network whose units are looked at, with its images; null until they have come. */
function subjectInSight({ state, networks, images, own, data }) {
  const off = switchedOff(state);
  if (state.whose === "own") {
    return own ? { ...subjectOf(own, own.images, own.labels, own.classes, off), whose: "own" } : null;
  }
  if (!networks.sound || !images) return null;
  const names = data.digits;
  return { ...subjectOf(networks.sound, images.new, [...images.new_labels.values], names, off), whose: "sound" };
}

function blank() {
  return { image: new Float32Array(64), shape: [8, 8], example: -1, words: "No image yet" };
}

function imageOf({ example, drawn }, { new: all, new_labels: labels }) {
  const [, rows, cols] = all.shape;
  const size = rows * cols;
  const own = drawn ? Float32Array.from(drawn) : all.values.slice(example * size, (example + 1) * size);
  const words = drawn ? "An image that you painted" : `A handwritten ${labels.values[example]}`;
  return { image: own, shape: [rows, cols], example: drawn ? -1 : example, words };
}

/** Images to choose from: one of each digit, and two more. */
function stripOf({ new: all, new_labels: labels }) {
  const size = all.values.length / labels.values.length;
  const first = Array.from({ length: CLASSES }, (_, k) => labels.values.indexOf(k));
  const more = [...labels.values.keys()].filter((index) => !first.includes(index));
  return [...first, ...more]
    .filter((index) => index >= 0)
    .slice(0, STRIP)
    .map((index) => ({
      index,
      label: labels.values[index],
      values: all.values.slice(index * size, (index + 1) * size),
    }));
}

/** A network with what it does with the image in sight, row by row. */
function seenThrough(title, own, images, image) {
  if (!own || !images) return { title, rows: null, output: null, scores: null };
  const study = studyOf(own, images);
  const x = image.map((value) => value * own.factor);
  const outputs = outputsOf(own.layers, x, [8, 8, 1]);
  const rows = { input: { output: { shape: [8, 8, 1], values: x }, ...study.input } };
  own.layers.forEach(({ name: layer, kernel, begun }, place) => {
    const row = layer.replace("_", " ");
    if (row in ROWS) rows[row] = { output: outputs[place], kernel, begun, ...study.layers[place] };
  });
  return { title, rows, output: outputs.at(-1).values, scores: study.scores, own };
}

/** What a network does with all images; measured once. */
function studyOf(network, images) {
  if (studied.has(network)) return studied.get(network);
  const { layers, factor, seenLabels } = network;
  const { new: fresh, new_labels: labels, seen } = images;
  const n = fresh.shape[0];
  const all = outputsOfAll(layers, fresh, factor);
  const known = Math.min(seenLabels.length, seen.shape[0]);
  const some = seen.values.slice(0, (known * seen.values.length) / seen.shape[0]);
  const before = outputsOfAll(layers, { values: some, shape: [known, ...seen.shape.slice(1)] }, factor).at(-1);
  const answers = answersOf(all.at(-1), n);
  const counts = new Array(CLASSES).fill(0);
  for (const answer of answers) counts[answer] += 1;
  const input = { shape: fresh.shape.slice(1), values: fresh.values.map((value) => value * factor) };
  const study = {
    input: { all: input, n, limit: limitOfAll(input) },
    layers: all.map((own, place) => ({
      all: own,
      n,
      limit: layers[place].activation === "softmax" ? 1 : limitOfAll(own),
    })),
    answers,
    scores: {
      seen: scores(answersOf(before, known), seenLabels, CLASSES).all,
      fresh: scores(answers, labels.values, CLASSES).all,
      counts,
    },
  };
  studied.set(network, study);
  return study;
}

/** What a check that says "make the picture do this" is judged by. */
export function measuresOf(state, { networks }) {
  const [sound, suspect] = networks;
  return {
    solved: solved(state),
    case: state.case,
    sound: sound.output ? largest(sound.output) : Number.NaN,
    suspect: suspect.output ? largest(suspect.output) : Number.NaN,
    sure: sound.output ? sound.output[largest(sound.output)] : Number.NaN,
    drawn: Number(Boolean(state.drawn)),
  };
}

/** In numbers, of one row of a network: what the table says. */
export function rowNumbers({ all, n, kernel, begun }) {
  const units = answering(all, n);
  return {
    units: units.length,
    silent: units.filter(({ silent }) => silent).length,
    answers: units.reduce((sum, { share }) => sum + share, 0) / units.length,
    moved: kernel ? moved(kernel.values, begun.values) : Number.NaN,
  };
}
