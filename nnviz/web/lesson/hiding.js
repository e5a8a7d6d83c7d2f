// The controls of a picture by their names: what a teacher's link may leave out.

const KINDS = ".nl-slider, .nl-choices, .nl-select, button, input[type='range'], input[type='checkbox'], select";
const VALUE = /[−-]?\d+\.\d.*$/; // what a control stands at, behind its name
const WITHIN = ".nl-slider, .nl-choices, .nl-select, .nr-cards, ol, table, svg, [role='grid'], [role='listbox']";
const [MOST, LONGEST] = [30, 40];

/** "Learning rate η" → "learning-rate": how a control is named in an address. */
export function slugOf(name) {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60);
}

/** The picture's controls, each with its name: [{node, name, slug}], every name once, at most thirty. */
export function controlsOf(place) {
  const controls = new Map();
  for (const node of place.querySelectorAll(KINDS)) {
    if (node.parentElement.closest(WITHIN)) continue;
    const name = nameOf(node);
    const slug = slugOf(name);
    if (slug && name.length <= LONGEST && !controls.has(slug)) controls.set(slug, { node: wholeOf(node), name, slug });
  }
  return [...controls.values()].slice(0, MOST);
}

function nameOf(node) {
  const named = node.getAttribute("aria-label") ?? node.querySelector("[aria-label]")?.getAttribute("aria-label");
  const words = named ?? node.querySelector(".nl-label")?.textContent ?? labelOf(node) ?? node.textContent ?? "";
  return words.replace(VALUE, "").trim();
}

function labelOf(node) {
  return node.tagName === "INPUT" ? node.closest("label")?.textContent : null;
}

/** A control with the words beside it that say what it is, where they stand alone with it. */
function wholeOf(node) {
  const label = node.tagName === "INPUT" ? (node.closest("label") ?? node) : node;
  const row = label.parentElement;
  const others = [...row.children].filter((child) => child !== label);
  return row.matches(".nl-bar") && others.length && others.every((child) => child.matches(".nl-label")) ? row : label;
}

/** Takes the controls of these names away, now and when the picture makes them anew; returns the function that ends that. */
export function hideControls(place, slugs) {
  if (!slugs.length) return () => {};
  const hide = () => {
    for (const { node, slug } of controlsOf(place)) if (slugs.includes(slug)) node.dataset.leftOut = "";
  };
  const observer = new MutationObserver(hide);
  observer.observe(place, { childList: true, subtree: true });
  hide();
  return () => observer.disconnect();
}
