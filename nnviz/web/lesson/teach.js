// A teacher's link: what the picture begins with and what is left out, chosen here, and written into an address.

import { element, setText } from "../base/dom.js";
import { dress } from "../base/dress.js";
import { hub } from "./hub.js";
import { packed } from "./preset.js";

const [NOW, USUAL] = ["now", "usual"];

export function createTeach(host, first) {
  const joined = hub(first.lesson);
  const view = { joined, data: first, ...createParts() };
  host.append(view.root);
  view.root.addEventListener("change", (event) => {
    event.target.closest("fieldset").dataset.touched = "";
    write(view);
  });
  view.copy.addEventListener("click", () => take(view));
  view.root.addEventListener("focusin", () => fill(view));
  const leave = joined.join({ changed: () => refresh(view) });
  return {
    update: (data) => {
      dress(view.root, data.theme);
      view.data = data;
      refresh(view);
    },
    destroy: () => {
      leave();
      view.root.remove();
    },
  };
}

function createParts() {
  const group = (title) => element("fieldset", {}, element("legend", {}, title));
  const groups = {
    begin: group("The picture begins"),
    sections: group("Leave out these sections"),
    controls: group("Leave out these controls of the picture"),
  };
  const address = element("input", { class: "nl-address", readonly: true, "aria-label": "Link for your class" });
  const copy = element("button", { class: "nl-button nl-primary", type: "button" }, "Copy link");
  const open = element("a", { class: "nl-button", target: "_blank", rel: "noopener" }, "Open it");
  const root = element(
    "div",
    { class: "nv-root nl-root nl-teach" },
    element("div", { class: "nl-groups" }, ...Object.values(groups)),
    element("div", { class: "nl-bar" }, address, copy, open),
  );
  return { root, groups, address, copy, open };
}

/** While it can be seen, the link is that of the picture as it stands. */
function refresh(view) {
  if (!view.root.isConnected || !view.root.getClientRects().length) return;
  fill(view);
  write(view);
}

/** The choices that there are: of what it begins with, of sections and of the picture's controls. */
function fill(view) {
  const { groups, data, joined } = view;
  const begins = { [USUAL]: "as it usually does", ...data.trials };
  if (joined.of("state")) offer(groups.begin, { [NOW]: "as it stands now", ...begins }, "radio", NOW);
  else offer(groups.begin, begins, "radio", USUAL);
  offer(groups.sections, data.sections, "checkbox");
  const controls = joined.of("controls") ?? [];
  offer(groups.controls, Object.fromEntries(controls.map(({ slug, name }) => [`~${slug}`, name])), "checkbox");
  groups.controls.hidden = !controls.length;
}

function offer(group, choices, type, chosen) {
  const wanted = JSON.stringify(choices);
  if (group.dataset.choices === wanted) return;
  group.dataset.choices = wanted;
  const before = new Set(checked(group));
  const inputs = Object.entries(choices).map(([value, words]) => {
    const input = element("input", { type, value, name: type === "radio" ? "begin" : null });
    input.checked = group.dataset.touched === undefined ? value === chosen : before.has(value);
    return element("label", {}, input, words);
  });
  group.replaceChildren(group.firstChild, ...inputs);
}

function checked(group) {
  return [...group.querySelectorAll("input:checked")].map(({ value }) => value);
}

function write(view) {
  const { groups, joined, address, open, copy } = view;
  const [begin] = checked(groups.begin);
  const hidden = [...checked(groups.sections), ...checked(groups.controls)];
  const asked = begin === NOW ? packed(joined.of("state")) : begin === USUAL ? "" : begin;
  const parts = [asked && `set=${asked}`, hidden.length && `hide=${hidden.join(",")}`].filter(Boolean);
  const link = `${location.origin}${location.pathname}${parts.length ? `?${parts.join("&")}` : ""}`;
  if (address.value === link) return;
  address.value = link;
  open.href = link;
  setText(copy, "Copy link");
}

async function take({ address, copy }) {
  try {
    await navigator.clipboard.writeText(address.value);
    setText(copy, "Copied");
  } catch {
    address.select(); // no clipboard without a secure connection: ready to be copied by hand
    setText(copy, "Selected");
  }
}
