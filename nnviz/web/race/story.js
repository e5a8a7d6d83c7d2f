// What a race has recorded: its networks, and what each was at which epoch. Nothing here knows the screen.

const STEPS = 254; // one byte an entry: 0 to 254 from the low end to the high one, 255 for no number

export function emptyStory(labels = []) {
  return { ground: null, networks: labels.map((label) => ({ label, frames: [], rows: [] })), epochs: [0], state: "" };
}

/** More networks than before: a search draws them one after another. */
export function grow(story, labels) {
  for (const label of labels.slice(story.networks.length)) story.networks.push({ label, frames: [], rows: [] });
}

/** Takes in what was heard: lines as nnviz/studies/lockstep.py writes them. */
export function tell(story, { lines = [], state, message = "", states = [] }) {
  Object.assign(story, { state, message });
  for (const line of lines) {
    if (line.ground) story.ground = line.ground;
    else if (line.ended) story.seconds = line.seconds;
    else if ("label" in line) describe(story, line);
    else addFrame(story, line);
  }
  for (const [i, own] of states.entries()) stand(story.networks[i], own);
  if (lines.length) story.epochs = timeline(story.networks);
}

/** How a network stands now, also when it was not recorded anew. */
function stand(network, state) {
  if (!network) return;
  network.state = state;
  const last = network.frames.at(-1);
  if (last) last.state = state;
}

function describe(story, { network, ...words }) {
  story.ground ??= words.data;
  story.networks[network] = { frames: [], rows: [], ...words, data: words.data ?? story.ground };
}

function addFrame(story, { network, rows, ...frame }) {
  const own = story.networks[network];
  const from = own.frames.at(-1);
  rows.forEach((row, i) => {
    const share = (i + 1) / rows.length;
    const took = (from?.took ?? 0) + share * (frame.took - (from?.took ?? 0));
    own.rows.push({ epoch: own.rows.length + 1, step: (own.rows.length + 1) * own.steps_per_epoch, took, ...row });
  });
  own.frames.push(frame);
}

/** Every epoch at which some network was recorded, in order. */
function timeline(networks) {
  return [...new Set(networks.flatMap(({ frames }) => frames.map(({ epoch }) => epoch)))].sort((a, b) => a - b);
}

/** The last frame of a network up to an epoch; null before its first. */
export function frameAt(network, epoch) {
  let last = null;
  for (const frame of network.frames) if (frame.epoch <= epoch || !last) last = frame;
  return last;
}

/** The scores of a network up to an epoch: {loss, accuracy, …}, {} before its first epoch has ended. */
export function scoresAt(network, frame) {
  return (frame && network.rows[Math.min(frame.epoch, network.rows.length) - 1]) ?? {};
}

/** What all networks are at an epoch: [{label, state, epoch, parameters, layers, gradients, …, loss, …}]. */
export function momentOf(story, epoch) {
  return story.networks.map((network) => {
    const frame = frameAt(network, epoch);
    const { label, parameters, layers } = network;
    return { label, parameters, layers, ...frame, ...scoresAt(network, frame), epoch: frame?.epoch ?? 0 };
  });
}

/** A frame's answer over the plane: {values, shape [outputs, rows, cols]}; null where there is no plane. */
export function outputOf(ground, frame) {
  if (!ground?.plane || typeof frame?.output !== "string") return null;
  const { rows, cols } = ground.plane;
  const [low, high] = ground.range;
  const text = atob(frame.output);
  const values = new Float32Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const step = text.charCodeAt(i);
    values[i] = step > STEPS ? Number.NaN : low + ((high - low) * step) / STEPS;
  }
  return { values, shape: [values.length / (rows * cols), rows, cols] };
}

/** Whether a race still goes on, or is about to. */
export function isUnderWay({ state }) {
  return state === "waiting" || state === "running";
}
