// Repeats in a long network: runs of layers of the same kinds, wired the same way, shown as one. Pure functions.

const LONGEST_PERIOD = 24;
const MANY = 24; // a network with more nodes than this is shown with its repeats folded

/** Whether folding is worth offering at all. */
export function foldable(nodes) {
  return nodes.length > 12 && repeats(nodes).length > 0;
}

export function foldsByDefault(nodes) {
  return nodes.length > MANY;
}

/** [{start, period, count}, …] of the repeats in `nodes`, longest cover first found, without overlap. */
export function repeats(nodes) {
  const places = new Map(nodes.map((node, at) => [node.id, at]));
  const signs = nodes.map((node, at) => `${node.kind}|${node.enabled}|${node.inputs.map((id) => at - places.get(id)).join()}`);
  const found = [];
  let at = 1;
  while (at < nodes.length) {
    const best = longestAt(signs, at);
    if (best && worthwhile(best) && closed(nodes, best)) {
      found.push(best);
      at = best.start + best.period * best.count;
    } else at += 1;
  }
  return found;
}

/** A repeat of one kind alone (Dense, Dense) is folded from four on; of several kinds from two on. */
function worthwhile({ period, count }) {
  return period === 1 ? count >= 4 : count >= 2;
}

function longestAt(signs, start) {
  let best = null;
  for (let period = 1; period <= LONGEST_PERIOD && start + 2 * period <= signs.length; period++) {
    let count = 1;
    while (same(signs, start, start + count * period, period)) count += 1;
    const covered = count * period;
    if (count > 1 && covered > (best ? best.period * best.count : 0)) best = { start, period, count };
  }
  return best;
}

function same(signs, a, b, length) {
  if (b + length > signs.length) return false;
  for (let i = 0; i < length; i++) if (signs[a + i] !== signs[b + i]) return false;
  return true;
}

/** Whether nothing after the repeat looks into its middle, so that one box can stand for it. */
function closed(nodes, { start, period, count }) {
  const end = start + period * count;
  const inside = new Set(nodes.slice(start, end - 1).map((node) => node.id));
  return nodes.slice(end).every((node) => !node.inputs.some((id) => inside.has(id)));
}

/** The nodes with every repeat that is not in `open` replaced by one node that holds its `members`. */
export function fold(nodes, open = new Set()) {
  const out = [];
  let at = 0;
  for (const repeat of repeats(nodes)) {
    const id = `repeat:${nodes[repeat.start].id}`;
    if (open.has(id)) continue;
    out.push(...nodes.slice(at, repeat.start));
    at = repeat.start + repeat.period * repeat.count;
    out.push(folded(id, nodes.slice(repeat.start, at), repeat));
  }
  out.push(...nodes.slice(at));
  const stands = new Map(out.flatMap((node) => (node.members ?? [node]).map((one) => [one.id, node.id])));
  return out.map((node) => ({ ...node, inputs: [...new Set(node.inputs.map((id) => stands.get(id) ?? id))] }));
}

function folded(id, members, { period, count }) {
  const inside = new Set(members.map((member) => member.id));
  const last = members[members.length - 1];
  const sum = (key) => members.reduce((total, member) => total + (member[key] ?? 0), 0);
  const trouble = members.find((member) => member.severity === "error") ?? members.find((member) => member.severity);
  return {
    id, kind: "Repeat", members, period, count, enabled: true, name: id, shape: last.shape,
    title: `${count} × ${members.slice(0, period).map((member) => member.kind).join(", ")}`,
    inputs: [...new Set(members.flatMap((member) => member.inputs).filter((source) => !inside.has(source)))],
    parameters: sum("parameters"), trainableParameters: sum("trainableParameters"), memory: sum("memory"),
    multiplyAdds: sum("multiplyAdds"), problem: trouble?.problem ?? "", severity: trouble?.severity ?? "",
  };
}
