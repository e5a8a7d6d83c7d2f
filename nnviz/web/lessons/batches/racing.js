// Trainings compared: who is lowest after the same number of epochs, of updates, or of seconds. Pure functions.

/** {epoch: epochs, update: …, second: …} at each recorded point of a run. */
export function axisOf(run, axis) {
  const { epochs, steps_per_epoch: steps, microseconds } = run;
  if (axis === "epoch") return epochs;
  if (axis === "update") return epochs.map((epoch) => epoch * steps);
  return epochs.map((epoch) => (epoch * steps * microseconds) / 1e6);
}

/** How far all runs reach on an axis: as far as the shortest of them. */
export function budgetOf(runs, axis) {
  return Math.min(...runs.map((run) => axisOf(run, axis).at(-1)));
}

/** The loss of a run at a place on an axis, between two recorded points on a straight line. */
export function lossAt(run, axis, at) {
  const places = axisOf(run, axis);
  const after = places.findIndex((place) => place >= at);
  if (after < 0) return run.loss.at(-1) ?? Number.NaN;
  if (after === 0) return run.loss[0] ?? Number.NaN;
  const [x0, x1] = [places[after - 1], places[after]];
  const [y0, y1] = [run.loss[after - 1] ?? Number.NaN, run.loss[after] ?? Number.NaN];
  return y0 + ((y1 - y0) * (at - x0)) / (x1 - x0 || 1);
}

/** [{label, loss}] of all runs at the end of what they share, lowest first. */
export function ranking(runs, axis) {
  const end = budgetOf(runs, axis);
  const rows = runs.map((run) => ({ label: run.label, loss: lossAt(run, axis, end) }));
  return rows.sort(
    (one, other) =>
      (Number.isFinite(one.loss) ? one.loss : Infinity) - (Number.isFinite(other.loss) ? other.loss : Infinity),
  );
}
