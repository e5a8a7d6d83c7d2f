// What is said of the losses and of what the picture shows, from its numbers; and which loss suits which task.

import { fixed } from "../../base/controls.js";
import { percent, short } from "../../base/numbers.js";
import { OF_ERROR, OF_OUTPUT, sigmoid } from "./losses.js";

/** what is predicted, the loss, why, and how the picture shows it. */
export const USES = [
  ["a number", "MSE", "large errors are what matters", { view: "line", on: ["mse"] }],
  [
    "a number, some data wrong",
    "MAE or Huber",
    "a few wild points must not rule",
    { view: "line", on: ["mae", "huber"] },
  ],
  [
    "a number, in doubt",
    "Huber or log-cosh",
    "smooth at 0, calm far away",
    { view: "line", on: ["huber", "log_cosh"] },
  ],
  ["yes or no", "cross-entropy", "pulls hard where surely wrong", { view: "output", judged: ["bce"] }],
  ["one of several", "cross-entropy", "the same, over all classes", { view: "classes" }],
  ["yes, but seldom", "focal", "easy examples hardly count", { view: "output", judged: ["bce", "focal"] }],
  ["a margin", "hinge", "right by 1 is right enough", { view: "output", judged: ["hinge"] }],
];

/** Whether a row of the table speaks of what is on show. */
export function isLit([, , , { view, on = [], judged = [] }], state) {
  if (view !== state.view) return false;
  if (view === "classes") return true;
  const [wanted, shown] = view === "line" ? [on, state.on] : [judged, state.judged];
  return wanted[wanted.length - 1] !== undefined && shown.includes(wanted[wanted.length - 1]);
}

/** How the lines pull apart at the chosen point. */
export function lineWords(state, errors) {
  const pulls = Object.entries(errors).map(([name, error]) => {
    const { title, slope } = OF_ERROR[name];
    return `${title} pulls with ${fixed(Math.abs(slope(error, state)), 1)}`;
  });
  return `This point is ${Object.entries(errors)
    .map(
      ([name, error]) =>
        `${fixed(Math.abs(error), 1)} from the ${OF_ERROR[name].title} ${state.flat ? "number" : "line"}`,
    )
    .join(", ")}. There ${pulls.join(", ")}.`;
}

/** Who learns from a wrong answer, and who does not. */
export function outputWords({ z, truth, judged, gamma }) {
  const share = sigmoid(truth ? z : -z);
  const pulls = judged.map((name) => [name, Math.abs(OF_OUTPUT[name].slope(z, { truth, gamma }))]);
  const told = pulls.map(([name, pull]) => `${OF_OUTPUT[name].title} ${short(pull, 2)}`).join(", ");
  const how =
    share < 0.1 ? "Sure, and wrong" : share < 0.5 ? "Wrong" : share < 0.9 ? "Right, not sure" : "Right, and sure";
  const little =
    share > 0.5 && judged.includes("focal")
      ? ` Focal lets this example count ${short((1 - share) ** gamma, 2)} times as much as cross-entropy does.`
      : "";
  const margin = judged.includes("hinge") && (truth ? z : -z) >= 1 ? " Hinge is content: right by 1 or more." : "";
  return `${how}: the truth (“${truth ? "yes" : "no"}”) is given ${percent(share)}. Pull towards it: ${told}.${little}${margin}`;
}
