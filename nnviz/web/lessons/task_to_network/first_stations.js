// The first two stations: what is asked for, and what the data are.

import { slider } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText } from "../../base/dom.js";
import { percent, short } from "../../base/numbers.js";
import { clamp } from "../../base/scales.js";
import { unpack } from "../../base/unpack.js";
import { button, createPanel, labelled } from "./panel.js";
import { TASKS } from "./state.js";
import { guessFeedback, guessQuestion, scaleWords, shapeWords, targetWords, taskFeedback } from "./words.js";

/** on.predict(part). @returns {node, update(state, look)} */
export function createQuestion(on) {
  const images = element("div", { class: "tn-images" });
  const task = labelled("What kind of answer is that?", TASKS, (name) => on.predict({ task: name }));
  const rows = element("div", { class: "tn-rows" });
  const panel = createPanel("What is asked?", images, rows, task.node);
  let painted = null;
  return {
    node: panel.node,
    update: ({ guesses }, look) => {
      setText(panel.intro, `${look.title}: ${shapeWords(look)}. Asked for: ${targetWords(look)}.`);
      if (painted !== look) {
        painted = look;
        images.hidden = !look.images;
        images.replaceChildren(...(look.images ? paint(look) : []));
        rows.hidden = !look.table;
        rows.replaceChildren(...(look.table ? [tableOf(look)] : []));
      }
      task.update(guesses.task);
      panel.say(guesses.task ? taskFeedback(look, guesses.task) : "", guesses.task === look.task ? "right" : "slip");
    },
  };
}

/** The first examples, as they are in the table. */
function tableOf({ table: [columns, rows], target, shape }) {
  const more = shape[0] > columns.length ? ["…"] : [];
  const cells = (tag, texts) => texts.map((text) => element(tag, {}, text));
  return element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...cells("th", [...columns, ...more, target]))),
    element(
      "tbody",
      {},
      ...rows.map(([values, answer]) =>
        element("tr", {}, ...cells("td", [...values.map((value) => short(value)), ...more, answer])),
      ),
    ),
  );
}

function paint({ images, answers }) {
  const { shape, values } = unpack(images);
  const [count, height, width, channels] = shape;
  return Array.from({ length: count }, (_, n) => {
    const canvas = element("canvas", { width, height, role: "img", "aria-label": `an image of ${answers[n]}` });
    const context = canvas.getContext("2d");
    const pixels = context.createImageData(width, height);
    for (let i = 0; i < width * height; i++) {
      const at = (n * width * height + i) * channels;
      const colour = channels === 3 ? values.subarray(at, at + 3) : [values[at], values[at], values[at]];
      pixels.data.set([...colour, 255], 4 * i);
    }
    context.putImageData(pixels, 0, 0);
    return element("figure", {}, canvas, element("figcaption", {}, answers[n]));
  });
}

/** on.predict(part), on.decide(part). @returns {node, update(state, look)} */
export function createData(on) {
  const view = { on, look: null };
  view.balance = element("div", { class: "tn-balance" });
  view.scales = element("div", { class: "tn-scales" });
  view.scaling = labelled(
    "Scale the inputs?",
    { standard: "yes: mean 0, deviation 1", none: "no, as they are" },
    (scaling) => on.decide({ scaling }),
  );
  view.asked = element("p", { class: "tn-asked" });
  view.guess = slider({
    part: "b",
    label: "My guess",
    min: 0,
    max: 1,
    step: 0.005,
    input: (guess) => on.predict({ guess, guessed: false }),
  });
  view.check = button("Reveal", () => on.predict({ guessed: true }), "nl-primary");
  const left = element(
    "div",
    {},
    view.balance,
    view.asked,
    element("div", { class: "nl-bar" }, view.guess.node, view.check),
  );
  view.apart = element("p", { class: "tn-apart" });
  const right = element("div", {}, view.scales, view.scaling.node, view.apart);
  view.panel = createPanel("What are the data?", element("div", { class: "tn-two" }, left, right));
  return { node: view.panel.node, update: (state, look) => showData(view, state, look) };
}

function showData(view, { guesses, scaling }, look) {
  const regression = look.task === "regression";
  const [training, validation] = [look.training, look.validation].map((count) => count.toLocaleString("en"));
  const train = `${training} examples to learn from, ${validation} kept back to judge by.`;
  setText(view.panel.intro, `${train} ${look.notes.join(" ")}`);
  showBalance(view.balance, look);
  showScales(view.scales, look);
  view.scaling.update(scaling);
  setText(view.apart, scaleWords(look.scales, scaling));
  setText(view.asked, `Before any network: ${guessQuestion(look)}`);
  const most = regression ? Number(((look.range[1] - look.range[0]) / 2).toPrecision(2)) : 1;
  setAttributes(view.guess.node.querySelector("input"), { max: most, step: most / 200 });
  const guess = clamp(guesses.guess ?? most / 2, 0, most);
  view.guess.update(guess, regression ? short(guess) : percent(guess));
  view.panel.say(guesses.guessed ? guessFeedback(look, guess) : "", "right");
}

/** The classes' shares of the training examples. */
function showBalance(root, { counts, classes, training }) {
  root.hidden = !counts.length;
  keepCount(root, Math.min(counts.length, 12), () =>
    element("div", { class: "tn-bar" }, element("span", {}), element("i", {}), element("span", {})),
  ).forEach((node, k) => {
    setText(node.children[0], classes[k]);
    node.children[1].style.setProperty("--share", counts[k] / Math.max(...counts));
    node.children[1].style.setProperty("--colour", `var(--nv-class-${k % 10})`);
    setText(node.children[2], `${counts[k].toLocaleString("en")} (${percent(counts[k] / training)})`);
  });
}

/** Some columns from their least to their greatest value, as they are and as the network gets them. */
function showScales(root, { scales }) {
  root.hidden = !scales.length;
  const head = ["column", "as it is", "for the network"].map((words) => element("b", {}, words));
  const rows = scales.flatMap(([name, low, high, scaledLow, scaledHigh]) => [
    element("span", { title: name }, name),
    element("span", {}, `${short(low)} to ${short(high)}`),
    element("span", {}, `${short(scaledLow)} to ${short(scaledHigh)}`),
  ]);
  root.replaceChildren(...head, ...rows);
}
