// A step's Python as people read it, with the numbers in place of their names. Pure functions.

const NAMES = /[A-Za-z_][A-Za-z_0-9]*/g;

/** "f * c_before + i * g" → "f × c_before + i × g" */
export function readable(code) {
  return code
    .replaceAll("np.", "")
    .replaceAll("math.", "")
    .replaceAll(" ** ", "^")
    .replaceAll(" * ", " × ")
    .replaceAll(" / ", " ÷ ")
    .replaceAll("-", "−");
}

/** The same with every name that is a known number replaced by it; null where that changes nothing. */
export function substituted(code, numbers, write) {
  let changed = false;
  const text = code.replace(NAMES, (name, at) => {
    if (code[at - 1] === "." || !Object.hasOwn(numbers, name) || numbers[name] === null) return name;
    changed = true;
    const value = write(numbers[name]);
    const alone = code[at - 1] === "(" && code[at + name.length] === ")";
    return numbers[name] < 0 && !alone ? `(${value})` : value;
  });
  return changed ? readable(text) : null;
}
