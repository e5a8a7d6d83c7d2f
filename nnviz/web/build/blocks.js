// Repeats in a long network: groups of layers of the same kinds, wired the same way, each shown as one. Pure functions.

const LONGEST = 24; // layers in one group
const MANY = 24; // a network with more nodes than this is shown with its repeats folded
const LEAST = 3; // a group hides at least this many layers

/** Whether folding is worth offering at all. */
export function foldable(nodes) {
  return nodes.length > 12 && groups(nodes).length > 0;
}

export function foldsByDefault(nodes) {
  return nodes.length > MANY;
}

/** The nodes with every group that is not in `open` replaced by one node that holds its `members`; groups of groups too. */
export function fold(nodes, open = new Set()) {
  let folded = nodes;
  for (let level = 0; level < 3; level++) {
    if (level > 0 && folded.length <= MANY) break;
    const next = foldOnce(folded, open, level);
    if (next.length === folded.length) break;
    folded = next;
  }
  return folded;
}

function foldOnce(nodes, open, level) {
  const out = [];
  let at = 0;
  for (const group of groups(nodes)) {
    const id = `group${level}:${nodes[group.start].id}`;
    if (open.has(id)) continue;
    out.push(...nodes.slice(at, group.start));
    at = group.start + group.period * group.count;
    out.push(box(id, nodes.slice(group.start, at), group));
  }
  out.push(...nodes.slice(at));
  const stands = new Map();
  for (const node of out) for (const one of node.members ?? []) stands.set(one.id, node.id);
  return out.map((node) => ({ ...node, inputs: [...new Set(node.inputs.map((id) => stands.get(id) ?? id))] }));
}

/**
 * [{start, period, count}, …] in order: `count` times the same `period` layers. The pattern that hides most layers is
 * taken first, wherever it occurs twice or more, then the next among what is left.
 */
export function groups(nodes) {
  const places = new Map(nodes.map((node, at) => [node.id, at]));
  const signs = nodes.map((node, at) => `${signOf(node)}|${node.inputs.map((id) => at - places.get(id)).join()}`);
  const taken = nodes.map(({ kind }, at) => at === 0 || kind === "Input");
  const found = [];
  for (;;) {
    const best = bestPattern(signs, taken, nodes, places);
    if (!best) return runs(found, nodes, places).sort((a, b) => a.start - b.start);
    for (const start of best.starts) {
      found.push({ start, period: best.period, sign: best.sign });
      taken.fill(true, start, start + best.period);
    }
  }
}

function signOf(node) {
  return `${node.kind}${node.enabled === false ? " off" : ""}${node.pattern ?? ""}`;
}

function bestPattern(signs, taken, nodes, places) {
  let best = null;
  for (let period = Math.min(LONGEST, signs.length >> 1); period >= 1; period--) {
    const seen = new Map();
    for (let start = 1; start + period <= signs.length; start++) {
      if (taken.slice(start, start + period).some(Boolean)) continue;
      const sign = signs.slice(start, start + period).join(" ");
      const starts = seen.get(sign) ?? [];
      if (starts.length && starts[starts.length - 1] + period > start) continue;
      seen.set(sign, [...starts, start]);
    }
    for (const [sign, all] of seen) {
      if (all.length < 2 || (all.length - 1) * period <= (best?.hidden ?? 0)) continue;
      const starts = all.filter((start) => closed(nodes, places, start, period));
      const hidden =
        starts.length < 2 || (period < LEAST && !adjacent(starts, period)) ? 0 : (starts.length - 1) * period;
      if (hidden >= LEAST && hidden > (best?.hidden ?? 0)) best = { period, sign, starts, hidden };
    }
  }
  return best;
}

/** Short patterns count only where they stand side by side. */
function adjacent(starts, period) {
  return starts.length * period >= 4 && starts.every((start, i) => i === 0 || start - starts[i - 1] === period);
}

/** Whether nothing outside looks into the middle of it, so that one box can stand for it. */
function closed(nodes, places, start, length) {
  const end = start + length;
  return nodes
    .slice(end)
    .every((node) => node.inputs.every((id) => places.get(id) < start || places.get(id) >= end - 1));
}

/** Neighbours of one pattern joined into one group, where that too is closed. */
function runs(found, nodes, places) {
  const joined = [];
  for (const { start, period, sign } of [...found].sort((a, b) => a.start - b.start)) {
    const last = joined[joined.length - 1];
    const follows = last && last.sign === sign && last.start + last.period * last.count === start;
    if (follows && closed(nodes, places, last.start, last.period * (last.count + 1))) last.count += 1;
    else joined.push({ start, period, count: 1, sign });
  }
  return joined;
}

function box(id, members, { period, count }) {
  const inside = new Set(members.map((member) => member.id));
  const sum = (key) => members.reduce((total, member) => total + (member[key] ?? 0), 0);
  const trouble = members.find((member) => member.severity === "error") ?? members.find((member) => member.severity);
  const kinds = members.slice(0, period).map((member) => (member.members ? member.pattern : member.kind));
  return {
    id,
    kind: "Group",
    members,
    period,
    count,
    enabled: true,
    name: id,
    shape: members[members.length - 1].shape,
    pattern: `(${kinds.join(", ")})`,
    layers: members.reduce((total, member) => total + (member.layers ?? 1), 0),
    title: `${count > 1 ? `${count} × ` : ""}${kinds.join(", ")}`,
    inputs: [...new Set(members.flatMap((member) => member.inputs).filter((source) => !inside.has(source)))],
    parameters: sum("parameters"),
    trainableParameters: sum("trainableParameters"),
    memory: sum("memory"),
    multiplyAdds: sum("multiplyAdds"),
    problem: trouble?.problem ?? "",
    severity: trouble?.severity ?? "",
  };
}

/** Whether a (possibly folded) node is or holds the layer of that id. */
export function holds(node, id) {
  return node.id === id || (node.members ?? []).some((member) => holds(member, id));
}
