// The held-out examples that the network is most wrong about at a moment, in words. Pure functions.

import { percent, short } from "../base/numbers.js";
import { unpack } from "../base/unpack.js";
import { readPrediction, truthsOf } from "./predictions.js";

const SHOWN = 8;

/** [[example, truth, answer], …] as people read them, the worst first; null where the frame tells nothing of it. */
export function hardest(graph, frame) {
  const picked = frame?.picked?.errors;
  const samples = graph?.samples;
  if (!picked?.said || !samples?.rows || samples.redrawn) return null;
  const [said, truths, rows] = [unpack(picked.said), truthsOf(unpack(samples.truth)), unpack(samples.rows).values];
  return picked.at.slice(0, SHOWN).map((position, k) => {
    const truth = truths[position];
    return [
      String(rows[position]),
      truthWords(graph, truth),
      answerWords(graph, readPrediction(said, k, graph, truth)),
    ];
  });
}

function truthWords({ task, class_names: names }, truth) {
  if (task === "multilabel") return labelWords(names, (k) => truth[k] > 0.5);
  if (task === "regression")
    return [truth]
      .flat()
      .map((value) => short(value))
      .join(", ");
  return names[truth];
}

function answerWords({ task, class_names: names, meaning }, read) {
  if (!read) return "no number";
  if (task === "multilabel") return labelWords(names, (k) => read.answers.find((own) => own.k === k)?.said);
  if (task === "regression") return (read.all ?? [read]).map(({ value }) => short(value)).join(", ");
  const { p } = read.chances[0];
  const number = meaning?.shown === "probability" ? percent(p) : `${meaning?.shown ?? "score"} ${short(p)}`;
  return `${names[read.best]} (${number})`;
}

function labelWords(names, has) {
  return names.filter((_, k) => has(k)).join(" and ") || "none";
}
