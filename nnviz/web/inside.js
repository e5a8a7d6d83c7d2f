// Links from one page of the app to another that are written as plain links: they lead there without loading the app anew,
// which would be another session. Whoever wants a new tab gets one.

const INSIDE = /^[a-z][a-z-]*(\?[^#]*)?(#.*)?$/;

/** The link with such an address that was clicked, also inside a picture; null for every other click. */
function insideLink(event) {
  const node = event.composedPath().find((one) => one.tagName === "A" && one.hasAttribute("href"));
  return node && INSIDE.test(node.getAttribute("href")) && !node.dataset.testid ? node : null;
}

function follow(event) {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
    return;
  const link = insideLink(event);
  if (!link) return;
  event.preventDefault();
  const to = new URL(link.getAttribute("href"), document.baseURI);
  if (to.href === location.href) return;
  history.pushState({}, "", to);
  window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}

document.addEventListener("click", follow);
