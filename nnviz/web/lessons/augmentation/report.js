// The picture in numbers: beside the formula's symbols, as tables, and for goals.

import { percent } from "../../base/numbers.js";
import { CHANGES } from "./keeping.js";
import { largest } from "./reader.js";
import { plateau } from "./state.js";
import { DIALS } from "./transforms.js";

/** `now`: {state, there, shares, curves, names, truth, kept or null, turned or null}. */
export function valuesOf({ state, there, key, shares, curves, names, kept, turned }) {
  const { title, words } = DIALS[state.dial];
  const told = { t: `${title.toLowerCase()} ${words(state.settings[state.dial])}` };
  if (there) {
    const said = largest(shares);
    told.f = `${names[said]}, ${percent(shares[said])}`;
    const [from, to] = plateau(curves[key]);
    told.p = `${words(from)} to ${words(to)}`;
    told.x = state.own ? "your image" : "8 × 8 pixels";
  }
  if (kept) {
    const all = Object.values(kept).flat();
    const count = all.reduce((sum, row) => sum + row.count, 0);
    told.k = percent(all.reduce((sum, row) => sum + row.kept * row.count, 0) / count);
  }
  if (turned) told.g = `${turned.angles.length} angles`;
  return told;
}

export function tablesOf({ state, there, key, curves, names, kept, turned }, trained) {
  if (state.view === "few" && turned) return [turnedTable(turned), ...trained];
  if (state.view === "few" && trained.length) return trained;
  if (!there)
    return [
      {
        caption: "The dial",
        head: ["dial", "at"],
        rows: [[DIALS[state.dial].title, DIALS[state.dial].words(state.settings[state.dial])]],
      },
    ];
  if (state.view === "keeping" && state.asked && kept) return [keptTable(kept)];
  const { words, title } = DIALS[state.dial];
  const curve = curves[key];
  const every = Math.max(1, Math.round((curve.length - 1) / 12));
  return [
    {
      caption: `${title} from end to end: the likeliest answer`,
      head: ["at", "answer", "probability"],
      rows: curve
        .filter((_, k) => k % every === 0)
        .map(({ at, shares, said }) => [words(at), names[said], percent(shares[said])]),
    },
  ];
}

function keptTable(kept) {
  return {
    caption: "Share of digits whose label stays, and what most of the others become",
    head: ["digit", ...Object.values(CHANGES).map(({ title }) => title)],
    rows: Array.from({ length: 10 }, (_, digit) => [
      digit,
      ...Object.keys(CHANGES).map((name) => {
        const { kept: share, become, share: most } = kept[name][digit];
        return most >= 0.3 ? `${percent(share)} (${become})` : percent(share);
      }),
    ]),
  };
}

function turnedTable({ angles, networks }) {
  return {
    caption: "Share of unseen digits read right, by angle",
    head: ["turned by", ...networks.map(({ title }) => title)],
    rows: angles.map((angle, k) => [`${angle}°`.replace("-", "−"), ...networks.map(({ right }) => percent(right[k]))]),
  };
}

/** What a goal is judged by. */
export function measuresOf({ state, there, key, shares, curves, truth }) {
  const told = {
    ...state.settings,
    digit: state.digit,
    drawn: Number(state.drawn.length > 0),
    flip: Number(state.flip !== "none"),
  };
  if (!there) return told;
  const [from, to] = plateau(curves[key]);
  const { said: answer } = curves[key].reduce((best, own) => (Math.abs(own.at) < Math.abs(best.at) ? own : best));
  return { ...told, answer, said: largest(shares), sure: Math.max(...shares), truth: truth ?? -1, from, to };
}
