// The search over lessons and glossary: results appear below the field while one types, in groups, as plain links.

import { element, setText } from "../base/dom.js";
import { preloadLater } from "../base/preload.js";
import { marked, search, tokens } from "./search.js";

const MOST = 6;

export function createSearch(root) {
  const view = { root, data: null, ...createParts() };
  root.classList.add("ns-root");
  root.append(view.field, view.panel);
  view.input.addEventListener("input", () => show(view));
  view.input.addEventListener("focus", () => show(view));
  root.addEventListener("keydown", (event) => move(view, event));
  const outside = (event) => event.composedPath().includes(root) || close(view);
  const slash = (event) => focusBySlash(view, event);
  document.addEventListener("pointerdown", outside);
  document.addEventListener("keydown", slash);
  return {
    update: (data) => {
      view.data = data;
      view.input.placeholder = data.placeholder;
      preloadLater(data.soon);
    },
    destroy: () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("keydown", slash);
    },
  };
}

function createParts() {
  const input = element("input", {
    type: "search",
    class: "ns-input",
    "aria-label": "Search the course",
    autocomplete: "off",
    spellcheck: "false",
  });
  const icon = element("span", { class: "ns-icon", "aria-hidden": "true", translate: "no" }, "search");
  const key = element("kbd", { "aria-hidden": "true" }, "/");
  const field = element("label", { class: "ns-field" }, icon, input, key);
  const status = element("p", { class: "ns-status", role: "status" });
  const groups = element("div", {});
  const panel = element("div", { class: "ns-panel", hidden: true }, status, groups);
  return { input, field, status, groups, panel };
}

/** The results of what stands in the field. */
function show(view) {
  const wanted = tokens(view.input.value);
  view.panel.hidden = !wanted.length || !view.data;
  if (view.panel.hidden) return;
  const groups = view.data.groups
    .map(({ title, entries }) => [title, search(entries, view.input.value)])
    .sort(([, a], [, b]) => (b[0]?.score ?? 0) - (a[0]?.score ?? 0));
  const count = groups.reduce((sum, [, results]) => sum + results.length, 0);
  setText(view.status, count ? `${count} ${count === 1 ? "result" : "results"}` : nothing(view));
  view.groups.replaceChildren(
    ...groups
      .filter(([, results]) => results.length)
      .map(([title, results]) =>
        element(
          "section",
          {},
          element("h2", {}, title),
          element("ul", {}, ...results.slice(0, MOST).map((result) => item(result, wanted))),
        ),
      ),
  );
}

function nothing(view) {
  return `Nothing in the course has “${view.input.value.trim()}”. Try a shorter word, or the beginning of one.`;
}

function item({ entry, heading, excerpt }, wanted) {
  const found = heading ? [element("b", {}, `${heading}: `), ...lit(excerpt, wanted)] : lit(excerpt, wanted);
  const under = entry.text.length === 1 || !excerpt ? lit(entry.under, wanted) : found;
  return element(
    "li",
    {},
    element(
      "a",
      { href: entry.url },
      element("span", { class: "ns-icon", "aria-hidden": "true", translate: "no" }, entry.icon),
      element("span", {}, element("strong", {}, ...lit(entry.title, wanted)), element("small", {}, ...under)),
    ),
  );
}

function lit(text, wanted) {
  return marked(text, wanted).map(([piece, isHit]) => (isHit ? element("mark", {}, piece) : piece));
}

/** Up and down go through the results, Escape closes them. */
function move(view, event) {
  if (event.key === "Escape") {
    if (view.panel.hidden) view.input.value = "";
    close(view);
    view.input.focus();
  }
  if (event.key === "Enter" && event.target === view.input) view.groups.querySelector("a")?.click();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || view.panel.hidden) return;
  event.preventDefault();
  const stops = [view.input, ...view.groups.querySelectorAll("a")];
  const at = stops.indexOf(view.root.getRootNode().activeElement);
  stops[(at + step + stops.length) % stops.length].focus();
}

function close(view) {
  view.panel.hidden = true;
}

function focusBySlash(view, event) {
  const typing = event.composedPath()[0].matches?.("input, textarea, select, [contenteditable='true']");
  if (event.key !== "/" || typing || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  view.input.focus();
}
