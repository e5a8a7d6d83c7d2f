// The picture in numbers: beside the formula's symbols, as tables, and for goals.

import { percent, short } from "../../base/numbers.js";
import { cursed, curvesOf, scattered, windowed } from "./derived.js";
import { label } from "./map.js";
import { ownTable } from "./own_view.js";
import { SEARCHERS, TRIES } from "./state.js";
import { bestSoFar, place } from "./surface.js";

function bestOf(state, world) {
  const { losses } = world;
  if (!losses) return {};
  if (state.view === "curse") return cursed(state, world);
  if (state.view === "search") {
    const ends = Object.values(curvesOf(state, world)).map(({ values }) => values.at(-1));
    return { validation: Math.min(...ends) };
  }
  if (!state.tries.length) return {};
  const validation = bestSoFar(losses.validation, state.tries).at(-1);
  const winner = state.tries.find((one) => losses.validation[place(one)] === validation);
  return { validation, test: losses.test[place(winner)] };
}

export function valuesOf(state, world) {
  const told = windowed(state, world.table);
  const { validation, test } = bestOf(state, world);
  const tried = {
    hand: state.tries.length,
    search: state.budget,
    axes: 16,
    curse: state.drawn,
    own: world.own?.scores.length ?? 0,
  }[state.view];
  const shown = (value) => (Number.isFinite(value) ? short(value) : "–");
  return {
    n: String(tried),
    b: shown(validation),
    T: state.view === "hand" && !state.revealed ? "?" : shown(test),
    z: world.losses ? "578 networks" : "in training",
    m: world.losses ? `${state.rates[1] - state.rates[0] + 1} + ${state.others[1] - state.others[0] + 1}` : "–",
    Ix: told ? percent(told.shares.rate) : "–",
    Iy: told ? percent(told.shares.other) : "–",
  };
}

export function tablesOf(state, world) {
  const { losses, axes, table } = world;
  if (!losses) return [{ caption: "Networks", head: ["What", "Value"], rows: [["Networks in training", "578"]] }];
  if (state.view === "own" && world.own) return [ownTable(world.own)];
  if (state.view === "search") return [searchTable(state, world)];
  if (state.view === "axes") return [shareTable(state, table, axes)];
  if (state.view === "curse") return [curseTable(state, world)];
  return [handTable(state, losses, axes)];
}

function handTable({ tries }, losses, axes) {
  const rows = tries.map((one, i) => [
    i + 1,
    label(axes.rate.values[one[0]]),
    label(axes.other.values[one[1]]),
    short(losses.validation[place(one)]),
  ]);
  const none = [["none yet", "", "", ""]];
  return {
    caption: `Networks that you trained, of ${TRIES}`,
    head: ["Trial", axes.rate.title, axes.other.title, "Validation loss"],
    rows: rows.length ? rows : none,
  };
}

function searchTable(state, world) {
  const curves = curvesOf(state, world);
  return {
    caption: `Best validation loss after ${state.budget} trials`,
    head: ["Searcher", "Loss", "Plays"],
    rows: Object.entries(curves).map(([name, { values, count }]) => [SEARCHERS[name], short(values.at(-1)), count]),
  };
}

function shareTable(state, table, axes) {
  const { rate, other, both } = windowed(state, table).shares;
  return {
    caption: "Share of the variance of the loss that is explained",
    head: ["Setting", "Share"],
    rows: [
      [axes.rate.title, percent(rate)],
      [axes.other.title, percent(other)],
      ["Only both together", percent(both)],
    ],
  };
}

function curseTable(state, world) {
  const { curves } = cursed(state, world);
  const { validation, test } = curves;
  return {
    caption: `The best of n random networks, chosen by ${world.held[state.held]} points, on average`,
    head: ["n", "Validation loss", "On all other points"],
    rows: world.tried.map((n, i) => [n, short(validation[i]), short(test[i])]),
  };
}

/** What a goal is judged by. */
export function measuresOf(state, world) {
  const told = windowed(state, world.table);
  const best = bestOf(state, world);
  const different = new Set(scattered(state, world.axes).map(([rate]) => rate)).size;
  return {
    ready: Number(Boolean(world.losses)),
    tries: state.tries.length,
    hand: Number(state.view === "hand"),
    axes: Number(state.view === "axes"),
    rates: different,
    straight: Number(state.straight),
    ...(told ? { share_rate: told.shares.rate, share_other: told.shares.other } : {}),
    ...(Number.isFinite(best.validation) ? { best: best.validation } : {}),
  };
}
