// A network with a perfect score: the reader says whether to trust it, points at what decides, and puts it to the test.

import { choices, slider } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { createPixelMap } from "../../base/pixel_map.js";
import { createTile, drawPixels, greys } from "./draw.js";
import { MARK, SIZE, suspects, TOOLS, untouched } from "./state.js";

const THUMB = 38;

/** on: change(part), act(tool, row, col), example(i), reset(), bare(). @returns {node, update(state, world), destroy()} */
export function createTrustView(on) {
  const view = { on, state: null, grip: null };
  const place = element("div", { class: "in-image" });
  view.map = createPixelMap(place, "x", mapEvents(view), 300);
  view.strip = element("div", { class: "in-strip", role: "group", "aria-label": "Images to choose from" });
  view.tools = choices("What the pointer does", TOOLS, (tool) => on.change({ tool }));
  view.bare = element("button", { type: "button", class: "nl-button", onclick: () => on.bare() }, "Without the mark");
  view.reset = element("button", { type: "button", class: "nl-button", onclick: () => on.reset() }, "As it was");
  view.answers = [0, 1].map(() => answerRow());
  view.occlusion = createTile("o");
  view.trust = choices("Would you trust it?", { yes: "Yes", no: "Not yet" }, (trust) => on.change({ trust }));
  view.question = element("p", { class: "in-question" });
  view.said = element("p", { class: "in-said", role: "status" });
  view.guess = slider({
    part: "n",
    label: "Your guess: right without the mark",
    min: 0,
    max: 100,
    step: 1,
    input: (guess) => on.change({ guess }),
  });
  view.open = element(
    "button",
    { type: "button", class: "nl-button nl-primary", onclick: () => on.change({ open: true }) },
    "Measure it",
  );
  view.scores = element("div", { class: "in-scores", "data-part": "n" });
  view.node = layOut(view, place);
  return { node: view.node, update: (state, world) => update(view, state, world), destroy: () => view.map.destroy() };
}

function layOut(view, place) {
  const bar = element("div", { class: "nl-bar" }, view.bare, view.reset);
  const left = element("div", { class: "in-left" }, view.tools.node, place, bar, view.strip);
  const guess = element("div", { class: "in-guess" }, view.guess.node, view.open);
  const answers = element("div", { class: "in-answers", "data-part": "p" }, ...view.answers.map(({ node }) => node));
  const told = element("div", {}, answers, view.said);
  const live = element("div", { class: "in-live" }, told, view.occlusion.node);
  const right = element("div", { class: "in-right" }, view.question, view.trust.node, live, guess, view.scores);
  view.guessing = guess;
  return element("div", { class: "in-trust" }, left, right);
}

function mapEvents(view) {
  return {
    cell: (row, col, pressed) => {
      if (!pressed) return;
      const { tool } = view.state;
      if (tool !== "mark") return view.on.act(tool, row, col);
      const [top, left] = view.mark ?? [row - 1, col - 1];
      const inside = row >= top && row < top + MARK && col >= left && col < left + MARK;
      view.grip ??= inside ? [row - top, col - left] : [1, 1];
      view.on.act(tool, row - view.grip[0], col - view.grip[1]);
    },
    end: () => {
      view.grip = null;
      view.on.rest();
    },
    step: (dy, dx) => view.on.step(dy, dx),
  };
}

function answerRow() {
  const name = element("b", {});
  const bar = element("i", {});
  const words = element("span", {});
  return { name, bar, words, node: element("div", { class: "in-answer" }, name, element("i", {}, bar), words) };
}

function update(view, state, world) {
  view.state = state;
  view.mark = world.mark;
  const { theme, answers, names } = world;
  drawImage(view, state, world);
  drawStrip(view, world);
  view.tools.update(state.tool);
  const found = suspects(state);
  view.tools.node.lastChild.hidden = !found;
  view.bare.hidden = !found;
  view.occlusion.node.hidden = !found;
  setAttributes(view.bare, { "aria-pressed": String(state.bare) });
  setAttributes(view.reset, { "aria-disabled": untouched(state) ? "true" : null });
  setText(view.question, questionOf(world));
  view.trust.update(state.trust);
  answers.forEach((own, i) => drawAnswer(view.answers[i], own, names, i === 0 || state.open, theme));
  view.occlusion.update(
    { values: world.occlusion, signed: true, title: "Occlusion, live", said: "what the answer loses there", side: 132 },
    theme,
  );
  setText(view.said, world.waiting || world.refusal || said(state, world));
  view.guessing.hidden = !found || !state.trust;
  view.guess.update(state.guess, `${state.guess} %`);
  view.open.hidden = state.open;
  drawScores(view.scores, state, world);
}

function drawImage({ map }, { tool, pointed }, { theme, image, mark, words }) {
  const marks = [];
  if (pointed >= 0) marks.push({ row: Math.floor(pointed / SIZE), col: pointed % SIZE, kind: "now" });
  if (mark && tool === "mark") marks.push({ row: mark[0], col: mark[1], rows: MARK, cols: MARK, kind: "now" });
  map.update({
    rows: SIZE,
    cols: SIZE,
    values: image,
    painter: greys(theme),
    marks,
    words,
    draws: true,
    label: "The mark: arrow keys move it",
    at: mark ? mark[0] * SIZE + mark[1] : 0,
    text: mark ? `row ${mark[0] + 1}, column ${mark[1] + 1}` : "none",
  });
}

function drawStrip(view, { strip, theme, example }) {
  const buttons = keepCount(view.strip, strip.length, (i) =>
    element(
      "button",
      { type: "button", class: "in-thumb", onclick: () => view.on.example(view.shown[i].index) },
      element("canvas", {}),
    ),
  );
  view.shown = strip;
  buttons.forEach((button, i) => {
    const { index, values, name } = strip[i];
    setAttributes(button, { "aria-label": `Image ${index + 1}, a ${name}`, "aria-pressed": String(index === example) });
    drawPixels(button.firstChild, values, false, THUMB, theme);
  });
}

function drawAnswer({ name, bar, words, node }, { title, output }, names, shown, theme) {
  node.hidden = !shown;
  setText(name, title);
  const at = output && output[1] > output[0] ? 1 : 0;
  setText(words, output ? `${names[at]}, ${percent(output[at])}` : "…");
  bar.style.width = output ? `${(100 * output[at]).toFixed(1)}%` : "0";
  bar.style.background = theme.classes[at];
}

function questionOf({ shown, scores }) {
  const own = scores?.[0];
  if (!own) return "A network that tells circles from squares.";
  const score = `It was right for ${percent(own.marked)} of ${shown} images that it had never seen.`;
  return `Network A tells circles from squares. ${score} Would you trust it?`;
}

function said(state, { answers, label, names, onMark, onShape }) {
  const output = answers[0].output;
  if (!output) return "";
  if (!state.trust) return "Say first what you think.";
  const wrong = output[label] < 0.5;
  if (!untouched(state) && wrong) {
    return `It says ${names[1 - label]} now, and the shape has not changed. So what was it that it looked at?`;
  }
  if (state.pointed >= 0 && untouched(state)) {
    const where = onMark ? "the mark" : onShape ? "the shape" : "the ground";
    return `You believe in ${where}. Test it: erase that place, or move the mark, and watch the answer.`;
  }
  if (!untouched(state)) return `It still says ${names[label]}. Try something else.`;
  return "Which place decides? Click it in the image; then try to turn the answer around without touching the shape.";
}

const CURE = "Network B is the same network, trained on the same shapes with the mark in a random corner.";

/** How often each network is right: marked as in training, without a mark, and marked in the other class's corner. */
function drawScores(node, { open, guess, trust }, { scores }) {
  node.hidden = !open || !scores;
  if (node.hidden) return;
  const rows = [
    ["marked as in its training", "marked"],
    ["without any mark", "bare"],
    ["with the mark in the other corner", "crossed"],
  ];
  const head = element(
    "tr",
    {},
    ...["Right for images", "Network A", "Network B"].map((text) => element("th", {}, text)),
  );
  const body = rows.map(([words, key]) =>
    element(
      "tr",
      {},
      element("th", {}, words),
      ...scores.map((own) => element("td", {}, own ? percent(own[key]) : "…")),
    ),
  );
  const own = scores[0] ? Math.abs(100 * scores[0].bare - guess).toFixed(0) : "";
  node.replaceChildren(
    element("table", {}, element("thead", {}, head), element("tbody", {}, ...body)),
    element(
      "p",
      { class: "nl-muted" },
      `${trust === "yes" ? "You trusted it." : "You did well to wait."} Your guess was ${guess} %, ${own} points away. ${CURE}`,
    ),
  );
}
