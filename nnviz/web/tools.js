// What is the same on every page and needs no server: the choice of theme, the list of keys, and where the keyboard goes
// when a popover opens and closes.

const THEMES = { System: "Same as the system", Light: "Light", Dark: "Dark" };
const EVERYWHERE = [
  ["Tab", "the next control"],
  ["Esc", "closes what is open"],
  ["Enter", "on a help sign: its text, to stay"],
  ["?", "this list"],
];
const LESSON = [
  ["← → ↑ ↓", "move what can be dragged in the picture"],
  ["Space", "plays and pauses, on the play button"],
];
const SEARCH = [["/", "search the course"]];
const SLIDER = [["← →", "another example, on the slider"]];
/** The last part of an address → [keys, what they do there]. */
const KEYS = {
  data: [["← → ↑ ↓", "another source, on the pictures"]],
  build: [
    ["Ctrl Z", "undoes the last edit"],
    ["Ctrl Y", "redoes it"],
    ["↑ ↓ Home End", "choose a layer, in the list"],
    ["← → Enter", "go along the layers and choose one, in the diagram"],
    ["Alt ↑, Alt ↓", "move the chosen layer"],
    ["Alt D", "duplicates it"],
    ["Alt B", "switches it off and on"],
    ["Alt Backspace", "deletes it"],
  ],
  train: [["← → ↑ ↓", "go from unit to unit, in the network"]],
  layers: SLIDER,
  attribution: SLIDER,
  shap: SLIDER,
  "what-if": [
    ...SLIDER,
    ["← → ↑ ↓", "move the brush, on the picture"],
    ["Space", "paints there"],
    ["Ctrl Z", "undoes the last stroke"],
  ],
  trust: SLIDER,
  learn: SEARCH,
  "learn-glossary": SEARCH,
  "learn-backpropagation": [...LESSON, ["↑ ↓ Home End", "another step, in the list of all steps"]],
};
const FOCUSABLE = "button:not([disabled]), a[href], input:not([disabled]), [tabindex='0']";
const TYPING = "input, textarea, select, [contenteditable='true'], [role='combobox']";

function element(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function keyList() {
  const page = location.pathname.split("/").filter(Boolean).pop() ?? "";
  const own = KEYS[page] ?? (page.startsWith("learn-") ? LESSON : []);
  const rows = [...own, ...EVERYWHERE].map(([keys, words]) =>
    element("div", {}, element("dt", {}, element("kbd", {}, keys)), element("dd", {}, words)),
  );
  return element("dl", {}, ...rows);
}

/** Takes effect at once: the page is opened again where it was, since Streamlit reads its theme when it starts. */
function choose(theme) {
  localStorage.setItem("nnviz-theme", theme);
  location.reload();
}

function themes() {
  const chosen = localStorage.getItem("nnviz-theme") ?? "System";
  const choices = Object.entries(THEMES).map(([theme, words]) => {
    const button = element("button", { type: "button", "aria-pressed": String(theme === chosen) }, words);
    button.addEventListener("click", () => choose(theme));
    return button;
  });
  return element("div", { role: "group", "aria-label": "Theme" }, ...choices);
}

/** The tour in `tour.js`, from its start. */
function tourAgain(dialog) {
  const button = element("button", { type: "button", "data-tour": "begin" }, "Take the tour: six steps");
  button.addEventListener("click", () => dialog.close());
  return button;
}

function createDialog() {
  const close = element("button", { type: "button", "aria-label": "Close", class: "nn-close" }, "×");
  const content = element("div", {});
  const node = element("dialog", { id: "nn-dialog", "aria-label": "Appearance and keys" }, close, content);
  close.addEventListener("click", () => node.close());
  node.addEventListener("click", (event) => event.target === node && node.close());
  const show = () => {
    const titles = ["Appearance", "Keys on this page", "New here?"].map((words) => element("h2", {}, words));
    content.replaceChildren(titles[0], themes(), titles[1], keyList(), titles[2], tourAgain(node));
    node.showModal();
  };
  return { node, show };
}

function addTools() {
  const dialog = createDialog();
  const button = element("button", { type: "button", id: "nn-tools", title: "Appearance and keys (?)" }, "?");
  button.setAttribute("aria-label", "Appearance and keys");
  button.addEventListener("click", dialog.show);
  document.body.append(button, dialog.node);
  document.addEventListener("keydown", (event) => {
    const typing = event.composedPath()[0].matches?.(TYPING);
    if (event.key !== "?" || typing || event.ctrlKey || event.altKey || event.metaKey || dialog.node.open) return;
    event.preventDefault();
    dialog.show();
  });
  const aside = ({ target }) => {
    if (target.dataset?.testid === "stMain") button.classList.toggle("nn-aside", target.scrollTop > 16);
  };
  document.addEventListener("scroll", aside, { capture: true, passive: true });
}

/** Into a popover when it opens, and back to its button when Escape closes it. */
function leadIntoPopovers() {
  let opener = null;
  const body = () => document.querySelector('[data-testid="stPopoverBody"]');
  const enter = (frames) => {
    const first = body()?.querySelector(FOCUSABLE);
    if (first) first.focus();
    else if (frames) requestAnimationFrame(() => enter(frames - 1));
  };
  const opened = (event) => {
    const button = event.target.closest?.('[data-testid="stPopover"] button');
    if (!button || button.closest('[data-testid="stPopoverBody"]')) return;
    opener = button;
    if (!body()) requestAnimationFrame(() => enter(120));
  };
  const left = (event) => {
    const inner = event.target.getAttribute?.("aria-expanded") === "true" && event.target !== opener;
    if (event.key !== "Escape" || inner || !body() || !opener) return;
    setTimeout(() => {
      if (body()) opener.click();
      opener.focus();
    }, 50);
  };
  document.addEventListener("click", opened, true);
  document.addEventListener("keydown", left, true);
}

addTools();
leadIntoPopovers();
