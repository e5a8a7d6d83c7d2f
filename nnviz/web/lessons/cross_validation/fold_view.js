// Deal the folds: the piles with their scores at the left, what is chosen and what it comes to at the right.

import { choices, slider } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { createDealView } from "./deal_view.js";
import { most, SCHEMES } from "./dealing.js";
import { createPlaneView } from "./plane_view.js";
import { folded, studyOf } from "./state.js";
import { createTiles } from "./tiles.js";
import { saidOf } from "./words.js";

/** on.change({…}), on.scheme(name), on.folds(k), on.another(). @returns {node, update(state, theme), destroy()} */
export function createFoldView(on, still) {
  const titles = Object.fromEntries(Object.entries(SCHEMES).map(([name, { title }]) => [name, title]));
  const view = {
    deal: createDealView({ fold: (fold) => on.change({ fold }) }, still),
    plane: createPlaneView(),
    tiles: createTiles(["CV", "sd", "I", "T"]),
    scheme: choices("How the folds are dealt", titles, on.scheme),
    said: element("p", { class: "cv-said", role: "status" }),
    most: 0,
    sliders: element("div", { class: "cv-sliders" }),
  };
  view.fold = slider({ label: "Fold held out", min: 0, max: 60, step: 1, input: (fold) => on.change({ fold }) });
  view.k = slider({ part: "k", label: "Folds k", min: 2, max: 60, step: 1, input: on.folds });
  view.truth = element(
    "button",
    { type: "button", class: "nl-button", onclick: () => on.change({ truth: !view.state.truth }) },
    "Show the true score",
  );
  const again = element("button", { type: "button", class: "nl-button", onclick: on.another }, "Other patients");
  view.sliders.append(view.k.node, view.fold.node);
  const key = (c, words) => element("span", {}, element("i", { class: `cv-key-${c}` }), words);
  const left = element(
    "div",
    { class: "cv-left" },
    view.deal.node,
    element(
      "p",
      { class: "cv-key nl-muted" },
      key("0", "healthy"),
      key("1", "ill"),
      key("mean", "mean of the folds"),
      key("truth", "true score"),
    ),
  );
  const right = element(
    "div",
    { class: "cv-panel" },
    view.scheme.node,
    view.sliders,
    view.plane.node,
    view.tiles.node,
    element("div", { class: "nl-bar" }, view.truth, again),
    view.said,
  );
  view.node = element("div", { class: "cv-view" }, left, right);
  return {
    node: view.node,
    update: (state, theme) => update(view, state, theme),
    destroy: () => {
      view.deal.destroy();
      view.plane.destroy();
    },
  };
}

function update(view, state, theme) {
  view.state = state;
  const [study, dealt] = [studyOf(state), folded(state)];
  const { folds } = most(state.scheme, study);
  for (const [own, high] of [
    [view.k, folds],
    [view.fold, state.k],
  ]) {
    own.node.querySelector("input").max = high;
  }
  view.scheme.update(state.scheme);
  view.k.update(state.k, state.k === study.n ? `${state.k}: leave one out` : String(state.k));
  view.fold.update(state.fold, state.fold ? String(state.fold) : "none");
  setText(view.truth, state.truth ? "Hide the true score" : "Show the true score");
  const given = { state, study, dealt, theme };
  view.deal.update(given);
  view.plane.update(given);
  view.tiles.update({
    CV: percent(dealt.mean),
    sd: `${(100 * dealt.deviation).toFixed(1)}`,
    I: `± ${(100 * dealt.corrected).toFixed(1)}`,
    T: state.truth ? percent(dealt.truth) : "?",
  });
  setText(view.said, saidOf(state, study, dealt));
}
