// A help text that leads to a lesson stays open once its sign is pressed, so that its link can be followed by touch and by
// keyboard: Streamlit's own text goes away as soon as the pointer or the keyboard does.

const SIGN = '[data-testid="stTooltipIcon"] button';
const TEXT = '[data-testid="stTooltipContent"]';
const FRAMES = 40;

const card = document.createElement("div");
card.id = "nn-help";
card.hidden = true;
card.setAttribute("role", "group");
let sign = null;

/** The same text in a place of its own, the keyboard on its link. */
function pin(text, by) {
  sign = by;
  const box = text.getBoundingClientRect();
  card.replaceChildren(...[...text.childNodes].map((node) => node.cloneNode(true)));
  card.setAttribute("aria-label", sign.getAttribute("aria-label"));
  card.hidden = false;
  Object.assign(card.style, { left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px` });
  card.querySelector("a").focus();
}

function close() {
  card.hidden = true;
  sign?.focus();
  sign = null;
}

/** Pins the text of a sign once it is there and if it has a link; it appears a few frames after a touch. */
function pinSoon(by, frames = FRAMES) {
  const text = document.querySelector(TEXT);
  if (text?.querySelector("a")) pin(text, by);
  else if (!text && frames) requestAnimationFrame(() => pinSoon(by, frames - 1));
}

function pressed(event) {
  const by = event.target.closest?.(SIGN);
  if (by) pinSoon(by);
  else if (!card.hidden && (!card.contains(event.target) || event.target.closest("a"))) {
    card.hidden = true;
    sign = null;
  }
}

function typed(event) {
  if (["Enter", " "].includes(event.key) && event.target.matches?.(SIGN) && document.querySelector(`${TEXT} a`)) {
    event.preventDefault();
    pin(document.querySelector(TEXT), event.target);
  } else if (!card.hidden && ["Escape", "Tab"].includes(event.key)) close();
}

document.body.append(card);
document.addEventListener("click", pressed);
document.addEventListener("keydown", typed, true);
document.addEventListener("scroll", () => !card.hidden && close(), { capture: true, passive: true });
