// Streamlit's side of the examples in a layer's space: mounted once, given new places at every rerun.

import { dress } from "./base/dress.js";
import { createCloud } from "./inspect/cloud.js";

const mounted = new WeakMap();

export default function space({ data, parentElement, setTriggerValue }) {
  if (!data) return undefined;
  if (!mounted.has(parentElement)) {
    const root = document.createElement("div");
    root.className = "nv-root";
    parentElement.append(root);
    const entry = { root, trigger: null };
    entry.view = createCloud(root, { open: (opened) => entry.trigger("example", opened) });
    mounted.set(parentElement, entry);
  }
  const entry = mounted.get(parentElement);
  entry.trigger = setTriggerValue;
  dress(entry.root, data.theme);
  entry.view.update(data);
  return () =>
    setTimeout(() => {
      if (parentElement.isConnected || mounted.get(parentElement) !== entry) return;
      mounted.delete(parentElement);
      entry.view.destroy();
      entry.root.remove();
    });
}
