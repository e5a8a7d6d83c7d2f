// One weight to type, while a network trains or before it goes on: a card at the link that was clicked.

import { element, setAttributes, setText } from "../base/dom.js";
import { clamp } from "../base/scales.js";

const WIDTH = 190;

/**
 * @param root where the card goes, @param ask ({action "weight", id, row, unit, value}) what is asked of the run
 * @returns {open({id, row, unit, name, value, x, y}), close(), destroy()}
 */
export function createWeightCard(root, ask) {
  const name = element("b");
  const field = element("input", { type: "number", step: "any", "aria-label": "Weight" });
  const set = element("button", { class: "nv-set", type: "submit" }, "Set this weight");
  const wrong = element("p", { class: "nv-wrong", role: "alert", hidden: true });
  const form = element("form", {}, name, field, wrong, set);
  const card = element("div", { class: "nv-card", role: "dialog", hidden: true, "data-part": "weight" }, form);
  root.append(card);
  let at = null;
  const close = () => {
    card.hidden = true;
    at = null;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const problem = problemOf(field.value);
    wrong.hidden = !problem;
    setText(wrong, problem);
    if (problem) return field.focus();
    ask({ action: "weight", id: at.id, row: at.row, unit: at.unit, value: Number(field.value) });
    return close();
  });
  card.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  });
  const outside = (event) => at && !event.composedPath().includes(card) && close();
  document.addEventListener("pointerdown", outside, true);
  const open = (next) => {
    at = next;
    setText(name, next.name);
    field.value = String(Number(next.value.toPrecision(6)));
    wrong.hidden = true;
    card.hidden = false;
    setAttributes(card, { "aria-label": `The weight ${next.name}` });
    card.style.left = `${clamp(next.x - WIDTH / 2, 0, Math.max(root.clientWidth - WIDTH, 0))}px`;
    card.style.top = `${next.y + 8}px`;
    field.focus({ preventScroll: true });
    field.select();
  };
  return { open, close, destroy: () => document.removeEventListener("pointerdown", outside, true) };
}

/** Why a text is no weight, as a sentence; "" for one that is. */
export function problemOf(text) {
  const value = Number(text);
  if (!text.trim() || !Number.isFinite(value)) return "A weight is a number, such as 0.5.";
  return Math.abs(value) > 1e6 ? "A weight lies between −1,000,000 and 1,000,000." : "";
}
