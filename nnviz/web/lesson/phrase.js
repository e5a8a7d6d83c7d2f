// Words of a lesson with the glossary's marks (nnviz/views/glossed.py), as nodes; nnviz/web/glossed.js says what they mean.

import { element } from "../base/dom.js";

const MARK = /\[([^\]]*)\]\((learn-glossary\?term=[^ )]+) "([^"]*)"\)/g;

/** "A [weight](learn-glossary?term=weight "…") counts." → ["A ", a link, " counts."] */
export function phrase(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(MARK)) {
    const [whole, words, href, title] = match;
    nodes.push(text.slice(end, match.index), element("a", { href, title }, words));
    end = match.index + whole.length;
  }
  return [...nodes, text.slice(end)];
}
