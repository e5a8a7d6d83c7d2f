// Two versions: a share of real requests goes to the second one; what is counted, how sure that is, and what was harmed.

import { slider } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { createPlayer } from "../../base/player.js";
import { createLineChart } from "../../lesson/line_chart.js";
import { counted, course, differ, needed, peeks, routed, streamOf, wilson } from "./canary.js";
import { MOST, shareNow } from "./state.js";

const SHOWN = 60; // of each version's last answers
const n = (value) => value.toLocaleString("en");

/** @returns {node, update(state, world), stop(), play(), destroy()}; on.change({…}), on.turn(share), on.second(name) */
export function createVersionsView(on, still) {
  const view = { on, state: null, world: null, peeked: null };
  view.player = createPlayer({
    steps: MOST,
    speed: 90,
    still,
    name: "request",
    say: (at) => `${n(at)} of ${n(MOST)} requests`,
    move: (at) => on.change({ sent: Math.floor(at) }),
  });
  view.chosen = element("select", { "aria-label": "What version 2 is", onchange: () => on.second(view.chosen.value) });
  view.share = slider({ part: "share", label: "To version 2", min: 0, max: 100, step: 1, input: (v) => on.turn(v) });
  view.back = element("button", { type: "button", class: "nl-button", onclick: () => on.turn(0) }, "Roll back");
  view.all = element("button", { type: "button", class: "nl-button", onclick: () => on.turn(100) }, "All to version 2");
  view.said = element("p", { class: "dp-said", role: "status", "data-part": "n delta" });
  view.rows = element("tbody", {});
  view.harm = element("p", { class: "dp-harm" });
  view.peeking = element("p", { class: "dp-peek nl-muted" });
  view.chart = createLineChart({ height: 250, words: { x: "requests", y: "off by more than $1" }, part: "p" });
  view.lanes = [1, 2].map((number) => createLane(number));
  const title = (words) => element("h3", { class: "nl-title" }, words);
  const head = ["", "requests", "off", "95 % interval", "bills over $25"];
  const table = element(
    "table",
    { class: "dp-table", "data-part": "p" },
    element("thead", {}, element("tr", {}, ...head.map((words) => element("th", { scope: "col" }, words)))),
    view.rows,
  );
  view.node = element(
    "div",
    { class: "dp-view" },
    element(
      "div",
      { class: "dp-left" },
      title("The last answers of each: right, or off by more than a dollar"),
      ...view.lanes.map(({ node }) => node),
      title("The share that is off, with its 95 % interval"),
      view.chart.node,
      view.player.node,
    ),
    element(
      "div",
      { class: "dp-panel" },
      element("label", { class: "nl-select" }, element("span", { class: "nl-label" }, "Version 2"), view.chosen),
      view.share.node,
      element("div", { class: "nl-bar" }, view.back, view.all),
      table,
      view.harm,
      view.said,
      view.peeking,
    ),
  );
  return {
    node: view.node,
    update: (state, world) => update(view, state, world),
    stop: () => view.player.stop(),
    play: () => view.player.play(),
    destroy: () => {
      view.player.destroy();
      view.chart.destroy();
    },
  };
}

function createLane(number) {
  const cells = element("div", { class: "dp-cells", role: "img", "aria-label": "Requests, one after the other" });
  const name = element("span", {}, `Version ${number}`);
  return { cells, node: element("div", { class: "dp-lane", "data-version": number }, name, cells) };
}

/** What was counted where the state stands. */
export function standing(state, versions) {
  const { first, seconds, dear, n: rows } = versions;
  const world = { first, second: seconds[state.second], dear };
  const { streams } = versions;
  if (!streams.has(state.seed)) streams.set(state.seed, streamOf(state.seed, MOST, rows));
  const stream = streams.get(state.seed);
  const second = routed(stream, state.turns, state.sent);
  return { world, stream, second, told: counted(world, stream, second, state.sent) };
}

function update(view, state, world) {
  const { versions, refusal, theme } = world;
  Object.assign(view, { state, world });
  view.node.toggleAttribute("data-waiting", !versions);
  if (!versions) {
    setText(view.said, refusal || "Keras is training both versions: about four seconds, once …");
    return;
  }
  fillChosen(view.chosen, versions.titles, state.second);
  const share = shareNow(state);
  view.share.update(share, `${share} %`);
  if (!view.player.playing()) view.player.place(state.sent);
  const now = standing(state, versions);
  view.lanes.forEach((lane, version) => writeLane(lane, now, version, state.sent));
  view.chart.update(chartOf(now, state, theme));
  writeTable(view.rows, now.told);
  setText(view.harm, harmOf(now.told, share));
  setText(view.said, saidOf(state, now.told, versions));
  view.peeked ??= peeks(versions.first);
  setText(view.peeking, peekWords(view.peeked));
}

function fillChosen(list, titles, chosen) {
  if (list.children.length !== Object.keys(titles).length) {
    const option = ([name, words]) => element("option", { value: name }, words);
    list.replaceChildren(...Object.entries(titles).map(option));
  }
  if (list.value !== chosen) list.value = chosen;
}

function writeLane({ cells }, { world, stream, second }, version, sent) {
  const shown = [];
  for (let k = sent - 1; k >= 0 && shown.length < SHOWN; k--) {
    if (second[k] === version) shown.push((version ? world.second : world.first)[stream.row[k]]);
  }
  const nodes = keepCount(cells, SHOWN, () => element("i", {}));
  nodes.forEach((node, i) => {
    setAttributes(node, { "data-off": i < shown.length ? String(Number(shown[i])) : null });
  });
  const off = shown.filter(Boolean).length;
  setAttributes(cells, {
    "aria-label": `${off} of the last ${shown.length} answers of version ${version + 1} are off`,
  });
}

function chartOf({ world, stream, second }, { sent }, theme) {
  const moments = course(world, stream, second, sent);
  const colours = { first: theme.muted, second: theme.accent };
  const names = ["first", "second"];
  const seen = (name) => moments.filter((moment) => Number.isFinite(moment[name][0]));
  const along = (name, at) => seen(name).map((moment) => [moment.sent, moment[name][at]]);
  const bands = names.map((name) => ({
    points: [...along(name, 1), ...along(name, 2).reverse()],
    colour: "none",
    fill: colours[name],
    fade: 0.16,
  }));
  const shares = names.map((name) => ({ points: along(name, 0), colour: colours[name], width: 2.6 }));
  const lines = [...bands, ...shares];
  return { x: [0, Math.max(200, sent)], y: [0, 1], words: "The share of answers that are off, by requests", lines };
}

function writeTable(body, told) {
  const rows = [
    ["Version 1", told.first],
    ["Version 2", told.second],
  ];
  keepCount(body, 2, () =>
    element("tr", {}, element("th", { scope: "row" }), ...[0, 1, 2, 3].map(() => element("td", {}))),
  ).forEach((node, i) => {
    const [name, own] = rows[i];
    const cells = cellsOf(own);
    setText(node.children[0], name);
    cells.forEach((words, k) => setText(node.children[k + 1], words));
  });
}

export function cellsOf(own) {
  if (!own.requests) return ["0", "none yet", "", ""];
  const [low, high] = wilson(own.wrong, own.requests);
  const dear = own.dear ? `${percent(own.dearWrong / own.dear)} of ${n(own.dear)}` : "none yet";
  return [n(own.requests), percent(own.wrong / own.requests), `${percent(low)} to ${percent(high)}`, dear];
}

function harmOf({ harmed, helped, second }, share) {
  if (!second.requests) return "Version 2 has answered nobody yet.";
  const now = share ? "" : " Rolled back: version 2 gets no more requests.";
  const wrong = `${n(harmed)} guest${harmed === 1 ? "" : "s"} got a wrong answer where version 1 was right`;
  return `Because of version 2, ${wrong}, and ${n(helped)} the other way round.${now}`;
}

/** What is known, and how many requests it takes. */
export function saidOf({ second }, { first, second: other }, versions) {
  if (!other.requests || !first.requests) return "Press play: both need requests before they can be compared.";
  const truth = versions.shares;
  const gap = Math.abs(truth[second] - truth.first);
  const [one, two] = [first.wrong / first.requests, other.wrong / other.requests];
  if (!differ(first, other)) {
    const least = needed((truth.first + truth[second]) / 2, gap);
    if (!Number.isFinite(least)) return "No difference beyond chance. (There is none: it is the same network.)";
    return `No difference beyond chance yet. For the true one, ${percent(gap)}, each version needs about ${n(least)} requests.`;
  }
  const better = two < one ? "Version 2 is better" : "Version 1 is better";
  if (second === "same") return `${better}, says the test. It is wrong: both are the same network.`;
  return `${better}, and this is more than chance.`;
}

function peekWords({ once, peeking }) {
  const end = `one look at the end calls them different in ${percent(once)}`;
  const early = `whoever looks every 25 requests and stops at the first difference, in ${percent(peeking)}`;
  return `Two equal versions, 400 times, 1,000 requests each: ${end}; ${early}.`;
}
