import assert from "node:assert/strict";
import { test } from "node:test";

import { undoesText } from "../../nnviz/web/base/typing.js";

const press = (element, keys = {}) => ({ key: "z", ctrlKey: true, composedPath: () => [element], ...keys });

test("undo in a field is the text's own; anywhere else it is the page's", () => {
  assert.ok(undoesText(press({ tagName: "INPUT", type: "text" })));
  assert.ok(undoesText(press({ tagName: "TEXTAREA" }, { key: "Y" })));
  assert.ok(undoesText(press({ tagName: "DIV", isContentEditable: true }, { ctrlKey: false, metaKey: true })));
  assert.ok(!undoesText(press({ tagName: "INPUT", type: "range" })));
  assert.ok(!undoesText(press({ tagName: "BUTTON" })));
  assert.ok(!undoesText(press({ tagName: "INPUT", type: "text" }, { key: "a" })));
  assert.ok(!undoesText(press({ tagName: "INPUT", type: "text" }, { ctrlKey: false })));
});
