// The state that a teacher's link sets a picture to, written and read: what an address holds may be anything.

const WORDS = /^[\p{L}\p{N}_ .,:;+×/-]{0,60}$/u;
const MOST = 600;

/** A state as it stands in an address: JSON in base64url, numbers to four digits. */
export function packed(state) {
  const short = (_, value) => (typeof value === "number" ? Number(value.toPrecision(4)) : value);
  const bytes = new TextEncoder().encode(JSON.stringify(state, short));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

/** These of a state's names, as a picture's `state()` tells them. */
export function told(state, names) {
  return structuredClone(Object.fromEntries(names.map((name) => [name, state[name]])));
}

/** Whether a value is of the same kind as the picture's own: the same names, numbers for numbers, lists for lists. */
export function fits(value, own) {
  if (value === null) return true;
  if (own === null || own === undefined) return ["number", "boolean"].includes(typeof value) || isWords(value);
  if (Array.isArray(own)) {
    return Array.isArray(value) && value.length <= MOST && value.every((one) => fits(one, own[0]));
  }
  if (typeof own !== typeof value || Array.isArray(value)) return false;
  if (typeof own === "object") {
    return Object.entries(value).every(([name, one]) => Object.hasOwn(own, name) && fits(one, own[name]));
  }
  if (typeof own === "number") return Number.isFinite(value);
  return typeof own === "boolean" || isWords(value);
}

function isWords(value) {
  return typeof value === "string" && WORDS.test(value);
}

const REFUSAL = "The link asks for a state that this picture does not know: it begins as usual.";

/**
 * The picture that `create()` makes, set to the state of a link, `{state, known}`; a known one is an experiment's. One that
 * the state breaks is made again.
 * @returns {picture, refusal}: a sentence where it cannot begin so, else ""
 */
export function begin(create, { state, known }) {
  const picture = create();
  if (!state) return { picture, refusal: "" };
  if (!known && !(picture.state && fits(state, picture.state()))) return { picture, refusal: REFUSAL };
  try {
    picture.set(state);
    picture.values();
    picture.tables();
    return { picture, refusal: "" };
  } catch {
    return { picture: again(picture, create), refusal: REFUSAL };
  }
}

function again(broken, create) {
  try {
    broken.destroy();
  } catch {
    // what it has left is taken away with its place
  }
  return create();
}
