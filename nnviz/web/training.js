// Streamlit's side of the training view: called again with new data at every tick, mounted once.

import { createTrainingView } from "./training_view.js";

const mounted = new WeakMap();

export default function training({ data, parentElement, setTriggerValue }) {
  let entry = mounted.get(parentElement);
  if (!entry) {
    entry = { view: createTrainingView(parentElement, { select: (at) => entry.trigger("select", at) }) };
    mounted.set(parentElement, entry);
  }
  entry.trigger = setTriggerValue;
  if (data) entry.view.update(data);
  return () => setTimeout(() => {
    if (parentElement.isConnected || mounted.get(parentElement) !== entry) return;
    mounted.delete(parentElement);
    entry.view.destroy();
  });
}
