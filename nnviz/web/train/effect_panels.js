// What each further panel shows of a run: its lines or fans, a sentence, and the rows of its table. Pure functions.

import { duration, epochText, percent, short, tickText } from "../base/numbers.js";
import { hardest } from "./hardest.js";
import { momentOf } from "./layer_chart.js";

const USUAL_STEP = 1e-3;

/** name → {title, hint, make(run) → {kind, chart, sentence, table: {head, rows}} or null while there is nothing to draw}. `run` is
 * {history, effects, frame, classes, epoch, epochs, seconds, cursor, domain, colors}. */
export const PANELS = {
  gap: { title: "Gap", hint: "Validation loss less training loss", make: gap },
  rate: { title: "Learning rate", hint: "The learning rate at each moment", make: rate },
  gradients: { title: "Gradients", hint: "Size of ∂loss/∂weights in each layer", make: gradients },
  updates: { title: "Updates", hint: "The next step against the weights that it changes", make: updates },
  weights: { title: "Weights", hint: "How each layer's weights are spread", make: (run) => fans(run, "weights") },
  outputs: { title: "Outputs", hint: "How each layer's outputs are spread", make: (run) => fans(run, "outputs") },
  units: { title: "Resting units", hint: "Dead units and saturated outputs of each layer", make: units },
  confusion: { title: "Confusion", hint: "Which class is taken for which", make: confusion },
  hardest: { title: "Hardest", hint: "The held-out examples that are most wrong", make: hardestPanel },
  speed: { title: "Speed", hint: "How fast it trains, and what is left", make: speed },
};

function lines(run, epochs, list, rest) {
  const colored = list.map((line, i) => ({ ...line, color: run.colors[i % run.colors.length] }));
  return { epochs, lines: colored, domain: run.domain, cursor: run.cursor, text: short, tick: tickText, ...rest };
}

function tableOf({ epochs, lines: list, text }) {
  return {
    head: ["epoch", ...list.map(({ name }) => name)],
    rows: epochs.map((epoch, i) => [epochText(epoch), ...list.map(({ values }) => text(values[i]))]),
  };
}

function gap(run) {
  const { epoch, series } = run.history ?? { epoch: [], series: {} };
  if (!epoch.length || !series.val_loss || !series.loss) return null;
  const values = epoch.map((_, i) => difference(series.val_loss[i], series.loss[i]));
  const chart = lines(run, epoch, [{ name: "validation − training", values }], { label: "Gap of the loss" });
  const at = momentOf(chart);
  const side = values[at] > 0 ? "above" : "below";
  const sentence = `At epoch ${epochText(epoch[at])} the validation loss is ${short(Math.abs(values[at]))} ${side} the training loss.`;
  return { kind: "lines", chart, sentence, table: tableOf(chart) };
}

function difference(a, b) {
  return Number.isFinite(a ?? Number.NaN) && Number.isFinite(b ?? Number.NaN) ? a - b : null;
}

function rate(run) {
  const vitals = run.effects?.vitals;
  if (!vitals?.rates.some((value) => value !== null)) return null;
  const chart = lines(run, vitals.epochs, [{ name: "learning rate", values: vitals.rates }], {
    label: "Learning rate",
  });
  const value = vitals.rates[momentOf(chart)];
  const first = vitals.rates.find((own) => own !== null);
  const change = value === first ? "as at the start" : `${percent(value / first)} of that at the start`;
  return { kind: "lines", chart, sentence: `The learning rate is ${short(value)}, ${change}.`, table: tableOf(chart) };
}

function perLayer(run, values, rest) {
  const own = run.effects?.gradients;
  if (!own?.[values].flat().some((value) => value > 0)) return null;
  const list = own.layers.map((name, i) => ({ name, values: own[values][i] }));
  return lines(run, own.epochs, list, { log: true, ...rest });
}

/** The lines with the largest and the smallest value at the moment on show. */
export function ends(chart) {
  const at = momentOf(chart);
  const there = chart.lines.filter(({ values }) => Number.isFinite(values[at] ?? Number.NaN));
  const sorted = there.map(({ name, values }) => ({ name, value: values[at] })).sort((a, b) => a.value - b.value);
  return sorted.length ? [sorted[0], sorted[sorted.length - 1]] : null;
}

function told({ name, value }, text) {
  return `${name} (${text(value)})`;
}

function gradients(run) {
  const chart = perLayer(run, "sizes", { label: "Size of the gradient of each layer's weights" });
  if (!chart) return null;
  const found = ends(chart);
  const sentence = !found
    ? "The gradient is no number at this moment."
    : found[0].name === found[1].name
      ? `The gradient of ${found[0].name} is ${short(found[0].value)}.`
      : `The gradient is largest in ${told(found[1], short)} and smallest in ${told(found[0], short)}.`;
  return { kind: "lines", chart, sentence, table: tableOf(chart) };
}

function updates(run) {
  const text = (value) => `${short(value === null ? null : 100 * value)} %`;
  const chart = perLayer(run, "ratios", {
    level: USUAL_STEP,
    text,
    tick: (value) => `${tickText(100 * value)} %`,
    label: "Step against weights in each layer",
  });
  if (!chart) return null;
  const found = ends(chart);
  const sentence = found
    ? `One step changes ${told(found[0], text)} least and ${told(found[1], text)} most, against its weights; 0.1 % is usual.`
    : "The step is no number at this moment.";
  return { kind: "lines", chart, sentence, table: tableOf(chart) };
}

function fans(run, of) {
  const vitals = run.effects?.vitals;
  const names = vitals?.[of === "weights" ? "weighted" : "layers"];
  if (!names?.length) return null;
  const list = names.map((name, i) => ({ name, quantiles: vitals[of][i] }));
  const chart = { epochs: vitals.epochs, fans: list, domain: run.domain, cursor: run.cursor };
  const at = momentOf(chart);
  const width = ({ quantiles }) => quantiles[5][at] - quantiles[1][at];
  const widest = list.reduce((best, fan) => (width(fan) > width(best) ? fan : best));
  const [low, high] = [1, 5].map((k) => short(widest.quantiles[k][at]));
  const sentence = `The ${of} of ${widest.name} are spread most: nine of ten lie between ${low} and ${high}.`;
  const rows = list.map(({ name, quantiles }) => [name, ...quantiles.map((values) => short(values[at]))]);
  const head = ["layer", "least", "5 %", "25 %", "middle", "75 %", "95 %", "most"];
  return { kind: "fans", chart, sentence, table: { head, rows } };
}

function wholePercent(value) {
  return `${Math.round(100 * value)} %`;
}

function units(run) {
  const vitals = run.effects?.vitals;
  if (!vitals) return null;
  const list = ["silent", "saturated"].flatMap((of) =>
    vitals.layers
      .map((name, i) => ({ name: `${name}, ${of === "silent" ? "dead" : "saturated"}`, values: vitals[of][i] }))
      .filter(({ values }, i) => i < vitals.layers.length - 1 && values.some((value) => value !== null)),
  );
  if (!list.length) return null;
  const chart = lines(run, vitals.epochs, list, {
    share: true,
    text: percent,
    tick: wholePercent,
    label: "Dead units, saturated outputs",
  });
  const most = ends(chart)?.[1];
  const sentence = !most?.value
    ? "No hidden unit is dead, and no output is saturated, for the examples looked at."
    : `Most in ${most.name}: ${percent(most.value)}.`;
  return { kind: "lines", chart, sentence, table: tableOf(chart) };
}

function confusion(run) {
  const counts = run.frame?.confusion;
  if (!counts || !run.classes?.length) return null;
  const all = counts.flat().reduce((sum, count) => sum + count, 0);
  const wrong = counts.flatMap((row, truth) => row.map((count, said) => ({ count, truth, said })));
  const off = wrong.filter(({ truth, said }) => truth !== said);
  const missed = off.reduce((sum, { count }) => sum + count, 0);
  const worst = off.reduce((best, cell) => (cell.count > best.count ? cell : best), { count: 0 });
  const sentence = missed
    ? `${missed} of ${all} held-out examples are wrong; most often ${taken(run.classes, worst)}.`
    : `All ${all} held-out examples are right.`;
  const head = ["truth ↓ answer →", ...run.classes];
  const rows = counts.map((row, truth) => [run.classes[truth], ...row.map(String)]);
  return {
    kind: "matrix",
    chart: { counts, classes: run.classes, label: "Confusion matrix" },
    sentence,
    table: { head, rows },
  };
}

function hardestPanel(run) {
  const rows = hardest(run.graph, run.frame);
  if (!rows) return null;
  const [first] = rows;
  const sentence = first
    ? `Most wrong is example ${first[0]}: it is ${first[1]}, ${run.graph.task === "regression" ? "predicted" : "called"} ${first[2]}.`
    : "No held-out example is wrong.";
  return { kind: "words", chart: {}, sentence, table: { head: ["example", "truth", "answer"], rows }, opened: true };
}

function taken(classes, { truth, said, count }) {
  return `${classes[truth]} is taken for ${classes[said]} (${count})`;
}

/** Epochs a second and the time left, as far as the run so far tells. */
export function pace({ epoch, epochs, seconds }) {
  if (!(epoch > 0) || !(seconds > 0)) return null;
  return { speed: epoch / seconds, left: (Math.max(0, epochs - epoch) * seconds) / epoch };
}

function speed(run) {
  const found = pace(run);
  if (!found) return null;
  const left = found.left > 0 ? `, and about ${duration(found.left)} are left` : "";
  const rows = [
    ["epochs a second", short(found.speed)],
    ["seconds an epoch", short(1 / found.speed)],
    ["time so far", duration(run.seconds)],
    ["time left", duration(found.left)],
  ];
  const sentence = `It trains ${short(found.speed)} epochs a second${left}.`;
  return { kind: "words", chart: { rows }, sentence, table: { head: ["", ""], rows } };
}
