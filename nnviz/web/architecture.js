// Streamlit's side of the network diagram and of the list of layers: one mount each, patched at every run.

import { createList } from "./architecture_list.js";
import { createDiagram } from "./architecture_view.js";
import { element } from "./dom.js";

const mounted = new WeakMap();

export default function architecture({ data, parentElement, setTriggerValue }) {
  let entry = mounted.get(parentElement);
  if (!entry && data) {
    const root = element("div", { class: "nv-root" });
    parentElement.append(root);
    const create = data.view === "list" ? createList : createDiagram;
    entry = { root, view: create(root, { event: (event) => entry.trigger("event", event) }) };
    mounted.set(parentElement, entry);
  }
  if (!entry) return undefined;
  entry.trigger = setTriggerValue;
  dress(entry.root, data.theme);
  entry.view.update(data);
  return () => setTimeout(() => {
    if (parentElement.isConnected || mounted.get(parentElement) !== entry) return;
    mounted.delete(parentElement);
    entry.view.destroy();
    entry.root.remove();
  });
}

/** The theme's colours as CSS variables. */
function dress(root, theme) {
  for (const [name, value] of Object.entries(theme)) if (typeof value === "string") root.style.setProperty(`--nv-${name}`, value);
  root.style.colorScheme = theme.dark ? "dark" : "light";
}
