// The game: a sound network beside one with a fault. Which fault, and in which layer?

import { choices, select } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { createImagePanel } from "./image_panel.js";
import { createRows } from "./rows_view.js";
import { LENSES, ROWS, solved } from "./state.js";

/** on: lens, place, fault, case, name, example, paint, blank. @returns {node, update(state, world), destroy()} */
export function createFaultView(on, still) {
  const image = createImagePanel(on);
  const rows = createRows({ place: on.place });
  const lens = choices("Evidence", LENSES, on.lens);
  standFor(lens.node, { maps: "a", spread: "a", weights: "w w0", silent: "f", scores: "s" });
  const fault = select("What is wrong?", {}, on.fault);
  const place = select("In which layer?", { "": "choose", ...ROWS }, on.place);
  const name = element(
    "button",
    { type: "button", class: "nl-button nl-primary", onclick: () => on.name() },
    "Name it",
  );
  const next = element("button", { type: "button", class: "nl-button", onclick: () => on.case(1) }, "Next case");
  const said = element("p", { class: "li-said", role: "status" });
  const score = element("span", { class: "nl-muted" });
  const node = element(
    "div",
    { class: "li-fault" },
    image.node,
    element(
      "div",
      { class: "li-main" },
      element("div", { class: "nl-bar" }, lens.node, score),
      rows.node,
      element("div", { class: "nl-bar li-name" }, fault.node, place.node, name, next),
      said,
    ),
  );
  const parts = { image, rows, lens, fault, place, name, next, said, score, still };
  return {
    node,
    update: (state, world) => update(parts, state, world),
    destroy: () => {
      image.destroy();
      rows.destroy();
    },
  };
}

/** Each button lights the symbols of what it shows, and is lit by them. */
export function standFor(node, parts) {
  for (const button of node.children) {
    if (parts[button.dataset.name]) button.dataset.part = parts[button.dataset.name];
  }
}

function update(parts, state, world) {
  const { faults, truth, cases, waiting, refusal } = world;
  const everywhere = faults[state.fault]?.everywhere;
  parts.lens.update(state.lens);
  parts.fault.options({
    "": "choose",
    ...Object.fromEntries(Object.entries(faults).map(([name, { title }]) => [name, title])),
  });
  parts.fault.update(state.fault);
  parts.place.update(everywhere ? "" : state.place);
  setAttributes(parts.place.node.querySelector("select"), { disabled: everywhere ? "" : null });
  setAttributes(parts.name, { "aria-disabled": truth ? null : "true" });
  setText(parts.score, `Case ${state.case + 1} of ${cases}, ${solved(state)} solved`);
  parts.image.update(world.image);
  parts.rows.update({ ...world, lens: state.lens, place: everywhere ? "" : state.place });
  setText(parts.said, verdict(state, world) || waiting || refusal);
}

const ASK = "Look through the evidence, then name the fault. A click on a layer’s name suspects it.";

function verdict({ answers, case: number, fault, place }, { truth, faults }) {
  if (!truth) return "";
  const said = answers[number];
  if (!said || said.fault !== fault || said.place !== place) return ASK;
  const wrong = faults[said.fault];
  if (!said.fault) return "Choose what is wrong first.";
  if (said.placed) return `Right. ${truth.cause} What decides: ${truth.evidence} What helps: ${truth.mend}`;
  if (said.right) {
    const where = said.place ? `${ROWS[said.place]} may suffer from it, or be well.` : "In which layer?";
    return `That is the fault. ${where} Look for the first layer where the two networks differ in kind.`;
  }
  return `“${wrong.title}” would show otherwise: ${wrong.shows}`;
}
