// What a reader's words are found in: lessons and the glossary's terms, the best first.

const WEIGHTS = { title: 12, words: 5, text: 1 };
const EXCERPT = 110;

/** Words to search by: without accents, in lower case. */
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** "Learning-rate, β" → ["learning", "rate", "β"] */
export function tokens(query) {
  return fold(query).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Where a word of the text begins with the token; -1 for nowhere. */
function place(text, token) {
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1])) return at;
  }
  return -1;
}

/**
 * `entries`: [{title, words: what also names it, text: [[heading, text], …], …}], as the page gives them.
 * @returns those in which every token begins a word, the best first: [{entry, heading, excerpt, score}]
 */
export function search(entries, query) {
  const wanted = tokens(query);
  if (!wanted.length) return [];
  return entries
    .map((entry) => found(entry, wanted))
    .filter(Boolean)
    .sort((a, b) => b.score - a.score);
}

function found(entry, wanted) {
  const [title, words] = [fold(entry.title), fold(entry.words)];
  const text = entry.text.map(([heading, body]) => [heading, body, fold(`${heading} ${body}`)]);
  let score = 0;
  for (const token of wanted) {
    const hits = [
      place(title, token) >= 0 && WEIGHTS.title,
      place(words, token) >= 0 && WEIGHTS.words,
      text.some(([, , folded]) => place(folded, token) >= 0) && WEIGHTS.text,
    ];
    const best = Math.max(...hits.map(Number));
    if (!best) return null;
    score += best;
  }
  if (title === wanted.join(" ")) score += WEIGHTS.title;
  const [heading, body] = bestPart(text, wanted) ?? ["", ""];
  return { entry, heading, excerpt: excerpt(body, wanted), score };
}

/** The part of the text with most of the tokens in it; null where none has any. */
function bestPart(text, wanted) {
  let [best, most] = [null, 0];
  for (const part of text) {
    const count = wanted.filter((token) => place(part[2], token) >= 0).length;
    if (count > most) [best, most] = [part, count];
  }
  return best;
}

/** About a line of the text around its first hit, cut between words. */
export function excerpt(text, wanted) {
  const folded = fold(text);
  const places = wanted.map((token) => place(folded, token)).filter((at) => at >= 0);
  if (!places.length) return "";
  const at = Math.min(...places);
  const from = at < EXCERPT / 2 ? 0 : text.indexOf(" ", at - EXCERPT / 3) + 1;
  const cut = text.slice(from, from + EXCERPT);
  const end = from + EXCERPT >= text.length ? cut : `${cut.slice(0, cut.lastIndexOf(" "))} …`;
  return from ? `… ${end}` : end;
}

/** Text in pieces, those that a token begins in marked: [[piece, whether it was searched for], …] */
export function marked(text, wanted) {
  const pieces = text.match(/[\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}]+/gu) ?? [];
  return pieces.map((piece) => [piece, wanted.some((token) => fold(piece).startsWith(token))]);
}
