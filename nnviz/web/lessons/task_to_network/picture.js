// The lesson "From task to network": a walk of seven stations, each with a decision, and what comes of it, computed by the
// app itself on real data.

import { choices } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { told } from "../../lesson/preset.js";
import { askingOf } from "../../lesson/views.js";
import { createData, createQuestion } from "./first_stations.js";
import { createOutput, createSize } from "./network_stations.js";
import { button } from "./panel.js";
import { createPath } from "./path_view.js";
import { tablesOf, valuesOf } from "./report.js";
import {
  beginning,
  choicesOf,
  chooseData,
  chooseStep,
  decide,
  done,
  goTo,
  isActive,
  lookKey,
  lookOf,
  measuresOf,
  move,
  networkOf,
  predict,
  resumed,
  STATIONS,
  setState,
} from "./state.js";
import { createCurves, createDiagnosis, createNext, createTraining } from "./training_stations.js";
import { summaries } from "./words.js";

const TOLD = ["data", "station", "scaling", "units", "activation", "loss", "size", "step"];
const PATIENCE = 400; // milliseconds between two looks at a training
let kept = null; // where the reader stood when they left for another page: {state, own}

export function createPicture(root, lesson) {
  const picture = { root, lesson, state: beginning(), theme: null, data: null, timer: 0, failed: {} };
  picture.asking = askingOf(picture, heard, show);
  return {
    update: (next) => update(picture, next),
    set: (next) => change(picture, () => setState(picture.state, next)),
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state),
    tables: () => tablesOf(picture.state, picture.data ?? { steps: {}, diagnoses: {} }),
    measures: () => measuresOf(picture.state),
    destroy: () => {
      if (picture.data) kept = { state: picture.state, own: picture.data.own };
      clearTimeout(picture.timer);
      picture.asking.destroy();
      root.replaceChildren();
    },
  };
}

/** All views, once it is known what the page offers. */
function build(picture) {
  const { root, data } = picture;
  const state = resumed(kept, data.own);
  picture.state = state;
  const act = (deed) => change(picture, deed);
  const on = {
    predict: (part) => act(() => predict(state, part)),
    decide: (part) => act(() => decide(state, part)),
    train: () => begin(picture, false),
    again: () => begin(picture, true),
    stop: () => ask(picture, { want: "stop", ...watched(picture, 0) }),
    step: (name) => act(() => chooseStep(state, name)),
    open: (page) => ask(picture, { want: "open", page, run: (state.runs[1] ?? state.runs[0]).id }),
  };
  picture.chooser = choices("Data", { ...data.tasks, own: `Yours: ${data.own}` }, (name) =>
    act(() => chooseData(state, name)),
  );
  const [left, right, note] = [
    element("div", {}),
    element("div", { class: "tn-right" }),
    element("p", { class: "tn-note", role: "status" }),
  ];
  picture.path = createPath(left, (station) => act(() => goTo(state, station)));
  picture.stations = {
    question: createQuestion(on),
    data: createData(on),
    output: createOutput(on),
    network: createSize(on),
    train: createTraining(on),
    diagnosis: createDiagnosis(on, data.diagnoses),
    next: createNext(on, data.steps),
  };
  picture.curves = createCurves();
  picture.note = note;
  picture.back = button("Back", () => walk(picture, -1));
  picture.forth = button("Next station", () => walk(picture, 1));
  const panels = Object.values(picture.stations).map(({ node }) => node);
  right.append(
    note,
    ...panels,
    picture.curves.node,
    element("div", { class: "nl-bar tn-walk" }, picture.back, picture.forth),
  );
  root.append(
    element("div", { class: "nl-bar tn-data" }, element("span", { class: "nl-label" }, "data"), picture.chooser.node),
    element("div", { class: "tn-grid" }, left, right),
  );
}

function update(picture, { theme, data }) {
  if (data && !picture.data) {
    picture.data = data;
    build(picture);
    picture.state.runs.forEach((run, which) => run && followRun(picture, run, which, true));
  }
  picture.theme = theme;
  picture.asking.heard(data?.answer);
  show(picture);
}

function change(picture, act) {
  act();
  show(picture);
}

/** To the next station or back; where its heading is out of sight, the page moves there. */
function walk(picture, by) {
  change(picture, () => move(picture.state, by));
  const { node } = picture.stations[picture.state.station];
  if (node.getBoundingClientRect().top < 60) node.scrollIntoView({ block: "start" });
}

function ask(picture, question) {
  picture.asking.ask(question);
  show(picture);
}

function begin(picture, second) {
  const { state } = picture;
  const network = networkOf(state);
  const [first] = state.runs;
  if (picture.asking.waitsFor("train") || !network?.ready || (second && (!state.step || isActive(first)))) return;
  if (!second) {
    state.runs = [null, null];
    predict(state, { cause: null });
  }
  ask(picture, { want: "train", ...choicesOf(state, second), second });
}

/** What a question about a training carries; `which` 0 or 1. */
function watched({ state }, which) {
  const { data, scaling, runs } = state;
  return { data, scaling, which, run: runs[which].id, before: which ? runs[0].id : null };
}

function heard(picture, answer, question) {
  const { state } = picture;
  if (answer.error) {
    picture.failed[keyOf(question)] = answer.error;
    return;
  }
  if (answer.look) state.looks[lookKey(question)] = answer.look;
  if (answer.network) state.networks[JSON.stringify(choicesOf(question))] = answer.network;
  if (answer.run) takeRun(picture, answer.run, question);
}

function takeRun(picture, run, question) {
  const { state } = picture;
  const which = question.want === "train" ? Number(question.second) : question.which;
  if (question.want !== "train" && state.runs[which]?.id !== run.id) return;
  if (question.want === "train" && lookKey(question) !== lookKey(state)) return;
  state.runs[which] = run;
  followRun(picture, run, which, question.want === "train");
}

/** Looks at a training again in a moment, for as long as there is news to come; `once`: at least once, to be compared. */
function followRun(picture, run, which, once) {
  const { state } = picture;
  clearTimeout(picture.timer);
  if (isActive(run) || (which && once && !run.compared)) {
    picture.timer = setTimeout(
      () => state.runs[which] && ask(picture, { want: "watch", ...watched(picture, which) }),
      PATIENCE,
    );
  }
}

/** Names a question, for what was answered with a refusal; asking anew needs another decision. */
function keyOf(question) {
  return `${question.want} ${question.want === "look" ? lookKey(question) : JSON.stringify(choicesOf(question))}`;
}

/** Asks for what the station on show needs and nobody has asked for yet. */
function fetchMissing(picture) {
  const { state, asking, failed } = picture;
  const need = !lookOf(state)
    ? { want: "look", data: state.data, scaling: state.scaling }
    : !networkOf(state)
      ? { want: "network", ...choicesOf(state) }
      : null;
  if (!need || failed[keyOf(need)] || asking.waitsFor(need.want)) return need ? (failed[keyOf(need)] ?? "") : "";
  asking.ask(need);
  return "";
}

function show(picture) {
  const { state, theme, data, asking } = picture;
  if (!theme || !data) return;
  const refused = fetchMissing(picture);
  const look = lookOf(state);
  const network = networkOf(state);
  picture.chooser.update(state.data);
  picture.path.update(state.station, done(state), summaries(state, look, network, data));
  setText(picture.note, refused || (look ? "" : "A worker reads the data …"));
  picture.note.hidden = !picture.note.textContent;
  const names = Object.keys(STATIONS);
  for (const name of names) picture.stations[name].node.hidden = name !== state.station || !look;
  picture.curves.node.hidden = true;
  setAttributes(picture.back, { "aria-disabled": state.station === names[0] ? "true" : null });
  setAttributes(picture.forth, { "aria-disabled": state.station === names.at(-1) ? "true" : null });
  if (look)
    showStation(picture, look, network, { waiting: asking.waitsFor("train"), refusal: asking.refusal("train") });
  picture.lesson.changed();
}

function showStation({ state, stations, curves }, look, network, training) {
  const station = stations[state.station];
  if (["question", "data"].includes(state.station)) station.update(state, look);
  else if (state.station === "diagnosis") station.update(state);
  else if (state.station === "next") station.update(state, training);
  else station.update(state, look, network, training);
  if (["train", "diagnosis", "next"].includes(state.station)) curves.update(state, look);
}
