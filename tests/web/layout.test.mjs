import assert from "node:assert/strict";
import { test } from "node:test";

import {
  labelRoom,
  layoutNetwork,
  linkHeight,
  linkParameter,
  nearestLink,
  neighbour,
} from "../../nnviz/web/train/layout.js";
import { linkStyle } from "../../nnviz/web/train/links.js";

const columns = [
  { kind: "input", shown: 2, total: 2, labels: ["x1", "x2"] },
  { kind: "units", shown: 4, total: 52, labels: null },
  { kind: "other", shown: 0, total: 52, labels: null },
  { kind: "units", shown: 1, total: 1, labels: ["outer"] },
];

test("columns stand at equal distances, tiles do not overlap, everything is inside", () => {
  const layout = layoutNetwork(columns, 700);
  const xs = layout.columns.map(({ x }) => x);
  for (let i = 1; i < xs.length; i++) assert.ok(Math.abs(xs[i] - xs[i - 1] - layout.pitch) < 1e-9);
  assert.equal(layout.width, 700);
  assert.ok(
    layout.columns[0].left >= labelRoom(columns[0]) && layout.columns[3].right + labelRoom(columns[3]) <= 700 + 1e-9,
  );
  for (const { tile, centres, bottom } of layout.columns) {
    for (let i = 1; i < centres.length; i++) assert.ok(centres[i] - centres[i - 1] > tile);
    assert.ok(bottom < layout.height);
  }
  assert.deepEqual(
    layout.columns.map(({ more }) => more),
    [0, 48, 0, 0],
  );
});

test("every column is centred on the same line", () => {
  const middles = layoutNetwork(columns, 700).columns.map(({ centres }) => (centres[0] + centres.at(-1)) / 2);
  for (const middle of middles) assert.ok(Math.abs(middle - middles[1]) < 1e-9);
});

test("a narrow page scrolls instead of squeezing, and tall columns keep a height", () => {
  assert.ok(layoutNetwork(columns, 200).width > 200 && layoutNetwork(columns, 200).pitch >= 92);
  const tall = layoutNetwork([{ ...columns[1], shown: 16 }], 300);
  assert.ok(tall.height < 450 && tall.columns[0].tile >= 16);
});

test("a link is the cubic Bezier with level ends: de Casteljau agrees", () => {
  const [x0, y0, x1, y1] = [10, 20, 110, 220];
  const middle = (x0 + x1) / 2;
  const casteljau = (points, t) =>
    points.length === 1
      ? points[0]
      : casteljau(
          points.slice(1).map((p, i) => points[i] + t * (p - points[i])),
          t,
        );
  for (const t of [0.1, 0.37, 0.5, 0.9]) {
    const share = (casteljau([x0, middle, middle, x1], t) - x0) / (x1 - x0);
    assert.ok(Math.abs(linkParameter(share) - t) < 1e-6);
    assert.ok(Math.abs(linkHeight(y0, y1, t) - casteljau([y0, y0, y1, y1], t)) < 1e-9);
  }
});

test("the link under the pointer is found by its curve, and none far from all", () => {
  const layout = layoutNetwork(columns.slice(0, 2), 400);
  const groups = [{ source: 0, target: 1, shape: [2, 4] }];
  const [source, target] = layout.columns;
  const y = linkHeight(source.centres[1], target.centres[3], linkParameter(0.8));
  const found = nearestLink(layout, groups, source.right + 0.8 * (target.left - source.right), y + 1);
  assert.deepEqual([found.group, found.from, found.to], [0, 1, 3]);
  assert.equal(nearestLink(layout, groups, source.x, y), null);
  assert.equal(nearestLink(layout, [], source.right + 20, y), null);
});

test("arrow keys walk the tiles and pass over columns without any", () => {
  assert.deepEqual(neighbour(columns, { column: 1, unit: 3 }, "ArrowRight"), { column: 3, unit: 0 });
  assert.deepEqual(neighbour(columns, { column: 1, unit: 3 }, "ArrowDown"), { column: 1, unit: 3 });
  assert.deepEqual(neighbour(columns, { column: 1, unit: 3 }, "ArrowLeft"), { column: 0, unit: 1 });
  assert.deepEqual(neighbour(columns, { column: 0, unit: 0 }, "ArrowLeft"), { column: 0, unit: 0 });
});

test("a stronger weight is thicker and denser, none is invisible", () => {
  assert.ok(linkStyle(0).width > 0 && linkStyle(0).alpha > 0);
  assert.ok(linkStyle(1).width > linkStyle(0.5).width && linkStyle(1).alpha <= 1);
});
