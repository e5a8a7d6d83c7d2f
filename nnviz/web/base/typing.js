// While somebody types, Ctrl+Z belongs to the text: a shortcut of the page must not undo anything else.

const WITHOUT_TEXT = new Set(["range", "checkbox", "radio", "button", "submit", "reset", "file", "color"]);
const UNDOING = new Set(["z", "y"]);

/** Whether text is typed into that element. */
export function takesText(element) {
  if (!element) return false;
  const tag = element.tagName?.toLowerCase();
  return (
    tag === "textarea" || (tag === "input" && !WITHOUT_TEXT.has(element.type)) || Boolean(element.isContentEditable)
  );
}

/** Whether a key pressed there is undo or redo of a text. */
export function undoesText(event) {
  const pressed = (event.ctrlKey || event.metaKey) && !event.altKey && UNDOING.has(event.key?.toLowerCase());
  return Boolean(pressed) && takesText(event.composedPath?.()[0] ?? event.target);
}

let listening = false;

/** From now on such keys reach the field alone, before any shortcut of the page hears of them; once is enough. */
export function keepUndoInFields() {
  if (listening) return;
  listening = true;
  window.addEventListener("keydown", (event) => undoesText(event) && event.stopImmediatePropagation(), true);
}
