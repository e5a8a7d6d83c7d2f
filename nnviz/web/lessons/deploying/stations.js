// A traced request as its stations, and requests with a fault. Pure functions.

import { short, tickText } from "../../base/numbers.js";

export const STATIONS = [
  ["read", "Read: text becomes JSON"],
  ["checked", "Checked: every column, its type, its names"],
  ["prepared", "Prepared: the numbers that training saw"],
  ["network", "Asked: the network"],
  ["meaning", "Meant: its output in the answer’s own unit"],
  ["written", "Written: JSON becomes text"],
];
export const FAULTS = {
  type: "a word for a number",
  unknown: "a name training never saw",
  missing: "a missing column",
  extra: "a column too many",
  broken: "broken off",
};
const MOST = 14; // columns or numbers of one station

/** The station's [{title, seconds or null, rows: [[name, value]], stands: "done", "refused", "never" or "waiting"}] */
export function stationsOf(request) {
  const refusedAt = request?.refused.length ? (request.seconds.read === undefined ? 0 : 1) : STATIONS.length;
  return STATIONS.map(([name, title], i) => {
    const stands = !request ? "waiting" : i < refusedAt ? "done" : i === refusedAt ? "refused" : "never";
    const seconds = stands === "done" ? request.seconds[name] : null;
    return { title, seconds, stands, rows: stands === "done" ? ROWS[name](request) : refusedRows(request, stands) };
  });
}

function refusedRows(request, stands) {
  return stands === "refused" ? request.refused.slice(0, 3).map((sentence) => ["", sentence]) : [];
}

const ROWS = {
  read: ({ sent }) => [["received", `${sent.toLocaleString("en")} bytes`]],
  checked: ({ columns, rows }) =>
    columns?.length ? cut(columns.map(({ name, value }) => [name, worded(value)])) : [["rows", String(rows ?? "")]],
  prepared: ({ columns, prepared: { shape, low, high } }) =>
    columns.length
      ? cut(columns.flatMap(({ inputs }) => inputs.map(({ name, value }) => [name, value])))
      : [["numbers", `${shape.join(" × ")}, from ${short(low)} to ${short(high)}`]],
  network: ({ layers, output }) => [
    ...layers.map(({ name, units, values }) => [
      `${name} (${units})`,
      values
        .slice(0, 8)
        .map((v) => short(v, 2))
        .join("  "),
    ]),
    [
      "output",
      output
        .slice(0, 6)
        .map((v) => short(v))
        .join("  "),
    ],
  ],
  meaning: ({ shown }) => [
    [
      "shown",
      shown
        .slice(0, 6)
        .map((v) => short(v, 4))
        .join("  "),
    ],
  ],
  written: ({ answered }) => [["sent back", `${answered.toLocaleString("en")} bytes`]],
};

function cut(rows) {
  return rows.length > MOST ? [...rows.slice(0, MOST - 1), ["", `and ${rows.length - MOST + 1} more`]] : rows;
}

export function worded(value) {
  if (value === null || value === undefined) return "missing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "number" ? tickText(Number(value.toPrecision(6))) : String(value);
}

/** 3 µs, 1.9 ms, 1.2 s */
export function microseconds(seconds) {
  if (seconds < 1e-3) return `${short(1e6 * seconds, 2)} µs`;
  return seconds < 1 ? `${short(1000 * seconds, 2)} ms` : `${short(seconds, 2)} s`;
}

/**
 * A request with one fault in its first row: a word where a number is expected, a category that is none, a column taken
 * away or added, a text that breaks off.
 */
export function faulty(body, fault) {
  if (fault === "broken") return body.slice(0, Math.floor(body.length * 0.6));
  const request = JSON.parse(body);
  const [row] = request.rows;
  const names = Object.keys(row);
  const number = names.find((name) => typeof row[name] === "number") ?? names[0];
  const word = names.find((name) => name === "day") ?? names.find((name) => typeof row[name] === "string") ?? names[0];
  if (fault === "type") row[number] = "a lot";
  if (fault === "unknown") row[word] = typeof row[word] === "string" ? "Mon" : "no number";
  if (fault === "missing") delete row[number];
  if (fault === "extra") row.weather = "rain";
  return JSON.stringify(request, null, 1);
}
