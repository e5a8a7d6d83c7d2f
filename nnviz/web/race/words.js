// A race in words and numbers: how it stands, which scores it has, and its table.

import { SCORES, scoreText } from "./curves.js";
import { frameAt, scoresAt } from "./story.js";

/** Which scores were measured, those of the options first. */
export function scoresOf({ story, options }) {
  const measured = new Set(story.networks.flatMap(({ rows }) => Object.keys(rows[0] ?? {})));
  const wanted = options.scores ?? ["val_loss", "loss", "val_accuracy", "accuracy"];
  const known = wanted.filter((name) => measured.has(name));
  return known.length ? known : wanted.slice(0, 1);
}

/** What is awaited, what went wrong, or how it stands. */
export function standing(race) {
  const { story, refusal } = race;
  if (refusal) return refusal;
  if (story.state === "failed") return story.message;
  if (story.state === "gone") return "The training broke off. Start it again.";
  if (story.state === "waiting") return "Waiting for a free worker; the first pictures come within seconds.";
  if (story.state === "running") return `Training ${story.networks.length} networks side by side …`;
  if (story.state !== "finished") return "";
  return `${story.networks.length} networks trained by Keras in ${story.seconds.toFixed(1)} s. Play it again, or drag the time.`;
}

export function tablesOf(race) {
  const { story, epoch } = race;
  if (!story.networks.some(({ frames }) => frames.length)) return [];
  const scores = scoresOf(race);
  const rows = story.networks.map((network) => {
    const frame = frameAt(network, epoch);
    const own = scoresAt(network, frame);
    const state = frame?.state ?? "waiting";
    return [
      network.label,
      network.parameters ?? "",
      frame?.epoch ?? 0,
      state,
      ...scores.map((name) => scoreText(name, own[name])),
    ];
  });
  const head = ["", "parameters", "epoch", "state", ...scores.map((name) => SCORES[name].toLowerCase())];
  return [{ caption: "Trained side by side", head, rows }];
}
