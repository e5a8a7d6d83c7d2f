// An image of one's own for a network: drawn, brought as a file, or seen by the camera. The answer follows at once.

import { fileSquare, jpeg, openCamera, otherWay, reasonOf, square, whyNoCamera } from "../base/camera.js";
import { choices } from "../base/controls.js";
import { element, setAttributes, setText, watchWidth } from "../base/dom.js";
import { createPad } from "../base/pad.js";
import { createAnswer } from "./answer.js";

const MODES = { draw: "Draw", file: "Picture", camera: "Camera" };
const [LARGEST, PATIENCE, REST, FRAME] = [280, 6000, 350, 150]; // pixels; milliseconds: until an answer is no longer waited
// for, until a stroke counts as finished, and between two frames of the camera
const EMPTY = {
  draw: "Draw, and the network's answer follows.",
  file: "Choose a picture, and the network's answer follows.",
  camera: "Start the camera, and the network's answer follows.",
};

/** @returns {update(data), destroy()}: see `nnviz/web/README.md`; on.own(what) when there is something to ask. */
export function createOwnView(root, on) {
  const view = { on, mode: "draw", version: 0, asked: 0, waiting: 0, resting: 0, fit: true, picture: "", live: null };
  view.facing = "user";
  view.pad = createPad({ drawn: () => changed(view), rest: () => rest(view) });
  view.tabs = choices("How to make an image", MODES, (mode) => switchTo(view, mode));
  view.answer = createAnswer();
  view.places = {
    draw: drawPlace(view),
    file: filePlace(view),
    camera: cameraPlace(view),
  };
  const left = element("div", { class: "ow-make" }, view.tabs.node, ...Object.values(view.places));
  root.append(element("div", { class: "ow-panels" }, left, view.answer.node));
  const stop = watchWidth(left, (width) => {
    view.side = Math.min(width, LARGEST);
    draw(view);
  });
  return {
    update: (data) => update(view, data),
    destroy: () => {
      stop();
      view.mode = "";
      for (const timer of [view.waiting, view.resting]) clearTimeout(timer);
      closeCamera(view);
      root.replaceChildren();
    },
  };
}

function button(words, act, attributes = {}) {
  return element("button", { type: "button", class: "ow-button", onclick: act, ...attributes }, words);
}

function drawPlace(view) {
  view.undo = button("Undo", () => view.pad.undo());
  view.clear = button("Clear", () => view.pad.clear());
  view.pens = element("div", { class: "ow-pens", role: "group", "aria-label": "Pen" });
  view.fitting = element("input", {
    type: "checkbox",
    onchange: () => {
      view.fit = view.fitting.checked;
      changed(view);
      rest(view);
    },
  });
  view.fitted = element("label", { class: "ow-fit" }, view.fitting, "Centred and sized like the data's own");
  return element(
    "div",
    {},
    view.pad.node,
    element("div", { class: "ow-tools" }, view.pens, view.undo, view.clear),
    view.fitted,
  );
}

function filePlace(view) {
  const input = element("input", {
    type: "file",
    accept: "image/*",
    hidden: true,
    onchange: () => take(view, input.files[0]),
  });
  const choose = button("Choose a picture", () => input.click());
  view.preview = element("img", { class: "ow-preview", alt: "The picture that you chose", hidden: true });
  view.fileSaid = element("p", { class: "ow-note" }, "Its middle square is shown to the network.");
  const place = element("div", {}, input, choose, view.preview, view.fileSaid);
  place.addEventListener("dragover", (event) => event.preventDefault());
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    take(view, event.dataTransfer.files[0]);
  });
  return place;
}

function cameraPlace(view) {
  view.video = element("video", {
    class: "ow-video",
    muted: true,
    playsinline: true,
    "aria-label": "What the camera sees",
  });
  view.keep = button("Keep this picture", () => keepFrame(view), { hidden: true });
  view.start = button("Start the camera", () => startCamera(view));
  view.turn = button("Other camera", () => turnCamera(view), { hidden: true });
  view.cameraSaid = element("p", { class: "ow-note", role: "status" });
  return element(
    "div",
    {},
    view.video,
    element("div", { class: "ow-tools" }, view.start, view.turn, view.keep),
    view.cameraSaid,
  );
}

function switchTo(view, mode) {
  if (mode !== "camera") closeCamera(view);
  view.mode = mode;
  draw(view);
  if (mode === "camera") startCamera(view);
  else if (!isEmpty(view)) {
    changed(view);
    rest(view);
  }
}

async function take(view, file) {
  if (!file) return;
  try {
    const picture = await fileSquare(file);
    view.picture = jpeg(picture);
    view.preview.src = `data:image/jpeg;base64,${view.picture}`;
    view.preview.hidden = false;
    setText(view.fileSaid, "Its middle square is shown to the network.");
    view.fileSaid.classList.remove("ow-error");
    changed(view);
    finish(view);
  } catch {
    setText(view.fileSaid, `“${file.name}” cannot be shown as a picture. Choose a PNG, JPEG or WebP file.`);
    view.fileSaid.classList.add("ow-error");
  }
}

async function startCamera(view) {
  if (view.camera) return closeCamera(view);
  const why = whyNoCamera();
  say(view, why || "Waiting for the camera; the browser may ask you first …", Boolean(why));
  view.start.disabled = Boolean(why);
  if (why) return undefined;
  try {
    const camera = await openCamera(view.video, view.facing);
    if (view.mode !== "camera" || view.camera) return camera.close();
    view.camera = camera;
    say(view, "Each frame is shown to the network. Nothing is kept until you say so.");
    view.live = setInterval(() => look(view), FRAME);
  } catch (error) {
    say(view, reasonOf(error), true);
  }
  return draw(view);
}

function say(view, words, wrong = false) {
  setText(view.cameraSaid, words);
  view.cameraSaid.classList.toggle("ow-error", wrong);
}

/** One frame, where the answer to the last one has come. */
function look(view) {
  if (view.waiting || !view.camera || view.video.readyState < 2) return;
  view.frame = jpeg(square(view.video, view.camera.mirrored));
  changed(view);
}

/** Whether there is nothing yet to be shown to the network. */
function isEmpty({ mode, pad, picture, camera }) {
  return { draw: pad.isEmpty, file: !picture, camera: !camera }[mode];
}

function keepFrame(view) {
  if (!view.camera) return;
  view.picture = jpeg(square(view.video, view.camera.mirrored));
  closeCamera(view);
  view.mode = "file";
  view.preview.src = `data:image/jpeg;base64,${view.picture}`;
  view.preview.hidden = false;
  changed(view);
  finish(view);
}

function turnCamera(view) {
  view.facing = otherWay(view.facing);
  closeCamera(view);
  startCamera(view);
}

function closeCamera(view) {
  clearInterval(view.live);
  view.camera?.close();
  Object.assign(view, { camera: null, live: null });
  say(view, "");
  draw(view);
}

function changed(view) {
  view.version += 1;
  clearTimeout(view.resting);
  draw(view);
  ask(view);
}

/** The pen was taken up: once it stays up, the page follows. */
function rest(view) {
  clearTimeout(view.resting);
  view.resting = setTimeout(() => finish(view), REST);
}

function finish(view) {
  view.finished = view.version;
  ask(view);
}

/** Asks for what is there now, one question at a time: what is made meanwhile is asked when the answer is there. */
function ask(view) {
  const question = `${view.version}:${view.finished === view.version}`;
  if (view.waiting || view.asked === question) return;
  view.asked = question;
  view.waiting = setTimeout(() => answered(view), PATIENCE);
  view.on.own({ subject: view.subject, version: view.version, done: view.finished === view.version, ...made(view) });
}

function made({ mode, pad, fit, frame, picture }) {
  if (mode === "draw") return { strokes: pad.strokes, fit };
  return { picture: mode === "camera" ? frame : picture };
}

function answered(view) {
  clearTimeout(view.waiting);
  view.waiting = 0;
  ask(view);
}

function update(view, data) {
  if (view.subject !== data.subject) {
    Object.assign(view, { subject: data.subject, version: data.answer.version, finished: -1 });
    view.asked = `${view.version}:false`;
    clearTimeout(view.waiting);
    view.waiting = 0;
    view.pad.resume(data.made?.strokes);
    if (data.made?.strokes) view.fit = data.made.fit;
    if (data.made?.picture) resumePicture(view, data.made.picture);
  }
  Object.assign(view, { board: data.board, shown: data.answer });
  drawPens(view, data.board);
  draw(view);
  if (view.waiting && view.asked === `${data.answer.version}:${data.answer.done}`) answered(view);
}

function resumePicture(view, picture) {
  Object.assign(view, { mode: "file", picture });
  view.preview.src = `data:image/jpeg;base64,${picture}`;
  view.preview.hidden = false;
}

function drawPens(view, { pens }) {
  if (view.pens.childElementCount === pens.length) return;
  view.pad.choose(pens[0]?.pen ?? "ink");
  view.pens.replaceChildren(
    ...pens.map(({ pen, name, colour }) => {
      const dot = element("i", {});
      dot.style.background = colour;
      const pick = element("button", { type: "button", class: "ow-pen", "aria-label": name, title: name }, dot);
      pick.addEventListener("click", () => {
        view.pad.choose(pen);
        for (const other of view.pens.children) setAttributes(other, { "aria-pressed": String(other === pick) });
      });
      return pick;
    }),
  );
  if (pens.length) setAttributes(view.pens.firstElementChild, { "aria-pressed": "true" });
}

function draw(view) {
  const { board, mode, places, pad, camera } = view;
  if (!board) return;
  view.tabs.update(mode);
  for (const [name, place] of Object.entries(places)) place.hidden = name !== mode;
  view.undo.disabled = !pad.canUndo;
  view.clear.disabled = pad.isEmpty;
  view.fitted.hidden = !board.plain;
  view.fitting.checked = view.fit;
  view.video.hidden = !camera;
  view.video.classList.toggle("ow-mirrored", Boolean(camera?.mirrored));
  view.keep.hidden = !camera;
  view.turn.hidden = !camera?.several;
  setText(view.start, camera ? "Stop the camera" : "Start the camera");
  pad.draw(board, view.side);
  view.answer.update(isEmpty(view) ? null : view.shown, EMPTY[mode]);
}
