// Where data is chosen: the chosen picture is in sight when the pictures appear, however many stand before it.

let shown = null;

new MutationObserver(() => {
  const list = document.querySelector(".st-key-sources");
  const chosen = list !== shown && list?.querySelector("[data-selected]");
  if (!chosen) return;
  shown = list;
  const [outer, inner] = [list, chosen].map((node) => node.getBoundingClientRect());
  if (inner.bottom > outer.bottom) list.scrollTop += inner.top - outer.top - outer.height / 3;
}).observe(document.documentElement, { childList: true, subtree: true });
