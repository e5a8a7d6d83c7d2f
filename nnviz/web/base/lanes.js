// Where the layers of a graph stand: a column for the depth of each, a lane for its branch. Pure functions.
// Nodes are [{id, inputs: [id]}], sources first; a node without inputs is an input.

/** Longest way from an input to every node; a further input stands directly before the first layer that takes it. */
export function depths(nodes) {
  const found = new Map();
  for (const { id, inputs } of nodes) found.set(id, Math.max(-1, ...inputs.map((source) => found.get(source))) + 1);
  for (const { id } of nodes.slice(1).filter(isInput)) {
    const takers = nodes.filter(({ inputs }) => inputs.includes(id)).map((node) => found.get(node.id));
    if (takers.length) found.set(id, Math.min(...takers) - 1);
  }
  return found;
}

/** The last column that each node keeps its lane to: the one before the last node that it feeds. */
export function ends(nodes, columns) {
  const last = new Map(nodes.map(({ id }) => [id, columns.get(id)]));
  for (const { id, inputs } of nodes)
    for (const source of inputs) last.set(source, Math.max(last.get(source), columns.get(id) - 1));
  return last;
}

/** The lane of every node: a chain keeps its lane, a branch takes the nearest one that is free; 0 is the middle. */
export function lanesOf(nodes, columns) {
  const last = ends(nodes, columns);
  const [lanes, tails, until] = [new Map(), [], []];
  for (const { id, inputs } of inputsLast(nodes)) {
    const going = inputs.map((source) => lanes.get(source)).filter((lane, i) => tails[lane] === inputs[i]);
    let lane = going.length ? Math.min(...going) : -1;
    if (lane < 0) {
      const start = Math.min(columns.get(id), ...inputs.map((source) => columns.get(source) + 1));
      lane = 0;
      while (until[lane] !== undefined && until[lane] >= start) lane += 1;
    }
    lanes.set(id, lane);
    tails[lane] = id;
    until[lane] = Math.max(until[lane] ?? 0, last.get(id));
  }
  return lanes;
}

/** Which lane stands at place `position` from the top: 0 in the middle, the others around it in turn. */
export function laneAt(position, count) {
  const stack = [];
  for (let lane = 0; lane < count; lane++) lane % 2 ? stack.push(lane) : stack.unshift(lane);
  return stack[position];
}

/** The nodes in order, but a further input only where it is first taken, so that the way of the data keeps the middle. */
function inputsLast(nodes) {
  const waiting = new Map(
    nodes
      .slice(1)
      .filter(isInput)
      .map((node) => [node.id, node]),
  );
  const found = [];
  for (const node of nodes.filter(({ id }) => !waiting.has(id))) {
    for (const id of node.inputs.filter((source) => waiting.has(source) && !found.includes(waiting.get(source))))
      found.push(waiting.get(id));
    found.push(node);
  }
  return [...found, ...[...waiting.values()].filter((node) => !found.includes(node))];
}

function isInput({ inputs }) {
  return inputs.length === 0;
}
