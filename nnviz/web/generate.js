// Streamlit's side of the networks that generate: mounted once, given new arrays at every rerun.

import { element } from "./base/dom.js";
import { dress } from "./base/dress.js";
import { createGan } from "./generate/gan.js";
import { createVae } from "./generate/vae.js";

const VIEWS = { vae: createVae, gan: createGan };
const mounted = new WeakMap();

export default function generate({ data, parentElement, setTriggerValue }) {
  if (!data) return undefined;
  if (!mounted.has(parentElement)) {
    const root = element("div", { class: "ng-root" });
    parentElement.append(root);
    const entry = { root, trigger: null };
    entry.view = VIEWS[data.view](root, { points: (points) => entry.trigger("points", points) });
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
