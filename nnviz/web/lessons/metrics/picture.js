// The lesson "Metrics": real cases as people, a threshold that sorts them, and what each score counts.

import { choices, select } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { random } from "../../base/random.js";
import { createCosts } from "../../base/threshold_costs.js";
import { told } from "../../lesson/preset.js";
import { askingOf, takeAway } from "../../lesson/views.js";
import { createCalibrationView } from "./calibration_view.js";
import { createCurvesView } from "./curves_view.js";
import { createFractions } from "./fractions.js";
import { valuesShown } from "./lines.js";
import { createPeopleView } from "./people_view.js";
import { createRareView, crowdOf } from "./rare_view.js";
import { measuresOf, tablesOf, valuesOf } from "./report.js";
import * as act from "./state.js";
import { createValuesView } from "./values_view.js";
import { ask, keyOf } from "./wanted.js";
import { namesOf, verdict } from "./words.js";

const WAITING = {
  quick: "A small network learns from 285 other cases, once on this machine: about 2 seconds …",
  full: "A network learns from 285 other cases, once on this machine: about 2 seconds …",
  sure: "A network learns 285 other cases by heart, once on this machine: about 3 seconds …",
  own: "Your network judges its held-out examples …",
};

export function createPicture(root, lesson) {
  const picture = {
    lesson,
    state: act.beginning(),
    theme: null,
    root,
    cases: {},
    patients: null,
    own: null,
    positive: -1,
  };
  picture.uniform = random(7);
  picture.asking = askingOf(picture, hear, show);
  picture.controls = createControls(picture);
  picture.views = createViews(picture);
  layOut(root, picture);
  return {
    update: ({ theme, data }) => {
      Object.assign(picture, { theme, own: data.own ?? null, tests: data.tests ?? {} });
      picture.asking.heard(data.answer);
      show(picture);
    },
    set: (next) => change(picture, () => set(picture, next)),
    state: () => told(picture.state, act.TOLD),
    values: () => valuesOf(nowOf(picture)),
    tables: () => tablesOf(nowOf(picture)),
    measures: () => measuresOf(nowOf(picture), picture.controls.costs.costs()),
    light: (parts) => picture.views.people.light(parts),
    destroy: () => takeAway(root, picture),
  };
}

function set(picture, next) {
  act.setState(picture.state, next);
  if (picture.state.test === act.OWN && !picture.own) picture.state.test = "quick";
  picture.controls.costs.set(picture.state);
}

function createControls(picture) {
  const take = (part) => change(picture, (state) => Object.assign(state, part));
  const costs = createCosts(
    () => {
      const typed = costs.costs();
      take({ miss: Math.max(typed.miss || 0, 0), alarm: Math.max(typed.alarm || 0, 0) });
    },
    (threshold) => take({ threshold }),
    { miss: 10, alarm: 1 },
  );
  return {
    view: choices("What to look at", act.VIEWS, (view) => take({ view, test: testFor(picture, view) })),
    test: select("Network", act.TESTS, (test) => take({ test, pairs: { asked: 0, won: 0 } })),
    positive: select("Looking for", {}, (name) => {
      Object.assign(picture, { positive: Number(name) });
      delete picture.cases.own;
      change(picture, () => {});
    }),
    about: element("span", { class: "nl-muted mt-aboutnet" }),
    waiting: element("p", { class: "mt-waiting", role: "status" }),
    verdict: element("p", { class: "mt-said", role: "status" }),
    costs,
  };
}

function createViews(picture) {
  const take = (part) => change(picture, (state) => Object.assign(state, part));
  const threshold = (value) => take({ threshold: value });
  return {
    people: createPeopleView({ threshold, light: picture.lesson.light }),
    fractions: createFractions(),
    curves: createCurvesView({
      threshold,
      curve: (curve) => take({ curve }),
      pairs: (count) => change(picture, (state) => act.drawPairs(state, casesOf(picture), count, picture.uniform)),
    }),
    rare: createRareView({
      threshold,
      prevalence: (prevalence) => take({ prevalence }),
      guess: (guess) => take({ guess, guessedAt: picture.state.prevalence }),
    }),
    calibration: createCalibrationView({ temperature: (temperature) => take({ temperature }) }),
    values: createValuesView({
      point: (i, y) => change(picture, () => movePoint(picture, i, y)),
      end: (k, y) => change(picture, (state) => state.ends.splice(k, 1, y)),
      line: (line) => take({ line }),
      back: () => take({ moved: [] }),
    }),
  };
}

function layOut(root, picture) {
  const { controls: c, views } = picture;
  const side = element("div", { class: "mt-side" }, views.fractions.node, c.costs.node, c.verdict);
  picture.panels = {
    people: element("div", { class: "mt-two mt-wide" }, views.people.node, side),
    curves: views.curves.node,
    rare: views.rare.node,
    calibration: views.calibration.node,
    values: views.values.node,
  };
  const bar = element("div", { class: "nl-bar mt-top" }, c.view.node);
  const nets = element("div", { class: "nl-bar mt-nets" }, c.test.node, c.positive.node, c.about);
  picture.nets = nets;
  root.append(element("div", { class: "mt-root" }, bar, nets, c.waiting, ...Object.values(picture.panels)));
}

/** The network in hand where the view can show it: classes have no predicted numbers, and numbers no threshold. */
function testFor({ state, cases }, view) {
  if (state.test !== act.OWN || !cases.own) return state.test;
  return (cases.own.kind === "values") === (view === "values") ? act.OWN : "quick";
}

function hear(picture, answer, question) {
  if (!answer.error && question.want === "cases") picture.cases[question.test] = act.readCases(answer.cases);
  if (!answer.error && question.want === "patients") picture.patients = answer.patients;
  if (
    !answer.error &&
    question.want === "own" &&
    (answer.own.kind === "values" || question.positive === picture.positive)
  ) {
    if (answer.own.kind === "classes") picture.positive = answer.own.positive;
    picture.cases.own = answer.own.kind === "classes" ? act.readCases(answer.own) : answer.own;
  }
  picture.refusal = answer.error ? { key: keyOf(question), words: answer.error } : null;
  show(picture);
}

/** The cases of the test in hand, or null until they are there. */
function casesOf({ state, cases }) {
  const own = cases[state.test];
  return own && own.kind !== "values" ? own : null;
}

function ownValues({ state, cases }) {
  return state.test === act.OWN && cases.own?.kind === "values" ? cases.own : null;
}

function valuesOfNow(picture) {
  const { state, patients } = picture;
  return valuesShown({ state, patients, own: ownValues(picture) });
}

function movePoint(picture, i, y) {
  const { state } = picture;
  const values = valuesOfNow(picture);
  state.moved = [...values.y];
  state.moved[i] = y;
}

function nowOf(picture) {
  const { state } = picture;
  const cases = casesOf(picture);
  const crowd = cases ? crowdOf(state, act.countsOf(state, cases)) : null;
  return { state, cases, crowd, values: valuesOfNow(picture), names: namesOf(state, cases) };
}

function change(picture, alter) {
  alter(picture.state);
  show(picture);
}

function show(picture) {
  const { state, theme, controls, panels, nets, own } = picture;
  if (!theme || !panels) return;
  const there = ask(picture);
  const cases = casesOf(picture);
  const values = ownValues(picture);
  if (values && state.view !== "values") state.view = "values";
  controls.view.update(state.view);
  const lesson =
    state.view === "values" ? { [state.test === act.OWN ? "quick" : state.test]: "14 patients" } : act.TESTS;
  controls.test.options({ ...lesson, ...(own ? { [act.OWN]: `Yours: ${own.title}` } : {}) });
  controls.test.update(state.test);
  showPositive(picture, cases);
  nets.hidden = state.view === "values" && !own;
  setText(controls.about, aboutOf(picture));
  const drawn = there && (state.view === "values" ? state.test !== act.OWN || values : cases);
  for (const [name, panel] of Object.entries(panels)) panel.hidden = name !== state.view || !drawn;
  controls.waiting.hidden = Boolean(drawn);
  setText(controls.waiting, picture.refusal?.words ?? waitingWords(picture));
  setAttributes(controls.waiting, { "data-wrong": picture.refusal ? "" : null });
  if (drawn) DRAWN[state.view](picture, cases, namesOf(state, cases));
  picture.lesson.changed();
}

function waitingWords({ state, cases }) {
  if (state.test === act.OWN && cases.own && state.view === "values") {
    return "Your network tells classes, not numbers: choose another view, or another network for this one.";
  }
  return WAITING[state.test];
}

function aboutOf({ state, tests, cases }) {
  if (state.view === "values" && state.test !== act.OWN) return "";
  if (state.test !== act.OWN) return tests?.[state.test] ?? "";
  return cases.own ? `${(cases.own.truth ?? []).length} ${cases.own.part} examples` : "";
}

function showPositive({ controls, state, positive }, cases) {
  const classes = state.test === act.OWN && cases?.names;
  controls.positive.node.hidden = !classes;
  if (!classes) return;
  controls.positive.options(Object.fromEntries(cases.names.map((name, k) => [k, name])));
  controls.positive.update(String(positive));
}

/** The lesson's other tests on the same people, as far as they are there. */
function othersOf({ state, cases }) {
  if (state.test === act.OWN) return [];
  const names = Object.keys(act.TESTS).filter((name) => name !== state.test && cases[name]);
  return names.map((name) => ({ title: act.TESTS[name], walked: act.sortedPeople(cases[name]).walked }));
}

const DRAWN = {
  people: ({ state, views, controls }, cases, names) => {
    const [sorted, counts] = [act.sortedPeople(cases), act.countsOf(state, cases)];
    views.people.update({ sorted, cases, threshold: state.threshold, names });
    views.fractions.update(counts, names);
    const typed = { miss: state.miss, alarm: state.alarm };
    controls.costs.update({ name: names.shown, counts, walked: sorted.walked, low: 0, high: 1 });
    setText(controls.verdict, verdict(counts, names, typed, sorted.walked));
  },
  curves: (picture, cases, names) => {
    const { state, views } = picture;
    const [sorted, counts] = [act.sortedPeople(cases), act.countsOf(state, cases)];
    views.curves.update({ sorted, counts, state, names, others: othersOf(picture) });
  },
  rare: ({ state, views, theme }, cases, names) =>
    views.rare.update({ counts: act.countsOf(state, cases), state, names, theme }),
  calibration: ({ state, views }, cases, names) => views.calibration.update({ state, cases, names }),
  values: (picture) => picture.views.values.update(valuesOfNow(picture)),
};
