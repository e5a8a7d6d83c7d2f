// Where data is chosen: the chosen picture is in sight when the pictures appear, however many stand before it; and what is
// typed to find one is taken while one types, which Streamlit does only once Enter is pressed.

const PATIENCE = 200; // milliseconds

let shown = null;
let waiting = 0;

new MutationObserver(() => {
  const list = document.querySelector(".st-key-sources");
  const chosen = list !== shown && list?.querySelector("[data-selected]");
  if (!chosen) return;
  shown = list;
  const [outer, inner] = [list, chosen].map((node) => node.getBoundingClientRect());
  if (inner.bottom > outer.bottom) list.scrollTop += inner.top - outer.top - outer.height / 3;
}).observe(document.documentElement, { childList: true, subtree: true });

document.addEventListener("input", (event) => {
  const field = event.target;
  if (event.isComposing || !field.matches?.('.st-key-picker input[type="text"]')) return;
  clearTimeout(waiting);
  const enter = () => field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  waiting = setTimeout(enter, PATIENCE);
});
