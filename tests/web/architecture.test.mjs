import assert from "node:assert/strict";
import { test } from "node:test";
import { depths, lanesOf } from "../../nnviz/web/base/lanes.js";
import { fold, foldable, groups, holds } from "../../nnviz/web/build/blocks.js";
import { bytes, facts } from "../../nnviz/web/build/details.js";
import { faces, glyphOf, scaleOf, unitCentres, windowOn } from "../../nnviz/web/build/glyphs.js";
import { labelOf, layoutGraph, wire } from "../../nnviz/web/build/layout.js";
import { compact } from "../../nnviz/web/build/list.js";

const node = (id, inputs, kind = "Conv2D", shape = [8, 8, 16]) => ({
  id,
  name: id,
  kind,
  inputs,
  shape,
  enabled: true,
});
const residual = [
  node("input", [], "Input"),
  node("a", ["input"]),
  node("b", ["a"]),
  node("c", ["b"]),
  node("add", ["c", "a"], "Add"),
  node("out", ["add"]),
];
const branches = [
  node("input", [], "Input"),
  node("p", ["input"]),
  node("q", ["input"]),
  node("r", ["q"]),
  node("join", ["p", "r"], "Concatenate"),
  node("out", ["join"]),
];

/** A chain of `count` times the kinds, each repeat optionally ended by an Add that skips back to its start. */
function chain(count, kinds, skip = () => false) {
  const nodes = [node("input", [], "Input"), node("stem", ["input"])];
  for (let i = 0; i < count; i++) {
    const start = nodes.at(-1).id;
    kinds.forEach((kind, j) => nodes.push(node(`${kind}${i}_${j}`, [nodes.at(-1).id], kind)));
    if (skip(i)) nodes.push(node(`Add${i}`, [nodes.at(-1).id, start], "Add"));
  }
  return [...nodes, node("head", [nodes.at(-1).id], "Dense")];
}

test("a column is the longest way from the data", () => {
  assert.deepEqual([...depths(residual).values()], [0, 1, 2, 3, 4, 5]);
  assert.deepEqual([...depths(branches).values()], [0, 1, 1, 2, 3, 4]);
});

test("a chain keeps its lane; a branch gets one of its own, and the join comes back to the first", () => {
  assert.deepEqual([...lanesOf(residual, depths(residual)).values()], [0, 0, 0, 0, 0, 0]);
  assert.deepEqual([...lanesOf(branches, depths(branches)).values()], [0, 0, 1, 1, 0, 0]);
});

test("a further input stands before what takes it, in a lane of its own, wherever the list names it", () => {
  const join = [
    node("a", ["input"]),
    node("b", ["a"]),
    node("join", ["b", "late"], "Concatenate"),
    node("out", ["join"]),
  ];
  const nodes = [node("input", [], "Input"), node("late", [], "Input", [5]), ...join];
  const columns = depths(nodes);
  assert.deepEqual([...columns.values()], [0, 2, 1, 2, 3, 4]);
  assert.deepEqual(Object.fromEntries(lanesOf(nodes, columns)), { input: 0, a: 0, b: 0, late: 1, join: 0, out: 0 });
  assert.deepEqual(labelOf({ ...nodes[1] }), { name: ["late"], kind: "", shape: "5" });
  const early = [
    ...nodes.slice(0, 2),
    node("row", ["late"], "Dense", [6]),
    ...join.slice(0, 2),
    node("join", ["b", "row"], "Concatenate"),
  ];
  assert.deepEqual(Object.fromEntries(lanesOf(early, depths(early))), {
    input: 0,
    late: 1,
    row: 1,
    a: 0,
    b: 0,
    join: 0,
  });
});

test("further inputs are not folded away", () => {
  const inputs = ["p", "q", "r", "s"].map((id) => node(id, [], "Input", [3]));
  assert.deepEqual(
    groups([node("input", [], "Input"), ...inputs, node("join", ["input", "p", "q", "r", "s"], "Concatenate")]),
    [],
  );
});

test("a skip is an arc, a change of lane a bend, the rest straight", () => {
  const forms = (nodes) =>
    Object.fromEntries(layoutGraph(nodes).edges.map((edge) => [`${edge.from}>${edge.to}`, edge.form]));
  assert.equal(forms(residual)["a>add"], "arc");
  assert.equal(forms(residual)["c>add"], "straight");
  assert.deepEqual(
    [forms(branches)["input>q"], forms(branches)["q>r"], forms(branches)["r>join"]],
    ["bend", "straight", "bend"],
  );
});

test("an arc over another arc lies higher", () => {
  const nested = [...residual.slice(0, 5), node("last", ["add", "input"], "Add")];
  const levels = layoutGraph(nested)
    .edges.filter(({ form }) => form === "arc")
    .map(({ from, level }) => [from, level]);
  assert.deepEqual(levels, [
    ["a", 1],
    ["input", 2],
  ]);
});

test("nothing overlaps, everything is inside, and every wire is a path", () => {
  for (const nodes of [residual, branches, chain(6, ["Conv2D", "ReLU"], () => true)]) {
    const { places, edges, width, height } = layoutGraph(nodes);
    const all = [...places.values()];
    for (const a of all) {
      assert.ok(a.x >= 0 && a.x + a.glyph.width <= width && a.y >= 0 && a.y + a.glyph.height <= height);
      for (const b of all) if (b.column === a.column + 1 && b.lane === a.lane) assert.ok(b.x > a.x + a.glyph.width);
    }
    for (const edge of edges) assert.match(wire(edge, places), /^M[\d.,-]+[A-Z]/);
  }
});

test("volumes are to scale: half the pixels, half the height; window 3 of 8 pixels, 3/8 of the face", () => {
  const scale = scaleOf([node("a", [], "", [8, 8, 1]), node("b", [], "", [4, 4, 8])]);
  const [large, small] = [glyphOf([8, 8, 1], scale), glyphOf([4, 4, 8], scale)];
  assert.ok(Math.abs(large.front / small.front - 2) < 1e-9);
  assert.ok(Math.abs(large.dx / small.dx - 2) < 1e-9);
  const [topNear, topFar, lowFar] = windowOn(large, [3, 3], [8, 8]);
  assert.ok(Math.abs(topFar[0] - topNear[0] - (3 / 8) * large.dx) < 1e-9);
  assert.ok(Math.abs(lowFar[1] - topFar[1] - (3 / 8) * large.front) < 1e-9);
  assert.deepEqual(windowOn(large, [99, 99], [8, 8])[0], [large.thick, large.dy]);
});

test("thickness grows as the square root of the channels", () => {
  const thick = (channels) => glyphOf([8, 8, channels], 4).thick;
  assert.ok(Math.abs((thick(64) - thick(16)) / (thick(16) - thick(4)) - 2) < 1e-9);
});

test("up to 12 units are drawn one by one, more as a bar, what is not known as a placeholder", () => {
  assert.equal(unitCentres(glyphOf([12], 1)).length, 12);
  assert.equal(glyphOf([13], 1).form, "bar");
  assert.ok(glyphOf([4000], 1).height > glyphOf([40], 1).height);
  assert.equal(glyphOf(null, 1).form, "unknown");
  assert.equal(glyphOf([], 1).count, 1);
  assert.equal(glyphOf([28, 3], 4).form, "plate");
  assert.equal(Object.keys(faces(glyphOf([8, 8, 3], 4))).length, 3);
});

test("repeats of a long chain fold into one box that says how often", () => {
  const nodes = chain(9, ["Conv2D", "BatchNormalization", "ReLU"]);
  assert.ok(foldable(nodes));
  const folded = fold(nodes);
  assert.deepEqual(
    folded.map(({ kind }) => kind),
    ["Input", "Conv2D", "Group", "Dense"],
  );
  assert.deepEqual([folded[2].count, folded[2].period, folded[2].layers], [9, 3, 27]);
  assert.deepEqual(folded[2].inputs, ["stem"]);
  assert.deepEqual(folded[3].inputs, [folded[2].id]);
  assert.ok(holds(folded[2], "ReLU4_2") && !holds(folded[2], "head"));
  assert.equal(fold(nodes, new Set([folded[2].id])).length, nodes.length);
});

test("blocks with and without a skip fold too, and no wire is lost", () => {
  const nodes = chain(
    17,
    [
      "Conv2D",
      "BatchNormalization",
      "ReLU",
      "DepthwiseConv2D",
      "BatchNormalization",
      "ReLU",
      "Conv2D",
      "BatchNormalization",
    ],
    (i) => i % 3 > 0,
  );
  assert.equal(nodes.length, 150);
  const folded = fold(nodes);
  assert.ok(folded.length <= 40, `${folded.length} boxes`);
  assert.equal(
    folded.reduce((sum, one) => sum + (one.layers ?? 1), 0),
    nodes.length,
  );
  const seen = new Set();
  for (const one of folded) {
    for (const source of one.inputs)
      assert.ok(seen.has(source), `${one.id} is fed by ${source}, which does not come before`);
    seen.add(one.id);
  }
});

test("a group that somebody looks into from outside stays open", () => {
  const nodes = chain(4, ["Conv2D", "BatchNormalization", "ReLU"]);
  const spied = [...nodes, node("spy", ["head", "Conv2D1_0"], "Concatenate")];
  for (const one of fold(spied))
    if (one.members) assert.ok(!one.members.slice(0, -1).some(({ id }) => id === "Conv2D1_0"));
});

test("a box adds up what it holds and shows its trouble", () => {
  const nodes = chain(3, ["Conv2D", "BatchNormalization"]).map((one) => ({ ...one, parameters: 10 }));
  nodes[4] = { ...nodes[4], severity: "error", problem: "does not fit" };
  const box = fold(nodes).find(({ members }) => members);
  assert.equal(box.parameters, 10 * box.layers);
  assert.equal(box.severity, "error");
});

test("few layers have nothing to fold", () => {
  assert.equal(foldable(chain(2, ["Conv2D", "ReLU"])), false);
  assert.deepEqual(groups([node("input", [], "Input"), node("a", ["input"])]), []);
});

test("a label is the layer's one name, its kind where the name does not tell it, and its shape", () => {
  assert.deepEqual(labelOf(node("global_average_pooling2d_1", [], "GlobalAveragePooling2D", [16])), {
    name: ["global_average_", "pooling2d_1"],
    kind: "",
    shape: "16",
  });
  assert.deepEqual(labelOf({ ...node("dense_1", [], "Dense", [4]), name: "first look" }), {
    name: ["first look"],
    kind: "Dense",
    shape: "4",
  });
  assert.deepEqual(labelOf(node("dense_1", [], "Dense", null)), { name: ["dense_1"], kind: "", shape: "" });
});

test("sizes in words", () => {
  assert.equal(bytes(340), "340 B");
  assert.equal(bytes(12_400), "12.4 kB");
  assert.equal(bytes(3_100_000), "3.10 MB");
  assert.equal(compact(9_999), "9,999");
  assert.equal(compact(12_810), "12.8k");
  assert.equal(compact(25_600_000), "25.6M");
  assert.deepEqual(facts({ ...node("d", ["a"], "Dense", [10]), parameters: 330, trainableParameters: 330 }), [
    ["gives", "10"],
    ["parameters", "330"],
  ]);
});

test("a note has a line of its own under the shape, and room", () => {
  const plain = layoutGraph(residual);
  const noted = layoutGraph(residual.map((node) => ({ ...node, note: "0.000123" })));
  assert.equal(labelOf({ ...residual[1], note: "0.5" }).note, "0.5");
  assert.equal(noted.height - plain.height, 15);
});
