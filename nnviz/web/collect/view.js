// Collecting pictures of several classes: with the camera, as long as a button is held, or from files.

import { fileSquare, jpeg, openCamera, otherWay, reasonOf, square, whyNoCamera } from "../base/camera.js";
import { element, setText } from "../base/dom.js";
import { createCard, shownOf } from "./card.js";
import { createOutbox, done } from "./outbox.js";

const [FRAME, THUMBNAIL, MOST_WANTED] = [120, 64, 120]; // milliseconds between two pictures; pixels; asked for at once
const READY = "Hold a class's button, and each moment becomes a picture of it.";

/** @returns {update(data), destroy()}: see `nnviz/web/README.md`; on.told(parcel) with what was done here. */
export function createCollecting(root, on) {
  const mount = Math.random().toString(36).slice(2, 10);
  const view = { classes: [], cards: new Map(), thumbnails: new Map(), asked: new Set(), all: new Set(), made: 0 };
  Object.assign(view, {
    mount,
    camera: null,
    facing: "user",
    recording: null,
    timer: 0,
    removed: null,
    mostClasses: 0,
    mostPictures: 0,
  });
  view.outbox = createOutbox(mount, on.told);
  view.video = element("video", { muted: true, playsinline: true, "aria-label": "What the camera sees" });
  view.start = element("button", { type: "button", class: "co-button", onclick: () => switchCamera(view) });
  view.turn = element(
    "button",
    { type: "button", class: "co-button", onclick: () => turnCamera(view) },
    "Other camera",
  );
  view.dark = element("div", { class: "co-dark" }, element("div", { class: "co-ways" }, view.start, view.turn));
  view.cameraSaid = element("p", { class: "co-note", role: "status" });
  view.said = element("p", { class: "co-note", role: "status" });
  view.list = element("div", { class: "co-list" });
  view.add = element("button", { type: "button", class: "co-button", onclick: () => addClass(view) }, "Add a class");
  view.back = element("button", { type: "button", class: "co-button", onclick: () => restore(view) });
  view.anew = element("button", { type: "button", class: "co-small", onclick: () => clearAll(view) });
  view.anew.addEventListener("blur", () => unsure(view, false));
  root.append(
    element(
      "div",
      { class: "co-panels" },
      element("div", { class: "co-camera" }, view.video, view.dark, view.cameraSaid),
      element("div", {}, view.list, element("div", { class: "co-ways" }, view.add, view.back, view.anew), view.said),
    ),
  );
  const why = whyNoCamera();
  view.filming = !why;
  sayOf(view.cameraSaid, why, Boolean(why));
  view.start.disabled = Boolean(why);
  return {
    update: (data) => update(view, data),
    destroy: () => {
      view.gone = true;
      view.outbox.end();
      record(view, view.recording, false);
      closeCamera(view);
      root.replaceChildren();
    },
  };
}

function sayOf(node, words, wrong = false) {
  setText(node, words);
  node.classList.toggle("co-error", wrong);
}

function deed(view, what) {
  view.classes = done(view.classes, what);
  view.outbox.put(what);
  draw(view);
}

function addClass(view) {
  view.made += 1;
  const number = view.classes.filter((own) => !own.removed).length + 1;
  deed(view, { do: "class", class: `${view.mount}-${view.made}`, name: `Class ${number}` });
}

function restore(view) {
  const gone = view.classes.find((own) => own.removed);
  if (gone) deed(view, { do: "restore", class: gone.id });
}

/** Deletes everything, once it was pressed twice. */
function clearAll(view) {
  if (!view.sure) return unsure(view, true);
  view.thumbnails.clear();
  unsure(view, false);
  return deed(view, { do: "clear" });
}

function unsure(view, sure) {
  view.sure = sure;
  draw(view);
}

async function switchCamera(view) {
  if (view.camera) return closeCamera(view);
  sayOf(view.cameraSaid, "Waiting for the camera; the browser may ask you first …");
  try {
    const camera = await openCamera(view.video, view.facing);
    if (view.gone || view.camera) return camera.close();
    view.camera = camera;
    sayOf(view.cameraSaid, READY);
  } catch (error) {
    sayOf(view.cameraSaid, reasonOf(error), true);
  }
  return draw(view);
}

function turnCamera(view) {
  view.facing = otherWay(view.facing);
  closeCamera(view);
  switchCamera(view);
}

function closeCamera(view) {
  view.camera?.close();
  view.camera = null;
  sayOf(view.cameraSaid, "");
  draw(view);
}

function record(view, id, whether) {
  clearInterval(view.timer);
  view.recording = whether ? id : null;
  if (whether && !view.camera) switchCamera(view);
  if (whether) {
    begin(view);
    snap(view);
    view.timer = setInterval(() => snap(view), FRAME);
  }
  draw(view);
}

/** A burst begins: what is taken in one go is much alike, and its pictures' names say so. A file is a burst of its own. */
function begin(view) {
  view.made += 1;
  view.burst = `${view.mount.slice(0, 6)}${view.made.toString(36)}`;
  view.taken = 0;
}

function snap(view) {
  if (!view.camera || view.video.readyState < 2 || full(view)) return;
  take(view, view.recording, square(view.video, view.camera.mirrored));
}

function full(view) {
  const count = view.classes.reduce((sum, own) => sum + own.pictures.length, 0);
  if (count < view.mostPictures) return false;
  sayOf(view.said, `The collection holds ${view.mostPictures.toLocaleString("en")} pictures, and no more fit.`, true);
  return true;
}

/** One picture of a class: told, and shown small. */
function take(view, id, picture) {
  view.taken += 1;
  const own = `${view.burst}-${view.taken}`;
  view.thumbnails.set(own, small(picture));
  deed(view, { do: "add", class: id, id: own, jpeg: jpeg(picture) });
}

function small(picture) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: THUMBNAIL, height: THUMBNAIL });
  canvas.getContext("2d").drawImage(picture, 0, 0, THUMBNAIL, THUMBNAIL);
  return canvas.toDataURL("image/jpeg", 0.8);
}

async function addFiles(view, id, files) {
  const wrong = [];
  for (const file of files) {
    if (full(view)) return;
    try {
      const picture = await fileSquare(file);
      begin(view);
      take(view, id, picture);
    } catch {
      wrong.push(file.name);
    }
  }
  const which = wrong.length > 3 ? `${wrong.slice(0, 3).join(", ")} and ${wrong.length - 3} more` : wrong.join(", ");
  const noun = wrong.length === 1 ? "file is not a picture" : "files are not pictures";
  sayOf(view.said, wrong.length ? `${wrong.length} ${noun} that a browser can show: ${which}.` : "", true);
}

function update(view, data) {
  view.outbox.arrived(data.arrived);
  for (const [picture, content] of Object.entries(data.thumbnails)) {
    view.thumbnails.set(picture, `data:image/jpeg;base64,${content}`);
  }
  Object.assign(view, { mostClasses: data.mostClasses, mostPictures: data.mostPictures });
  if (view.outbox.isEmpty) view.classes = data.classes;
  if (data.problem) sayOf(view.said, data.problem, true);
  draw(view);
  want(view);
}

/** Asks for the small pictures that are shown here and were not made here. */
function want(view) {
  const shown = view.classes.filter((own) => !own.removed).flatMap((own) => shownOf(own, view.all.has(own.id)));
  const missing = shown.filter((picture) => !view.thumbnails.has(picture) && !view.asked.has(picture));
  if (!missing.length) return;
  const some = missing.slice(0, MOST_WANTED);
  for (const picture of some) view.asked.add(picture);
  view.outbox.put({ do: "want", ids: some });
}

function draw(view) {
  const there = view.classes.filter((own) => !own.removed);
  for (const [id, card] of view.cards) {
    if (there.some((own) => own.id === id)) continue;
    card.node.remove();
    view.cards.delete(id);
  }
  for (const own of there) {
    if (!view.cards.has(own.id)) {
      view.cards.set(own.id, createCard(own.id, handlers(view)));
      view.list.append(view.cards.get(own.id).node);
    }
    const [recording, all] = [view.recording === own.id, view.all.has(own.id)];
    view.cards.get(own.id).update({ own, thumbnails: view.thumbnails, recording, all, filming: view.filming });
  }
  const gone = view.classes.find((own) => own.removed);
  view.back.hidden = !gone;
  setText(view.back, gone ? `Bring back ${gone.name}` : "");
  const count = there.reduce((sum, own) => sum + own.pictures.length, 0);
  view.anew.hidden = !count;
  setText(view.anew, view.sure ? `Really delete all ${count.toLocaleString("en")} pictures?` : "Start anew");
  view.add.disabled = there.length >= view.mostClasses;
  view.video.hidden = !view.camera;
  view.turn.hidden = !view.camera?.several;
  view.dark.classList.toggle("co-lit", Boolean(view.camera));
  view.video.classList.toggle("co-mirrored", Boolean(view.camera?.mirrored));
  setText(view.start, view.camera ? "Stop the camera" : "Start the camera");
}

function handlers(view) {
  return {
    name: (id, name) => deed(view, { do: "name", class: id, name: name.trim() || "Class" }),
    remove: (id) => deed(view, { do: "remove", class: id }),
    record: (id, whether) => record(view, id, whether),
    files: (id, files) => addFiles(view, id, files),
    drop: (picture) => deed(view, { do: "drop", id: picture }),
    all: (id) => {
      if (!view.all.delete(id)) view.all.add(id);
      draw(view);
      want(view);
    },
  };
}
