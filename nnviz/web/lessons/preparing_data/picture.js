// Preparing data: five faults of a table, what each does to a training, and what helps.

import { choices } from "../../base/controls.js";
import { element } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { unpack } from "../../base/unpack.js";
import { told } from "../../lesson/preset.js";
import { askingOf } from "../../lesson/views.js";
import { createCategoriesView } from "./categories_view.js";
import { createGapsView } from "./gaps_view.js";
import { createLeaksView } from "./leaks_view.js";
import { createOutliersView } from "./outliers_view.js";
import { tablesOf, valuesOf } from "./report.js";
import { createScaleView } from "./scale_view.js";
import { beginning, bowlOf, FILLS, measuresOf, SCALINGS, setState, TOLD, trainingOf, UNITS, VIEWS } from "./state.js";
import { createTraining } from "./training_view.js";

const MAKERS = {
  scale: createScaleView,
  gaps: createGapsView,
  outliers: createOutliersView,
  categories: createCategoriesView,
  leaks: createLeaksView,
};
const IDLE = {
  scale: "Two networks of Keras on the same rows: one gets the columns as they are measured, the other scaled.",
  gaps: "Two networks on all 13 columns, judged by 71 later wines.",
  outliers: "Two networks on alcohol and proline; in one row, one value is typed wrong.",
  categories: "Two linear neurons that tell how long people live, from the continent alone.",
  leaks: "Two trainings, each judged twice: by its validation part, and by 71 wines that come later.",
};

export function createPicture(root, lesson) {
  const picture = {
    lesson,
    state: beginning(),
    theme: null,
    wine: null,
    countries: null,
    columns: null,
    own: "",
    problem: "",
  };
  picture.asking = askingOf(picture, receive, show);
  const on = { change: (part) => change(picture, part) };
  picture.tabs = choices("What is wrong", VIEWS, (view) => change(picture, { view }));
  picture.views = Object.fromEntries(Object.entries(MAKERS).map(([name, make]) => [name, make(on)]));
  picture.trainings = Object.fromEntries(
    Object.keys(VIEWS).map((name) => {
      const page = { ask: picture.asking.ask, still: lesson.still, changed: () => picture.theme && lesson.changed() };
      return [name, createTraining(page, IDLE[name])];
    }),
  );
  layOut(root, picture);
  return {
    update: (next) => update(picture, next),
    set: (next) => {
      setState(picture.state, next);
      change(picture, {});
    },
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state, worldOf(picture)),
    tables: () => [...tablesOf(picture.state, worldOf(picture)), ...picture.trainings[picture.state.view].tables()],
    measures: () => measuresOf(picture.state, worldOf(picture)),
    destroy: () => destroy(root, picture),
  };
}

function layOut(root, { tabs, views, trainings }) {
  const stages = Object.keys(VIEWS).map((name) => {
    const stage = element("div", { class: "pd-stage", "data-view": name }, views[name].node, trainings[name].node);
    return stage;
  });
  root.append(element("div", { class: "pd" }, element("div", { class: "nl-bar" }, tabs.node), ...stages));
}

function worldOf({ state, theme, wine, countries, columns, own, asking, problem }) {
  const table = state.data === "own" ? columns : wine && { ...wine.training, names: wine.names };
  const want = state.view === "scale" && state.data === "own" ? "columns" : "tables";
  const refusal = (asking.waitsFor(want) ? "" : asking.refusal(want)) || problem;
  return { theme, wine, countries, table, own, refusal, bowl: bowlOf(state, table) };
}

function need({ state, wine, columns, asking }) {
  const want = !wine ? "tables" : state.view === "scale" && state.data === "own" && !columns ? "columns" : "";
  if (want && !asking.waitsFor(want)) asking.ask({ want });
}

function receive(picture, answer, question) {
  if (answer.tables) {
    const { wine, countries } = answer.tables;
    const [x, chances] = [unpack(wine.x), unpack(wine.chances)];
    picture.wine = { ...wine, x, chances: chances.values };
    picture.wine.training = trainingOf(picture.wine);
    picture.countries = { ...countries, life: Array.from(unpack(countries.life).values) };
  }
  if (answer.columns) picture.columns = columnsOf(answer.columns);
  if (answer.error && question.want === "columns") {
    Object.assign(picture.state, { data: "wine", first: 0, second: 12, unit: beginning().unit });
    picture.problem = answer.error;
  }
  for (const training of Object.values(picture.trainings)) training.answered(answer, question);
  show(picture);
}

function columnsOf({ x, y, ...rest }) {
  const { values, shape } = unpack(x);
  const columns = Array.from({ length: shape[1] }, (_, k) =>
    Array.from({ length: shape[0] }, (_, i) => values[i * shape[1] + k]),
  );
  return { ...rest, columns, y: Array.from(unpack(y).values) };
}

function change(picture, part) {
  picture.problem = "";
  Object.assign(picture.state, part);
  need(picture);
  show(picture);
}

function show(picture) {
  const { state, theme, views, trainings } = picture;
  if (!theme) return;
  const world = worldOf(picture);
  picture.tabs.update(state.view);
  for (const stage of picture.tabs.node.getRootNode().querySelectorAll(".pd-stage")) {
    stage.hidden = stage.dataset.view !== state.view;
  }
  views[state.view].update(state, world);
  trainings[state.view].update({ theme, own: false, ...trainingNamed(state, world) });
  picture.lesson.changed();
}

const nearest = (value, among) =>
  among.reduce((best, own) => (Math.abs(own - value) < Math.abs(best - value) ? own : best));

/** Which race the view trains, its question and its two sides. */
export function trainingNamed(state, { own, wine }) {
  if (state.view === "scale") {
    const how = state.how === "none" ? "standard" : state.how;
    const unit = UNITS.find(([at]) => at === nearest(state.unit, [-3, 0, 3]))[1];
    const yours = state.data === "own" && own;
    const told = yours ? "your network" : `proline in ${unit}`;
    return {
      name: `scale ${unit} ${how}`,
      own: Boolean(yours),
      labels: { fault: "As measured", cure: SCALINGS[how] },
      question: `Trained on ${told}: which is better on validation?`,
    };
  }
  if (state.view === "gaps") {
    const fill = state.fill === "drop" ? "median" : state.fill;
    return {
      name: `gaps ${state.gaps} ${fill}`,
      labels: { fault: "Rows left out", cure: FILLS[fill] },
      question: "Which is better on later wines?",
      note: wine && state.gaps === "device" ? unanswered(wine) : "",
    };
  }
  if (state.view === "outliers") {
    const factor = 10 ** Math.round(Math.log10(Math.max(state.factor, 1)));
    const cure = state.cure === "clip" ? "Clipped" : "Robust";
    return {
      name: `outliers ${factor} ${state.cure}`,
      labels: { fault: "Standardized", cure },
      question: `One value times ${factor}: which is better on validation?`,
    };
  }
  if (state.view === "categories") {
    return {
      name: "categories",
      labels: { fault: "Numbers 1 to 5", cure: "One-hot" },
      question: "Trained: which is nearer to the truth?",
    };
  }
  return {
    name: `leaks ${state.leak}`,
    count: 4,
    labels: { fault: "With the leak", cure: "Without it" },
    question: "Which is better on later wines?",
    said: saidOfLeak,
  };
}

/** Of how many later wines the coarse device tells nothing: with the rows left out, they are not asked about. */
function unanswered({ x, part, gauged, limit }) {
  const later = part.flatMap((own, i) => (own === 2 ? [i] : []));
  const lacking = later.filter((i) => x.values[i * x.shape[1] + gauged] < limit).length;
  const told = `But ${lacking} of the ${later.length} later wines have a gap`;
  return ` ${told}: where rows are left out they are not asked about, and in use there is no answer for them.`;
}

/** Four networks: the leaky one by its validation and by new wines, then the honest one. */
export function saidOfLeak({ epoch, networks, state }, guess) {
  const scores = networks.map(({ val_accuracy: own }) => own);
  if (scores.length < 4 || !scores.every(Number.isFinite)) return `Epoch ${epoch} …`;
  const [leaky, there, honest, after] = scores.map(percent);
  const words = `Epoch ${epoch}. With the leak: ${leaky} on validation, ${there} on later wines. Without: ${honest}, then ${after}.`;
  if (state !== "finished") return words;
  const better = Math.abs(scores[1] - scores[3]) < 0.03 ? "same" : scores[1] > scores[3] ? "fault" : "cure";
  const guessed = better === guess ? "As you guessed." : "Not what you guessed.";
  return `${words} ${guessed} A score can be believed where nobody has looked before.`;
}

function update(picture, { theme, data }) {
  Object.assign(picture, { theme, own: data.own ?? "" });
  picture.asking.heard(data.answer);
  need(picture);
  show(picture);
}

function destroy(root, { asking, views, trainings }) {
  asking.destroy();
  for (const view of [...Object.values(views), ...Object.values(trainings)]) view.destroy();
  root.replaceChildren();
}
