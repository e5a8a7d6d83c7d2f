// What a marked term means (nnviz/views/glossed.py): its sentence beside it while it is pointed at or has the keyboard, and at
// a touch. Clicked, it leads to its entry in the glossary.

const MARK = 'a[href*="learn-glossary?term="][title], a[href*="learn-glossary?term="][data-sentence]';
const DELAY = 150; // milliseconds, so that nothing flickers where the pointer only passes
const GAP = 8;

function element(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const markOf = (event) => event.composedPath()[0].closest?.(MARK) ?? null;

/** The browser's own hint would come over ours: the sentence moves out of the title. */
function sentenceOf(mark) {
  if (mark.title) {
    mark.dataset.sentence = mark.title;
    mark.removeAttribute("title");
  }
  return mark.dataset.sentence;
}

/** Its sentence, and the ways on. */
function fill(card, mark) {
  const address = mark.getAttribute("href");
  const lesson = new URLSearchParams(address.split("?")[1]).get("lesson");
  const doors = [element("a", { href: address.split("&")[0] }, "In the glossary")];
  if (lesson && !location.pathname.endsWith(`/${lesson}`))
    doors.unshift(element("a", { href: lesson }, "The lesson on it"));
  const title = mark.textContent[0].toUpperCase() + mark.textContent.slice(1);
  card.replaceChildren(
    element("b", {}, title),
    element("p", { id: "nn-term-words" }, sentenceOf(mark)),
    element("p", { class: "nn-doors" }, ...doors),
  );
}

/** Below the term where there is room, else above it. */
function place(card, mark) {
  const box = [...mark.getClientRects()].at(-1);
  const below = box.bottom + GAP + card.offsetHeight < innerHeight;
  const left = Math.max(12, Math.min(box.left, innerWidth - card.offsetWidth - 12));
  Object.assign(card.style, {
    left: `${left}px`,
    top: `${below ? box.bottom + GAP : Math.max(12, box.top - GAP - card.offsetHeight)}px`,
  });
}

function show(state, mark) {
  clearTimeout(state.timer);
  if (state.mark === mark) return;
  hide(state);
  fill(state.card, mark);
  state.mark = mark;
  state.card.hidden = false;
  mark.setAttribute("aria-describedby", "nn-term-words");
  place(state.card, mark);
}

function hide(state) {
  clearTimeout(state.timer);
  state.mark?.removeAttribute("aria-describedby");
  state.mark = null;
  state.card.hidden = true;
}

function later(state, deed) {
  clearTimeout(state.timer);
  state.timer = setTimeout(deed, DELAY);
}

function pointed(state, event) {
  if (event.pointerType === "touch") return;
  const mark = markOf(event);
  if (mark) later(state, () => show(state, mark));
  else if (state.card.contains(event.target)) clearTimeout(state.timer);
  else if (state.mark !== document.activeElement) later(state, () => hide(state));
}

/** A touch shows; the way on is in what it shows. */
function clicked(state, event) {
  const mark = markOf(event);
  if (mark && (event.pointerType === "touch" || state.touched)) {
    event.preventDefault();
    show(state, mark);
  } else if (!state.card.contains(event.target) || event.target.closest("a")) hide(state);
}

function addGlossary() {
  const card = element("div", { id: "nn-term", role: "tooltip", hidden: "" });
  const state = { card, mark: null, timer: 0, touched: false };
  document.body.append(card);
  document.addEventListener("pointerover", (event) => pointed(state, event));
  document.addEventListener("pointerdown", (event) => {
    state.touched = event.pointerType === "touch";
  });
  document.addEventListener("click", (event) => clicked(state, event), true);
  document.addEventListener("focusin", (event) => {
    const mark = markOf(event);
    if (mark?.matches(":focus-visible")) show(state, mark);
  });
  document.addEventListener("focusout", (event) => markOf(event) && later(state, () => hide(state)));
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide(state));
  document.addEventListener("scroll", () => state.mark && hide(state), { capture: true, passive: true });
}

addGlossary();
