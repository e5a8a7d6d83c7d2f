// Deploying: what is in the file, a request on its way, two versions, a year in use, and learning again.

import { choices, select } from "../../base/controls.js";
import { element } from "../../base/dom.js";
import { told } from "../../lesson/preset.js";
import { askingOf, openView } from "../../lesson/views.js";
import { createFileView } from "./file_view.js";
import { fileOf, versionsOf, yearOf } from "./received.js";
import { measuresOf, tablesOf, valuesOf } from "./report.js";
import { createRequestView } from "./request_view.js";
import { createRetrainView } from "./retrain_view.js";
import { afresh, beginning, chooseMonitor, setState, TOLD, turn, VIEWS, YEARS } from "./state.js";
import { faulty } from "./stations.js";
import { createVersionsView } from "./versions_view.js";
import { createYearView } from "./year_view.js";

const WANTS = ["file", "request", "times", "versions", "year", "catches", "retrained"];

/** A picture holds `state`, `given` (what the page told at once) and what came of its questions: files and times by network,
 *  the last traced request, the versions, years by change. */
export function createPicture(root, lesson) {
  const picture = { lesson, state: beginning(), theme: null, given: {}, chose: false, body: "", request: null };
  Object.assign(picture, {
    files: {},
    times: {},
    versions: null,
    years: {},
    retrained: {},
    catches: null,
    set: false,
    typed: false,
  });
  picture.asking = askingOf(picture, receive, show);
  createViews(picture);
  const bar = element("div", { class: "nl-bar" }, picture.tabs.node, picture.network.node);
  root.append(element("div", { class: "dp" }, bar, ...Object.values(picture.views).map(({ node }) => node)));
  return {
    update: (next) => update(picture, next),
    set: (next) => set(picture, next),
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state, worldOf(picture)),
    tables: () => tablesOf(picture.state, worldOf(picture)),
    measures: () => measuresOf(picture.state, worldOf(picture)),
    destroy: () => destroy(root, picture),
  };
}

function createViews(picture) {
  const { lesson, state } = picture;
  const change = (part) => {
    Object.assign(state, part);
    need(picture);
    show(picture);
  };
  const act = (work) => {
    work();
    need(picture);
    show(picture);
  };
  const on = {
    change,
    send: (body) => send(picture, body),
    body: (body) => {
      Object.assign(picture, { body, request: null, typed: true });
      change({ fault: "" });
    },
    fault: (fault) => spoil(picture, fault),
    turn: (share) => act(() => turn(state, share)),
    second: (second) => act(() => afresh(state, second)),
    monitor: (monitor) => act(() => chooseMonitor(state, monitor)),
    another: () => change({ year: (state.year + 1) % YEARS }),
  };
  picture.tabs = choices("Stages", VIEWS, (view) => {
    stop(picture);
    change({ view });
  });
  picture.network = select("Network", {}, (network) => {
    Object.assign(picture, { chose: true, body: "", request: null, typed: false });
    change({ network, fault: "" });
  });
  picture.views = {
    file: createFileView(on),
    request: createRequestView(on),
    versions: createVersionsView(on, lesson.still),
    year: createYearView(on, lesson.still),
    retrain: createRetrainView(on),
  };
}

/** What the views are drawn from. */
function worldOf(picture) {
  const { state, theme, given, files, times, versions, years, retrained, request, body, asking, set: wasSet } = picture;
  const want = { request: files[state.network] ? "request" : "file", retrain: "retrained" }[state.view] ?? state.view;
  return {
    ...given,
    theme,
    body,
    request,
    versions,
    catches: picture.catches,
    set: wasSet,
    file: files[state.network] ?? null,
    times: times[state.network] ?? null,
    year: years[state.change] ?? null,
    retrained: retrained[state.drifted] ?? null,
    sending: asking.waitsFor("request"),
    refusal: asking.waitsFor(want) || (picture.typed && want === "request") ? "" : asking.refusal(want),
  };
}

/** Asks for what the view lacks. */
function need(picture) {
  const { state, files, times, versions, years, retrained, asking, request, body, theme } = picture;
  if (!theme || WANTS.some((want) => asking.waitsFor(want))) return;
  const { view, network, change, drifted } = state;
  const own = network === "own";
  if ((view === "file" || view === "request") && !files[network]) return asking.ask({ want: "file", own });
  if (view === "request" && !request && body && !picture.typed && !asking.refusal("request"))
    return asking.ask({ want: "request", own, body });
  if (view === "request" && request && !times[network]) return asking.ask({ want: "times", own });
  if (view === "versions" && !versions) return asking.ask({ want: "versions" });
  if (view === "year" && !years[change]) return asking.ask({ want: "year", change });
  if (view === "year" && state.table && !picture.catches) return asking.ask({ want: "catches" });
  if (view === "retrain" && !retrained[drifted]) return asking.ask({ want: "retrained", change: drifted });
}

function receive(picture, answer, question) {
  const network = question.own ? "own" : "tips";
  const { want } = question;
  if (answer.file) {
    picture.files[network] = fileOf(answer.file);
    if (network === picture.state.network && !picture.body) {
      picture.body = answer.file.body;
      if (picture.state.fault && answer.file.table) picture.body = faulty(answer.file.body, picture.state.fault);
    }
  }
  if (answer.request && question.body === picture.body) picture.request = answer.request;
  if (answer.times) picture.times[network] = answer.times;
  if (answer.versions) picture.versions = versionsOf(answer.versions, picture.given.seconds);
  if (answer.catches) picture.catches = answer.catches;
  if (answer.retrained) picture.retrained[question.change] = answer.retrained;
  if (answer.year) picture.years[question.change] = yearOf(answer.year);
  if (!answer.error || want === "times") queueMicrotask(() => need(picture));
  show(picture);
}

function send(picture, body) {
  Object.assign(picture, { body, request: null, typed: false });
  picture.asking.ask({ want: "request", own: picture.state.network === "own", body });
  show(picture);
}

function spoil(picture, fault) {
  const file = picture.files[picture.state.network];
  if (!file?.table) return;
  picture.state.fault = fault;
  picture.set = true;
  send(picture, faulty(file.body, fault));
}

function stop(picture) {
  picture.views.versions.stop();
  picture.views.year.stop();
}

function set(picture, next) {
  stop(picture);
  setState(picture.state, next);
  if (next.network) picture.chose = true;
  const file = picture.files[picture.state.network];
  const { fault } = picture.state;
  Object.assign(picture, { request: null, set: true, typed: false });
  picture.body = file ? (fault && file.table ? faulty(file.body, fault) : file.body) : "";
  need(picture);
  show(picture);
}

function show(picture) {
  const { state, theme, views, given } = picture;
  if (!theme) return;
  picture.tabs.update(state.view);
  picture.network.options(given.networks);
  picture.network.update(state.network);
  picture.network.node.hidden = !["file", "request"].includes(state.view) || Object.keys(given.networks).length < 2;
  openView(views, state.view, state, worldOf(picture));
  picture.set = false;
  picture.lesson.changed();
}

function update(picture, { theme, data }) {
  const { answer, ...given } = data;
  Object.assign(picture, { theme, given });
  if (!picture.chose && given.networks.own) picture.state.network = "own";
  picture.asking.heard(answer);
  need(picture);
  show(picture);
}

function destroy(root, { asking, views }) {
  asking.destroy();
  for (const view of Object.values(views)) view.destroy();
  root.replaceChildren();
}
