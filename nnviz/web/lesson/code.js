// A lesson's Python, coloured here: a highlighter for every language would hold the page up before its picture stands.

import { element, setText } from "../base/dom.js";
import { dress } from "../base/dress.js";

const KINDS = ["comment", "string", "keyword", "number"];
const TOKENS = new RegExp(
  [
    /(#.*)/,
    /([fr]?"(?:\\.|[^"\\\n])*"|[fr]?'(?:\\.|[^'\\\n])*')/,
    /\b(and|as|class|def|elif|else|False|for|from|if|import|in|is|lambda|None|not|or|return|True|while|with|yield)\b/,
    /\b(\d[\d_]*(?:\.\d+)?(?:e-?\d+)?)\b/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "g",
);

/** Python → [[kind, text], …], "" for what has no colour; joined, the texts are the code. */
export function tokens(code) {
  const found = [];
  let end = 0;
  for (const match of code.matchAll(TOKENS)) {
    if (match.index > end) found.push(["", code.slice(end, match.index)]);
    found.push([KINDS[match.slice(1).findIndex((group) => group !== undefined)], match[0]]);
    end = match.index + match[0].length;
  }
  return end < code.length ? [...found, ["", code.slice(end)]] : found;
}

export function createCode(host) {
  const text = element("code", {});
  const copy = element("button", { class: "nl-button nl-copy", type: "button", onclick: take }, "Copy");
  const root = element(
    "div",
    { class: "nv-root nl-root nl-code" },
    element("pre", { tabindex: "0", role: "group", "aria-label": "Python code" }, text),
    copy,
  );
  host.append(root);
  let shown = "";

  function update(data) {
    dress(root, data.theme);
    if (data.code === shown) return;
    shown = data.code;
    setText(copy, "Copy");
    text.replaceChildren(
      ...tokens(shown).map(([kind, part]) => (kind ? element("span", { class: `nl-${kind}` }, part) : part)),
    );
  }

  async function take() {
    try {
      await navigator.clipboard.writeText(shown);
      setText(copy, "Copied");
    } catch {
      // no clipboard without a secure connection: the code is selected, ready to be copied by hand
      getSelection().selectAllChildren(text);
      setText(copy, "Selected");
    }
  }

  return { update, destroy: () => root.remove() };
}
