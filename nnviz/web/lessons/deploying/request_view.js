// A request goes through: the text that the reader types, and what every station of the prediction server makes of it.

import { element, keepCount, setAttributes, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { waitingFor } from "./loaded.js";
import { FAULTS, faulty, microseconds, STATIONS, stationsOf } from "./stations.js";

/** @returns {node, update(state, world), destroy()}; on.send(body), on.body(body), on.fault(name) */
export function createRequestView(on) {
  const view = { on };
  view.text = element("textarea", { class: "dp-body", spellcheck: "false", rows: 12, "aria-label": "The request" });
  view.text.addEventListener("input", () => on.body(view.text.value));
  view.text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) on.send(view.text.value);
  });
  view.send = element(
    "button",
    { type: "button", class: "nl-button nl-primary", onclick: () => on.send(view.text.value) },
    "Send it",
  );
  view.faults = element("div", { class: "dp-faults", role: "group", "aria-label": "A request with a fault" });
  for (const [name, words] of Object.entries(FAULTS)) {
    view.faults.append(
      element(
        "button",
        { type: "button", class: "nl-button", "data-name": name, onclick: () => on.fault(name) },
        words,
      ),
    );
  }
  view.said = element("p", { class: "dp-said", role: "status" });
  view.answer = element("pre", { class: "dp-answer" });
  view.stations = element("ol", { class: "dp-stations" });
  view.times = element("p", { class: "dp-times nl-muted" });
  const title = (words) => element("h3", { class: "nl-title" }, words);
  view.spoil = element("div", {}, title("Or send one with a fault"), view.faults);
  view.node = element(
    "div",
    { class: "dp-view dp-request" },
    element(
      "div",
      { class: "dp-left" },
      title("The request: change anything"),
      view.text,
      element("div", { class: "nl-bar" }, view.send),
      view.spoil,
      view.said,
    ),
    element("div", { class: "dp-panel" }, title("What the server makes of it"), view.stations, view.answer, view.times),
  );
  return { node: view.node, update: (state, world) => update(view, state, world), destroy: () => {} };
}

function update(view, state, world) {
  const { file, request, sending, refusal, body, times } = world;
  view.node.toggleAttribute("data-waiting", !file);
  if (view.text.value !== body && document.activeElement !== view.text) view.text.value = body;
  if (view.text.value !== body && world.set) view.text.value = body;
  view.send.disabled = sending || !file;
  setText(view.send, sending ? "Sending …" : "Send it");
  view.spoil.hidden = Boolean(file && !file.table);
  for (const button of view.faults.children) {
    setAttributes(button, { "aria-pressed": String(button.dataset.name === state.fault) });
  }
  setText(view.said, refusal || saidOf(file, request, state));
  writeStations(view.stations, request);
  if (request && request !== view.shown) pass(view);
  view.shown = request;
  setText(view.answer, request ? answerOf(request) : "");
  view.answer.toggleAttribute("data-refused", Boolean(request?.refused.length));
  setText(view.times, timesOf(times));
}

/** The request is seen going through: one station lights up after the other. */
function pass({ stations, answer }) {
  for (const node of [stations, answer]) {
    node.removeAttribute("data-fresh");
    node.getBoundingClientRect(); // so that the motion begins anew
    node.setAttribute("data-fresh", "");
  }
}

function answerOf({ refused, answer }) {
  return refused.length ? JSON.stringify({ error: refused.join(" "), errors: refused }, null, 1) : answer;
}

function saidOf(file, request, state) {
  if (!file) return waitingFor(state);
  if (!request) return "Press “Send it”.";
  if (request.refused.length) return "Refused, with status 422. The network was never asked.";
  const notes = JSON.parse(request.answer).notes;
  if (notes.length) return `Answered, with a note: ${notes[0]}`;
  if (state.fault === "missing") {
    return "Answered, and nobody was told: the gap was filled with the middle of the training bills.";
  }
  return "Answered. All of this is the prediction server’s own code; only the times differ from machine to machine.";
}

function timesOf(times) {
  if (!times) return "";
  const [one, many] = [times.seconds[0], times.seconds.at(-1)];
  const rows = times.sizes.at(-1).toLocaleString("en");
  const each = microseconds(many / times.sizes.at(-1));
  return `One request with one row: ${microseconds(one)}. One with ${rows} rows: ${microseconds(many)}, ${each} a row.`;
}

function writeStations(list, request) {
  const stations = stationsOf(request);
  const nodes = keepCount(list, STATIONS.length, () =>
    element(
      "li",
      {},
      element("b", {}),
      element("span", { class: "dp-time" }),
      element("i", { class: "dp-bar" }),
      element("div", { class: "dp-content" }),
    ),
  );
  const most = Math.max(...stations.map(({ seconds }) => seconds || 0), 1e-9);
  stations.forEach(({ title, seconds, rows, stands }, i) => {
    const [name, time, bar, content] = nodes[i].children;
    setAttributes(nodes[i], { "data-stands": stands, style: `--at:${i}` });
    setText(name, title);
    setText(time, seconds === null ? "" : microseconds(seconds));
    bar.style.width = `${Math.max(100 * ((seconds ?? 0) / most), seconds ? 1 : 0)}%`;
    writeRows(content, rows);
  });
}

function writeRows(content, rows) {
  const nodes = keepCount(content, rows.length, () => element("span", {}, element("em", {}), element("b", {})));
  rows.forEach(([name, value], i) => {
    const [label, number] = nodes[i].children;
    setText(label, name);
    setText(number, typeof value === "number" ? short(value) : value);
  });
}

export { faulty };
