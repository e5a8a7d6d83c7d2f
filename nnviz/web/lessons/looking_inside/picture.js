// The lesson "Looking inside": small networks that were really trained, computed here for every image, sound and broken.

import { choices } from "../../base/controls.js";
import { element } from "../../base/dom.js";
import { unpack } from "../../base/unpack.js";
import { openChain } from "../../lesson/chain.js";
import { told } from "../../lesson/preset.js";
import { askingOf, openView, takeAway } from "../../lesson/views.js";
import { createFaultView, standFor } from "./fault_view.js";
import { createProbeView } from "./probe_view.js";
import { tablesOf, valuesOf } from "./report.js";
import { beginning, chooseExample, name, openCase, paint, setState, silence, toggle, VIEWS } from "./state.js";
import { createUnitsView } from "./units_view.js";
import { likedKey, measuresOf, worldOf } from "./world.js";

const TOLD = ["view", "lens", "case", "example", "layer", "unit", "whose"];
const WANTS = ["images", "network", "own", "probe", "liked"];

/** `networks`: {"sound" or a case's number: {layers, begun, factor, seenLabels}}; `images`: the digits that came. */
export function createPicture(root, lesson) {
  const picture = { root, lesson, state: beginning(), theme: null, data: null, images: null, networks: {}, failed: {} };
  Object.assign(picture, { own: null, probes: null, liked: null });
  picture.asking = askingOf(picture, heard, show);
  build(picture);
  return {
    update: (next) => update(picture, next),
    set: (next) => act(picture, () => setState(picture.state, next)),
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(worldOf(picture)),
    tables: () => tablesOf(picture.state, worldOf(picture)),
    measures: () => measuresOf(picture.state, worldOf(picture)),
    destroy: () => takeAway(root, picture),
  };
}

function build(picture) {
  const { state, root } = picture;
  const go = (deed) => act(picture, deed);
  const on = {
    lens: (lens) => go(() => Object.assign(state, { lens })),
    place: (place) => go(() => Object.assign(state, { place })),
    fault: (fault) => go(() => Object.assign(state, { fault })),
    case: (by) => go(() => openCase(state, (state.case + by) % picture.data.cases.length)),
    name: () => go(() => truthOf(picture) && name(state, truthOf(picture))),
    example: (example) => go(() => chooseExample(state, example)),
    paint: (index, shade) => go(() => paint(state, worldOf(picture).image.image, index, shade)),
    blank: () => go(() => Object.assign(state, { drawn: new Array(64).fill(0) })),
    change: (part) => go(() => Object.assign(state, part)),
    liked: () => {
      const { layers, places } = worldOf(picture).subject;
      if (picture.asking.waitsFor("liked")) return;
      delete picture.failed.liked;
      picture.asking.ask({
        want: "liked",
        key: likedKey(state),
        whose: state.whose,
        layer: layers[places[state.layer]].name,
        unit: state.unit,
      });
      show(picture);
    },
    silence: (layer, units) => go(() => silence(state, layer, units)),
    toggle: (layer, unit) => go(() => toggle(state, layer, unit)),
  };
  picture.tabs = choices("What to look at", VIEWS, (view) => go(() => Object.assign(state, { view })));
  standFor(picture.tabs.node, { units: "sel d", probe: "q" });
  picture.views = { fault: createFaultView(on), units: createUnitsView(on), probe: createProbeView() };
  const bar = element("div", { class: "nl-bar" }, picture.tabs.node);
  root.append(element("div", { class: "li" }, bar, ...Object.values(picture.views).map(({ node }) => node)));
}

function truthOf({ data, networks, state }) {
  return networks[state.case] ? data.cases[state.case] : null;
}

function act(picture, deed) {
  deed();
  need(picture);
  show(picture);
}

function update(picture, { theme, data }) {
  picture.theme = theme;
  picture.data = data;
  picture.asking.heard(data.answer);
  need(picture);
  show(picture);
}

/** Asks for what is missing: the images, the sound network, the case on show, and then the next one in advance. */
function need({ state, images, networks, own, probes, failed, asking, data }) {
  if (!data) return;
  const wanted = [
    ["images", !images, { want: "images" }],
    ["sound", !networks.sound, { want: "network", case: -1 }],
    [state.case, state.view === "fault" && !networks[state.case], { want: "network", case: state.case }],
    ["own", state.view === "units" && state.whose === "own" && !own, { want: "own" }],
    ["probe", state.view === "probe" && !probes, { want: "probe" }],
  ];
  const missing = wanted.find(([key, lacks]) => lacks && !failed[key]);
  if (missing && !WANTS.some((want) => asking.waitsFor(want))) asking.ask(missing[2]);
}

function heard(picture, answer, question) {
  const key = question.want !== "network" ? question.want : question.case < 0 ? "sound" : question.case;
  if (answer.error) picture.failed[key] = answer.error;
  if (answer.images) picture.images = opened(answer.images);
  if (answer.network) picture.networks[key] = networkOf(answer.network);
  if (answer.own) picture.own = ownOf(answer.own);
  if (answer.probes) picture.probes = answer.probes;
  if (answer.liked) picture.liked = { ...answer.liked, ...imageOf(answer.liked.image), key: question.key };
  queueMicrotask(() => need(picture));
  show(picture);
}

function ownOf({ layers, images, labels, classes }) {
  return { layers: openChain(layers), images: unpack(images), labels, classes, factor: 1 };
}

function imageOf(packed) {
  const { shape, values } = unpack(packed);
  return { rows: shape[0], cols: shape[1], values };
}

function opened(images) {
  return Object.fromEntries(Object.entries(images).map(([name, packed]) => [name, unpack(packed)]));
}

function networkOf({ layers, begun, factor, seen_labels: seenLabels, history }) {
  const chain = openChain(layers);
  let at = 0;
  for (const layer of chain) if (layer.kernel && layer.kind !== "scale") layer.begun = unpack(begun[at++]);
  return { layers: chain, factor, seenLabels, history };
}

function show(picture) {
  const { state, theme, data, views, lesson } = picture;
  if (!theme || !data) return;
  const world = worldOf(picture);
  picture.tabs.update(state.view);
  openView(views, state.view, state, world);
  lesson.changed();
}
