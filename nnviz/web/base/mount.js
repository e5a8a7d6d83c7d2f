// A view that Streamlit mounts: made once for its place, given new data at every rerun, ended once its place is gone.

import { element } from "./dom.js";
import { dress } from "./dress.js";

/**
 * @param setter "setTriggerValue" for what is told in one rerun, "setStateValue" for what is kept
 * @param create (root, tell(name, value), data) → {update(data), destroy()}; `root` wears the theme's colours
 * @returns what a component's module exports
 */
export function mountedOnce(className, setter, create) {
  const mounted = new WeakMap();
  return (component) => {
    const { data, parentElement } = component;
    if (!data) return undefined;
    if (!mounted.has(parentElement)) {
      const root = element("div", { class: className });
      parentElement.append(root);
      const entry = { root, tell: null };
      entry.view = create(root, (name, value) => entry.tell(name, value), data);
      mounted.set(parentElement, entry);
    }
    const entry = mounted.get(parentElement);
    entry.tell = component[setter];
    dress(entry.root, data.theme);
    entry.view.update(data);
    return () =>
      setTimeout(() => {
        if (parentElement.isConnected || mounted.get(parentElement) !== entry) return;
        mounted.delete(parentElement);
        entry.view.destroy();
        entry.root.remove();
      });
  };
}
