// The collection, class by class: each example is a button that takes it out; more are added, or drawn.

import { fileSquare } from "../../base/camera.js";
import { choices, slider } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText } from "../../base/dom.js";
import { createPad } from "../../base/pad.js";
import { inkOf } from "./photo.js";
import { addDrawing, addPhoto, countsOf, MOST, remove, TURN } from "./state.js";
import { paint, tiny } from "./tiny.js";

const PAD = 168;
const WIDTH = 0.11;

/** @returns {node, update(state, world)}; on.change(alter), on.draw() while drawing */
export function createCollectView(on) {
  const view = { on, label: 0, width: WIDTH, classes: [], world: null, state: null };
  view.rows = element("div", { class: "cu-rows" });
  view.more = moreButtons(view);
  view.own = drawingPlace(view);
  view.said = element("p", { class: "cu-said", role: "status" });
  view.node = element("div", { class: "cu-collect" }, view.own, view.rows, view.more, view.said);
  return { node: view.node, update: (state, world) => update(view, state, world) };
}

function moreButtons(view) {
  const button = (words, act) => element("button", { type: "button", class: "nl-button", onclick: act }, words);
  const add = (name) => () =>
    view.on.change((state) => {
      state[name] = Math.min(state[name] + TURN, 12);
    });
  view.alike = button(`Add ${3 * TURN} more of the same kind`, add("alike"));
  view.varied = button(`Add ${3 * TURN} varied ones`, add("varied"));
  view.anew = button("Begin again", () => view.on.change((state) => Object.assign(state, FRESH())));
  return element("div", { class: "nl-bar" }, view.alike, view.varied, view.anew);
}

const FRESH = () => ({ alike: 0, varied: 0, removed: [], relabelled: [] });

function drawingPlace(view) {
  const add = () => {
    const { strokes } = view.pad;
    view.on.change((state) => addDrawing(state, strokes, view.label, view.width) && view.pad.clear());
  };
  view.pad = createPad({ drawn: () => refresh(view), rest: () => refresh(view) });
  view.which = element("div", {});
  const button = (words, act, kind = "") =>
    element("button", { type: "button", class: `nl-button ${kind}`, onclick: act }, words);
  view.add = button("Add it", add, "nl-primary");
  view.undo = button("Undo", () => view.pad.undo());
  view.clear = button("Clear", () => view.pad.clear());
  view.pen = slider({
    part: null,
    label: "Pen",
    min: 0.06,
    max: 0.22,
    step: 0.01,
    input: (width) => setPen(view, width),
  });
  view.fit = choices("Size and place", { false: "As drawn", true: "Full height, centred" }, (fit) =>
    view.on.change((state) => Object.assign(state, { fit: fit === "true" })),
  );
  const tools = element("div", { class: "nl-bar" }, view.add, view.undo, view.clear);
  view.photos = element("input", { type: "file", accept: "image/*", multiple: true, onchange: () => bring(view) });
  const photos = element("label", { class: "nl-button cu-photos" }, "Or photographs of it", view.photos);
  view.photoSaid = element("p", { class: "cu-photosaid", role: "status" });
  const beside = element(
    "div",
    { class: "cu-beside" },
    view.which,
    view.pen.node,
    tools,
    photos,
    view.fit.node,
    view.photoSaid,
  );
  return element("div", { class: "cu-drawing" }, view.pad.node, beside);
}

/** Photographs of the chosen digit: dark on light or light on dark, one digit in the middle of each. */
async function bring(view) {
  const refused = [];
  for (const file of [...view.photos.files]) {
    const photo = await fileSquare(file).then(photoOf, () => null);
    if (photo) view.on.change((state) => addPhoto(state, photo, view.label));
    else refused.push(`“${file.name}”`);
  }
  view.photos.value = "";
  const told = `${refused.join(", ")}: no ink stands out. Take a photograph of one large digit on plain paper, as PNG, JPEG or WebP.`;
  setText(view.photoSaid, refused.length ? told : "");
}

function photoOf(canvas) {
  const { width: side } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, side, side);
  const grey = Float32Array.from(
    { length: side * side },
    (_, i) => 0.3 * data[4 * i] + 0.59 * data[4 * i + 1] + 0.11 * data[4 * i + 2],
  );
  return inkOf(grey, side);
}

function setPen(view, width) {
  view.width = width;
  refresh(view);
}

/** The pad and its buttons, as they stand. */
function refresh(view) {
  const { pad, world, width } = view;
  if (!world) return;
  view.add.disabled = pad.isEmpty;
  view.undo.disabled = !pad.canUndo;
  view.clear.disabled = pad.isEmpty;
  view.pen.update(width, `${Math.round(100 * width)} % of the side`);
  const { background: ground, text: ink } = world.theme;
  pad.draw({ rows: 8, cols: 8, ground, ink, width: width * 8 }, PAD);
}

function update(view, state, world) {
  Object.assign(view, { state, world });
  const mine = state.whose === "mine";
  view.own.hidden = !mine;
  view.more.hidden = mine;
  view.alike.disabled = state.alike >= 12;
  view.varied.disabled = state.varied >= 12;
  view.fit.update(String(state.fit));
  if (!view.choice && world.classes.length) {
    const names = Object.fromEntries(world.classes.map((name, k) => [k, name]));
    view.choice = choices("What you draw", names, (label) => {
      view.label = Number(label);
      view.choice.update(label);
    });
    view.which.append(element("span", { class: "nl-label" }, "You draw a "), view.choice.node);
    view.choice.update("0");
  }
  if (mine) refresh(view);
  drawRows(view);
  setText(view.said, saidOf(state, world));
}

export function saidOf({ whose, mine }, { collection, classes }) {
  if (whose === "mine") {
    if (!mine.length) return "Draw, say what it is, and add it. Thirty of each is plenty; ten of each show the point.";
    return mine.length >= MOST ? `${MOST} drawings: no more fit in here.` : "Click a drawing to take it out.";
  }
  if (!classes.length) return ""; // the digits are on their way
  const counts = countsOf(collection);
  const told = counts.map((count, k) => `${count} of ${classes[k]}`).join(", ");
  const how = "We chose them badly on purpose: they lean backwards, some stand here twice, three have a wrong label";
  return `${told}. ${how}. Click one to take it out.`;
}

function drawRows(view) {
  const { rows, world, on } = view;
  const { collection, classes, theme } = world;
  const places = keepCount(rows, classes.length, () =>
    element("div", { class: "cu-row" }, element("b", {}), element("div", { class: "cu-examples" })),
  );
  places.forEach((place, k) => {
    const own = collection.filter(({ label }) => label === k);
    setText(place.firstChild, classes[k]);
    const buttons = keepCount(place.lastChild, own.length, () => {
      const button = element("button", { type: "button", class: "cu-example" }, tiny());
      button.addEventListener("click", () => on.change((state) => remove(state, [button.dataset.id])));
      return button;
    });
    own.forEach(({ id, pixels }, i) => {
      setAttributes(buttons[i], { "data-id": id, "aria-label": `${classes[k]}, example ${i + 1}: take it out` });
      paint(buttons[i].firstChild, pixels, theme);
    });
  });
}
