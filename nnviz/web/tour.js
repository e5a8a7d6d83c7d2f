// A tour of six steps on the real controls, for who is here for the first time: offered on Home, once; the page stays usable.

const KEY = "nnviz-tour"; // "1" to "6" while it goes on, "done" once it has ended or was declined
const STEPS = [
  {
    page: "",
    at: ".st-key-train-spirals button",
    title: "Train your first network",
    words: "Press Train. A real network starts to learn to tell two spirals apart; it takes seconds.",
  },
  {
    page: "train",
    at: ".st-key-train-view",
    inside: ".nv-scroll",
    title: "This is the network",
    words:
      "Each square is a unit and shows what it has learned. Blue lines raise a unit, orange ones lower it. Point at one.",
  },
  {
    page: "train",
    at: ".st-key-train-speed",
    title: "As slow as you like",
    words:
      "Watch single steps, epoch by epoch, or full speed. Pause at any time; the slider above the picture goes back.",
  },
  {
    page: "train",
    at: ".st-key-train-view",
    inside: ".nv-plane, .nv-samples",
    title: "Its answers, and its mistakes",
    words: "Click an example to open it. Wrong ones are the interesting ones: Layers and Attribution look into them.",
  },
  {
    page: "attribution",
    at: '[data-testid="stSidebarNavLink"][href$="/attribution"]',
    title: "Ask it why",
    words: "Attribution says how much each part of an example counted for the answer, and whether the parts add up.",
  },
  {
    page: "learn",
    at: '[data-testid="stSidebarNavLink"][href$="/learn"]',
    title: "The ideas behind it",
    words: "Every idea has a page to play with. That was the tour: “?” at the top right brings it back.",
  },
];
const WIDTH = 300;

function element(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const pageNow = () => {
  const page = location.pathname.split("/").filter(Boolean).pop() ?? "";
  const home = document.querySelector('[data-testid="stSidebarNavLink"]')?.getAttribute("href") ?? "/";
  return new URL(home, location.href).pathname.replace(/\/$/, "") === location.pathname.replace(/\/$/, "") ? "" : page;
};
const stepNow = () => Number(localStorage.getItem(KEY)) || 0;

const seen = (node) => {
  const box = node.getBoundingClientRect();
  return box.width > 0 && box.right > 0 && box.left < innerWidth;
};

/** The control that a step is about, on the page or in the shadow of a picture; null while it is not there to be seen. */
function target({ at, inside }) {
  const outer = [...document.querySelectorAll(at)].find(seen);
  if (!outer || !inside) return outer ?? null;
  const hosts = [outer, ...outer.querySelectorAll("*")].filter((node) => node.shadowRoot);
  const inner = hosts.flatMap((host) => [...host.shadowRoot.querySelectorAll(inside)]);
  return inner.find(seen) ?? outer;
}

function createCard(tour) {
  const title = element("h2", {});
  const words = element("p", {});
  const count = element("span", { class: "nn-count" });
  const skip = element("button", { type: "button" }, "Skip the tour");
  const next = element("button", { type: "button", class: "nn-next" }, "Next");
  const row = element("div", { class: "nn-row" }, count, skip, next);
  const card = element("section", { id: "nn-tour", "aria-label": "Tour", hidden: "" }, title, words, row);
  const ring = element("div", { id: "nn-tour-ring", hidden: "" });
  skip.addEventListener("click", () => end(tour));
  next.addEventListener("click", () => forward(tour));
  document.body.append(ring, card);
  return { card, ring, title, words, count, skip, next };
}

/** The next step; a step on another page is gone to by the link that a person would take. */
function forward(tour) {
  const step = stepNow() + 1;
  if (step > STEPS.length) return end(tour);
  localStorage.setItem(KEY, String(step));
  const { page } = STEPS[step - 1];
  if (page === "train" && pageNow() !== page) go(page);
  tour.scrolled = 0;
  return show(tour);
}

function go(page) {
  const link = document.querySelector(`[data-testid="stSidebarNavLink"][href$="/${page}"]`);
  if (link) link.click();
  else location.assign(page);
}

function begin(tour) {
  localStorage.setItem(KEY, "1");
  document.documentElement.classList.remove("nn-toured");
  if (pageNow() !== "") document.querySelector('[data-testid="stSidebarNavLink"]')?.click();
  tour.scrolled = 0;
  show(tour);
}

function end(tour) {
  localStorage.setItem(KEY, "done");
  document.documentElement.classList.add("nn-toured");
  show(tour);
}

/** Draws the step that it stands at, beside its control; pressing Train leads on by itself. */
function show(tour) {
  if (stepNow() === 1 && pageNow() === "train") localStorage.setItem(KEY, "2");
  const number = stepNow();
  const step = STEPS[number - 1];
  const { card, ring, title, words, count, skip, next } = tour.parts;
  const here = step && ["attribution", "learn"].includes(step.page) ? true : step?.page === pageNow();
  card.hidden = !step;
  ring.hidden = true;
  if (!step) return;
  title.textContent = step.title;
  words.textContent = here ? step.words : "This step is on another page.";
  count.textContent = `${number} of ${STEPS.length}`;
  skip.hidden = number === STEPS.length;
  next.textContent = number === STEPS.length ? "Done" : here ? "Next" : "Next step";
  place(tour, here ? target(step) : null, number);
}

function place(tour, node, number) {
  const { card, ring } = tour.parts;
  card.toggleAttribute("data-apart", !node);
  if (!node) return card.removeAttribute("style");
  if (tour.scrolled !== number) {
    tour.scrolled = number;
    node.scrollIntoView({ block: "nearest" });
  }
  const box = node.getBoundingClientRect();
  const pad = 5;
  ring.hidden = false;
  Object.assign(ring.style, {
    left: `${box.left - pad}px`,
    top: `${box.top - pad}px`,
    width: `${box.width + 2 * pad}px`,
    height: `${box.height + 2 * pad}px`,
  });
  const width = Math.min(WIDTH, innerWidth - 24);
  const right = box.right + 16 + width < innerWidth;
  const below = box.bottom + 16 + card.offsetHeight < innerHeight;
  const left = right && !(below && box.width > 400) ? box.right + 16 : Math.min(box.left, innerWidth - width - 12);
  const top = right && left > box.right ? box.top : below ? box.bottom + 14 : box.top - card.offsetHeight - 14;
  const inside = (value, size, room) => `${Math.max(12, Math.min(value, room - size - 12))}px`;
  Object.assign(card.style, {
    width: `${width}px`,
    left: inside(left, width, innerWidth),
    top: inside(top, card.offsetHeight, innerHeight),
  });
  return undefined;
}

function addTour() {
  const tour = { parts: null, scrolled: 0 };
  tour.parts = createCard(tour);
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest?.("[data-tour]")?.dataset.tour;
    if (pressed === "begin") begin(tour);
    else if (pressed === "decline") end(tour);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && stepNow() && !document.querySelector("dialog[open]")) end(tour);
  });
  const look = () => {
    if (stepNow() || !tour.parts.card.hidden) show(tour);
  };
  setInterval(look, 200);
  document.addEventListener("scroll", look, { capture: true, passive: true });
  look();
}

addTour();
