// The walk in numbers: what stands beside the formula's symbols, and the picture as tables.

import { percent, short } from "../../base/numbers.js";
import { ACTIVATIONS, LOSSES, lookOf, networkOf, STATIONS } from "./state.js";
import { guessWords, summaries } from "./words.js";

export function valuesOf(state) {
  const look = lookOf(state);
  const network = networkOf(state);
  const [run] = state.runs;
  return {
    t: look?.target ?? "",
    n: look ? look.training.toLocaleString("en") : "",
    b: look && state.guesses.guessed ? guessWords(look) : "",
    f: ACTIVATIONS[state.activation],
    L: run?.curves.loss.length ? short(run.curves.loss.at(-1) ?? Number.NaN) : LOSSES[state.loss],
    P: network && state.guesses.ratio ? network.parameters.toLocaleString("en") : "",
  };
}

/** `offered`: what the page offers, {steps, diagnoses}. */
export function tablesOf(state, offered) {
  const look = lookOf(state);
  const network = networkOf(state);
  const told = summaries(state, look, network, offered);
  const stations = Object.entries(STATIONS).map(([name, title]) => [title, told[name] || "open"]);
  return [
    { caption: "The walk", head: ["station", "decided"], rows: stations },
    ...(network
      ? [
          {
            caption: "The network",
            head: ["layer", "output", "weights"],
            rows: network.layers.map(({ title, shape, parameters }) => [
              title,
              shape ? shape.join(" × ") : "refused",
              parameters.toLocaleString("en"),
            ]),
          },
        ]
      : []),
    ...state.runs.filter(Boolean).map((run, i) => ({
      caption: i ? "The second training" : "The first training",
      head: ["epoch", "loss", "validation loss", "score"],
      rows: run.curves.epoch.length
        ? run.curves.epoch.map((epoch, k) => [
            epoch,
            ...["loss", "val_loss"].map((name) => cell(run.curves[name][k])),
            percentCell(run.curves.score[k]),
          ])
        : [["none yet", "", "", ""]],
    })),
  ];
}

function cell(value) {
  return Number.isFinite(value) ? short(value) : "none";
}

function percentCell(value) {
  return Number.isFinite(value) ? percent(value) : "none";
}
