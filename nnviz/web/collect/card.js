// One class of the collection: its name, its pictures, and the ways to more of them.

import { element, keepCount, setAttributes, setText } from "../base/dom.js";

const SHOWN = 36;

/**
 * @param on {name(id, name), remove(id), record(id, whether), files(id, files), drop(picture), all(id)}
 * @returns {node, update({own, thumbnails, recording, all, filming})}
 */
export function createCard(id, on) {
  const name = element("input", { class: "co-name", type: "text", maxlength: 60, "aria-label": "Name of the class" });
  name.addEventListener("change", () => on.name(id, name.value));
  const count = element("span", { class: "co-count" });
  const remove = element("button", { type: "button", class: "co-small", onclick: () => on.remove(id) }, "Remove");
  const record = element("button", { type: "button", class: "co-record" }, "Hold to record");
  held(record, (whether) => on.record(id, whether));
  const files = element("input", { type: "file", accept: "image/*", multiple: true, tabindex: "-1" });
  files.addEventListener("change", () => {
    on.files(id, [...files.files]);
    files.value = "";
  });
  const add = element("button", { type: "button", class: "co-button", onclick: () => files.click() }, "Add files");
  const pictures = element("div", { class: "co-pictures" });
  const more = element("button", { type: "button", class: "co-small", onclick: () => on.all(id) });
  const node = element(
    "section",
    { class: "co-card" },
    element("div", { class: "co-head" }, name, count, remove),
    element("div", { class: "co-ways" }, record, add, element("span", { hidden: true }, files)),
    pictures,
    more,
  );
  droppable(node, (dropped) => on.files(id, dropped));
  const card = { node, name, count, remove, record, pictures, more, on };
  return { node, update: (shown) => update(card, shown) };
}

/** `act(true)` while a button is held with a pointer, or Space or Enter; `act(false)` once it is let go. */
function held(button, act) {
  let down = false;
  const turn = (whether) => {
    if (whether === down) return;
    down = whether;
    act(whether);
  };
  button.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    button.setPointerCapture(event.pointerId);
    turn(true);
  });
  for (const name of ["pointerup", "pointercancel", "blur"]) button.addEventListener(name, () => turn(false));
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  for (const [name, whether] of [
    ["keydown", true],
    ["keyup", false],
  ]) {
    button.addEventListener(name, (event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      turn(whether);
    });
  }
}

function droppable(node, take) {
  node.addEventListener("dragover", (event) => event.preventDefault());
  node.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) take([...event.dataTransfer.files]);
  });
}

function update(card, { own, thumbnails, recording, all, filming }) {
  const { name, count, record, remove, more } = card;
  if (name.getRootNode().activeElement !== name && name.value !== own.name) name.value = own.name;
  const number = own.pictures.length;
  setText(count, number === 1 ? "1 picture" : `${number.toLocaleString("en")} pictures`);
  setAttributes(remove, { "aria-label": `Remove the class ${own.name}` });
  record.classList.toggle("co-on", recording);
  record.disabled = !filming;
  setText(record, recording ? "Recording …" : "Hold to record");
  const shown = all ? own.pictures : own.pictures.slice(-SHOWN);
  drawPictures(card, [...shown].reverse(), thumbnails, own.name);
  more.hidden = number <= SHOWN;
  setText(more, all ? "Show the newest alone" : `Show all ${number.toLocaleString("en")}`);
}

function drawPictures({ pictures, on }, shown, thumbnails, name) {
  const buttons = keepCount(pictures, shown.length, () => {
    const image = element("img", { alt: "", width: 48, height: 48 });
    const button = element("button", { type: "button", class: "co-picture" }, image);
    button.addEventListener("click", () => on.drop(button.dataset.picture));
    return button;
  });
  for (const [i, picture] of shown.entries()) {
    const address = thumbnails.get(picture) ?? "";
    setAttributes(buttons[i], {
      "data-picture": picture,
      "aria-label": `Delete this picture of ${name}`,
      title: "Delete this picture",
    });
    if (buttons[i].firstElementChild.getAttribute("src") !== address) {
      setAttributes(buttons[i].firstElementChild, { src: address || null });
    }
  }
}

/** The pictures of a class that its card shows. */
export function shownOf(own, all) {
  return all ? own.pictures : own.pictures.slice(-SHOWN);
}
