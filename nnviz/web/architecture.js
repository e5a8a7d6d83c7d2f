// Streamlit's side of the network diagram, the list of layers and the totals: one mount each, patched at every run and, where
// the data name a feed, as soon as an edit's outcome is known.

import { element } from "./base/dom.js";
import { dress } from "./base/dress.js";
import { keepUndoInFields } from "./base/typing.js";
import { askWorker, createEditFeed, newer } from "./build/edit_feed.js";
import { createList } from "./build/list.js";
import { createTotals } from "./build/totals.js";
import { createDiagram } from "./build/view.js";

const VIEWS = { list: createList, totals: createTotals, diagram: createDiagram };
const mounted = new WeakMap();
let feed = null;

export default function architecture({ data, parentElement, setTriggerValue }) {
  keepUndoInFields();
  let entry = mounted.get(parentElement);
  if (!entry && data) {
    entry = create(parentElement, data);
    mounted.set(parentElement, entry);
  }
  if (!entry) return undefined;
  entry.trigger = setTriggerValue;
  entry.take(data);
  return () =>
    setTimeout(() => {
      if (parentElement.isConnected || mounted.get(parentElement) !== entry) return;
      mounted.delete(parentElement);
      entry.destroy();
    });
}

function create(host, { view: kind }) {
  const root = element("div", { class: "nv-root" });
  host.append(root);
  const view = VIEWS[kind](root, { event: (event) => entry.trigger("event", event) });
  const entry = { data: null, news: null };
  const hear = (news) => {
    entry.news = news;
    view.update(newer(entry.data, news));
  };
  entry.take = (data) => {
    entry.data = data;
    dress(root, data.theme);
    view.update(newer(data, entry.news));
    (host.host ?? host).dataset.drawn = kind; // its kept place may go (pages/shared/style.css)
    if (!data.feed) return;
    feed ??= createEditFeed(document, askWorker());
    feed.join(hear);
    feed.follow(data.feed, data.version);
  };
  entry.destroy = () => {
    feed?.leave(hear);
    view.destroy();
    root.remove();
  };
  return entry;
}
