// Loss functions in numbers: what stands beside the formula's symbols, and the picture as tables.

import { fixed } from "../../base/controls.js";
import { percent } from "../../base/numbers.js";
import { crossentropy, OF_ERROR, OF_OUTPUT, sigmoid } from "./losses.js";
import { CLASSES, errorsAt, fitsOf } from "./state.js";

export function valuesOf(state) {
  const { error, z, truth, gamma, delta, shares, named, view } = state;
  const ofError = (name) => fixed(OF_ERROR[name].at(error, { delta }), 3);
  const ofOutput = (name) => fixed(OF_OUTPUT[name].at(z, { truth, gamma }), 3);
  const first = view === "line" ? OF_ERROR[state.on[0]] : OF_OUTPUT[state.judged[0]];
  const gradient = view === "line" ? first.slope(error, { delta }) : first.slope(z, { truth, gamma });
  return {
    e: fixed(error),
    mse: view === "output" ? ofOutput("mse") : ofError("mse"),
    mae: ofError("mae"),
    huber: ofError("huber"),
    log_cosh: ofError("log_cosh"),
    delta: fixed(delta, 1),
    z: fixed(z),
    p: view === "classes" ? fixed(shares[named]) : fixed(sigmoid(z), 3),
    y: String(truth),
    bce: ofOutput("bce"),
    hinge: ofOutput("hinge"),
    focal: ofOutput("focal"),
    gamma: fixed(gamma, 1),
    ce: fixed(crossentropy(shares, named).value, 3),
    g: view === "classes" ? fixed(shares[named] - 1) : fixed(gradient, 3),
  };
}

export function tablesOf(state) {
  const { error, delta, z, truth, gamma, shares, named } = state;
  const fits = fitsOf({ ...state, on: Object.keys(OF_ERROR) });
  const errors = errorsAt(state, fits);
  const { value, gradient } = crossentropy(shares, named);
  return [
    {
      caption: `An error of ${fixed(error)}`,
      head: ["loss", "value", "gradient"],
      rows: Object.values(OF_ERROR).map(({ title, at, slope }) => [
        title,
        fixed(at(error, { delta }), 3),
        fixed(slope(error, { delta }), 3),
      ]),
    },
    {
      caption: "The best line under each loss",
      head: ["loss", "slope", "shift", "mean loss", "error at the chosen point"],
      rows: Object.entries(fits).map(([name, { slope, shift, loss }]) => [
        OF_ERROR[name].title,
        fixed(slope, 3),
        fixed(shift, 3),
        fixed(loss, 3),
        fixed(errors[name]),
      ]),
    },
    {
      caption: `Raw output ${fixed(z)}, probability ${percent(sigmoid(z))}, truth ${truth ? "yes" : "no"}`,
      head: ["loss", "value", "gradient"],
      rows: Object.values(OF_OUTPUT).map(({ title, at, slope }) => [
        title,
        fixed(at(z, { truth, gamma }), 3),
        fixed(slope(z, { truth, gamma }), 3),
      ]),
    },
    {
      caption: `One of several: cross-entropy ${fixed(value, 3)}`,
      head: ["class", "share", "gradient of its logit", "truth"],
      rows: CLASSES.map((name, i) => [name, percent(shares[i]), fixed(gradient[i]), i === named ? "yes" : "no"]),
    },
  ];
}
