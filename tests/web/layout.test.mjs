import assert from "node:assert/strict";
import { test } from "node:test";

import {
  arcOf,
  HEAD,
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
const chain = (of) => ({ columns: of, links: of.slice(1).map((_, i) => ({ source: i, target: i + 1 })) });
const space = { width: 700, height: 330 };

test("columns stand at equal distances, tiles do not overlap, everything is inside", () => {
  const layout = layoutNetwork(chain(columns), space);
  const xs = layout.columns.map(({ x }) => x);
  for (let i = 1; i < xs.length; i++) assert.ok(Math.abs(xs[i] - xs[i - 1] - layout.pitch) < 1e-9);
  assert.equal(layout.width, 700);
  assert.ok(
    layout.columns[0].left >= labelRoom(columns[0]) - 9 && layout.columns[3].right + labelRoom(columns[3]) <= 700 + 9,
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

test("every column of a chain is centred on the same line", () => {
  const middles = layoutNetwork(chain(columns), space).columns.map(({ centres }) => (centres[0] + centres.at(-1)) / 2);
  for (const middle of middles) assert.ok(Math.abs(middle - middles[1]) < 1e-9);
});

test("the width is never exceeded; what does not fit the height is counted, and comes back enlarged", () => {
  assert.equal(layoutNetwork(chain(columns), { width: 200, height: 330 }).width, 200);
  const tall = chain([columns[0], { ...columns[1], shown: 16, total: 16 }]);
  const [fit, close] = [1, 3].map((zoom) => layoutNetwork(tall, { width: 300, height: 240, zoom }));
  assert.ok(fit.height <= 240 && fit.columns[1].centres.length + fit.columns[1].more === 16);
  assert.ok(fit.columns[1].more > 0 && close.columns[1].more === 0 && close.width === 900);
});

test("branches stand above each other, and a skip goes over what stands in between", () => {
  const unit = { kind: "channels", shown: 8, total: 8, labels: null };
  const links = [
    [0, 1],
    [1, 2],
    [1, 3],
    [2, 4],
    [3, 4],
    [1, 4],
    [4, 5],
    [5, 6],
    [4, 6],
  ].map(([source, target]) => ({ source, target }));
  const layout = layoutNetwork({ columns: Array(7).fill(unit), links }, space);
  const [, fork, upper, lower, merge] = layout.columns;
  assert.ok(upper.x === lower.x && (upper.bottom < lower.top || lower.bottom < upper.top));
  assert.ok(fork.x < upper.x && upper.x < merge.x);
  assert.equal(layout.ways[8].form, "arc");
  const corners = arcOf(layout, 4, 6, layout.ways[8].level);
  assert.ok(Math.min(...corners.map(([, y]) => y)) < layout.columns[5].top - HEAD.full, "above the heading");
  assert.ok(corners[0][0] === merge.right && corners.at(-1)[0] === layout.columns[6].left);
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
  const layout = layoutNetwork(chain(columns.slice(0, 2)), { width: 400, height: 330 });
  const groups = [{ source: 0, target: 1, shape: [2, 4] }];
  const [source, target] = layout.columns;
  const y = linkHeight(source.centres[1], target.centres[3], linkParameter(0.8));
  const found = nearestLink(layout, groups, source.right + 0.8 * (target.left - source.right), y + 1);
  assert.deepEqual([found.group, found.from, found.to], [0, 1, 3]);
  assert.equal(nearestLink(layout, groups, source.x, y), null);
  assert.equal(nearestLink(layout, [], source.right + 20, y), null);
});

test("arrow keys walk the tiles and pass over columns without any", () => {
  const { columns: placed } = layoutNetwork(chain(columns), space);
  assert.deepEqual(neighbour(placed, { column: 1, unit: 3 }, "ArrowRight"), { column: 3, unit: 0 });
  assert.deepEqual(neighbour(placed, { column: 1, unit: 3 }, "ArrowDown"), { column: 1, unit: 3 });
  assert.deepEqual(neighbour(placed, { column: 1, unit: 3 }, "ArrowLeft"), { column: 0, unit: 1 });
  assert.deepEqual(neighbour(placed, { column: 0, unit: 0 }, "ArrowLeft"), { column: 0, unit: 0 });
});

test("a stronger weight is thicker and denser, none is invisible", () => {
  assert.ok(linkStyle(0).width > 0 && linkStyle(0).alpha > 0);
  assert.ok(linkStyle(1).width > linkStyle(0.5).width && linkStyle(1).alpha <= 1);
});
