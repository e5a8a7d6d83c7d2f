import assert from "node:assert/strict";
import { test } from "node:test";
import { columnsFor, differenceOf, limitOf, limitOfAll, sentenceOf } from "../../nnviz/web/inspect/layer_scale.js";
import { tileSize } from "../../nnviz/web/inspect/layer_strip.js";

const picture = {
  title: "a",
  first: 0,
  total: 2,
  units: 2,
  rows: 1,
  cols: 2,
  least: -3,
  most: 2,
  lows: [-3, 0],
  highs: [1, 2],
  values: new Float32Array([-3, 1, 0, 2]),
};

test("a scale is that of a unit, of the layer or of all layers, and the figure says which", () => {
  const all = limitOfAll([picture, { least: 0, most: 8 }, { least: null, most: null }]);
  assert.equal(all, 8);
  assert.deepEqual(
    ["unit", "layer", "all"].map((scale) => limitOf(picture, 1, scale, all)),
    [2, 3, 8],
  );
  assert.match(sentenceOf(picture, "layer", all, String), /−3 to 3/);
  assert.match(sentenceOf({ ...picture, least: 0 }, "all", all, String), /0 to 8/);
  assert.match(sentenceOf(picture, "unit", all, String), /of its own/);
  assert.equal(limitOf({ ...picture, lows: [null], highs: [null] }, 0, "unit", all), 1, "nothing finite");
});

test("a difference is that of the same units of the same layer, around zero", () => {
  const other = { ...picture, values: new Float32Array([-1, 1, Number.NaN, 5]) };
  const difference = differenceOf(picture, other);
  assert.deepEqual([...difference.values], [-2, 0, Number.NaN, -3]);
  assert.deepEqual([difference.least, difference.most, difference.highs], [-3, 3, [2, 3]]);
  assert.equal(differenceOf(picture, { ...other, first: 2 }), null);
  assert.equal(differenceOf(picture, null), null);
});

test("pictures fill their room, in full rows where that costs little", () => {
  assert.deepEqual(columnsFor(16, 905, 380, 1, 3).columns, 8);
  assert.deepEqual(columnsFor(1, 100, 50, 1, 3), { columns: 1, side: 50 });
  assert.equal(columnsFor(7, 700, 100, 1, 0).columns, 7);
});

test("tiles become a little narrower where the whole network then fits, and no narrower than can be read", () => {
  assert.equal(tileSize(905, 8).width, 97);
  assert.equal(8 * tileSize(905, 8).width + 7 * 16 <= 895, true);
  assert.equal(tileSize(905, 20).width, 118);
  assert.equal(tileSize(2000, 3).width, 118);
});
