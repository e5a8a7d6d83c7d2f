// Streamlit's side of the picture beside the home page's title: mounted once, given new colours at every rerun.

import { createHero } from "./hero/view.js";

const mounted = new WeakMap();

export default function hero({ data, parentElement }) {
  if (!data) return undefined;
  if (!mounted.has(parentElement)) mounted.set(parentElement, createHero(parentElement));
  const view = mounted.get(parentElement);
  view.update(data);
  return () =>
    setTimeout(() => {
      if (parentElement.isConnected || mounted.get(parentElement) !== view) return;
      mounted.delete(parentElement);
      view.destroy();
    });
}
