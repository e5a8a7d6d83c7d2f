// Streamlit's side of the picture to paint on: mounted once, given the network's answer at every rerun.

import { dress } from "./base/dress.js";
import { createPaintView } from "./images/paint_view.js";

const mounted = new WeakMap();

export default function paint({ data, parentElement, setStateValue }) {
  if (!data) return undefined;
  if (!mounted.has(parentElement)) {
    const root = document.createElement("div");
    root.className = "nv-root";
    parentElement.append(root);
    const entry = { root, tell: null };
    entry.view = createPaintView(root, { painted: (what) => entry.tell("painted", what) });
    mounted.set(parentElement, entry);
  }
  const entry = mounted.get(parentElement);
  entry.tell = setStateValue;
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
