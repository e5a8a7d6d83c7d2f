// The lesson "Cross-validation": folds dealt and scored, how sure a score is, three leaks, and real networks in five folds.

import { choices } from "../../base/controls.js";
import { element, setAttributes } from "../../base/dom.js";
import { createAsking } from "../../lesson/asking.js";
import { told } from "../../lesson/preset.js";
import { createFoldView } from "./fold_view.js";
import { createLeakView } from "./leak_view.js";
import { createLuckView } from "./luck_view.js";
import { createNetworksView } from "./networks_view.js";
import { measuresOf, tablesOf, valuesOf } from "./report.js";
import * as act from "./state.js";

const SLICE = 7; // milliseconds of a frame for what is computed bit by bit
const TOLD = Object.keys(act.beginning());

export function createPicture(root, lesson) {
  const picture = { lesson, state: act.beginning(), theme: null, request: 0 };
  picture.asking = createAsking(lesson.ask, (answer, question) => picture.views.networks.answered(answer, question));
  picture.tabs = choices("What to look at", act.VIEWS, (view) =>
    change(picture, () => Object.assign(picture.state, { view })),
  );
  picture.views = createViews(picture);
  const views = Object.values(picture.views).map(({ node }) => node);
  root.append(element("div", { class: "cv" }, picture.tabs.node, ...views));
  return {
    update: ({ theme, data }) => {
      picture.theme = theme;
      picture.asking.heard(data.answer);
      show(picture);
    },
    set: (next) => change(picture, () => act.setState(picture.state, next)),
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state),
    tables: () => tablesOf(picture.state, picture.views.networks.tables()),
    measures: () => measuresOf(picture.state),
    destroy: () => {
      cancelAnimationFrame(picture.request);
      picture.asking.destroy();
      for (const view of Object.values(picture.views)) view.destroy();
      root.replaceChildren();
    },
  };
}

function createViews(picture) {
  const { state, lesson } = picture;
  const then = (alter) => change(picture, alter);
  const on = {
    change: (part) => then(() => Object.assign(state, part)),
    scheme: (scheme) => then(() => act.chooseScheme(state, scheme)),
    folds: (k) => then(() => act.chooseFolds(state, k)),
    another: () => then(() => act.another(state)),
  };
  return {
    folds: createFoldView(on, lesson.still),
    luck: createLuckView(on),
    leak: createLeakView(on),
    networks: createNetworksView({ ask: picture.asking.ask, still: lesson.still, changed: lesson.changed }),
  };
}

function change(picture, alter) {
  alter();
  show(picture);
}

function show(picture) {
  const { state, theme, views, tabs } = picture;
  if (!theme) return;
  cancelAnimationFrame(picture.request);
  const more = act.advance(state, SLICE);
  tabs.update(state.view);
  for (const [name, { node }] of Object.entries(views))
    setAttributes(node, { hidden: name === state.view ? null : "" });
  if (state.view === "networks") views.networks.update(theme);
  else views[state.view].update(state, theme);
  if (more) picture.request = requestAnimationFrame(() => show(picture));
  picture.lesson.changed();
}
