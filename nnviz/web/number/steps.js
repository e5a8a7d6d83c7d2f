// All steps of a calculation, one below the other; steps that exist side by side (gates, heads) behind names to choose from.

import { choices } from "../base/controls.js";
import { element, setAttributes } from "../base/dom.js";
import { memoryCell } from "../base/memory_cell.js";
import { unpack, unpackOr } from "../base/unpack.js";
import { createHead, HEAD_STEPS, isHead } from "./attention.js";
import { createCard } from "./cards.js";

/** A step as it came, its arrays unpacked. */
export function unpackStep(step) {
  const block = (own) => ({ ...own, ...unpack(own.values), places: own.places ? unpack(own.places).values : null });
  return {
    ...step,
    blocks: step.blocks.map(block),
    pairs: step.pairs.map(({ x, w, more }) => ({ x: block(x), w: block(w), more })),
    results: unpackOr(step.results),
    curve: unpackOr(step.curve),
  };
}

/** @returns {node, units, reveal(count)} of all steps; see `createCard` for on */
export function createSteps(steps, theme, on) {
  const [known, cards] = [{}, []];
  let inHead = 0;
  for (const [at, step] of steps.entries()) {
    if (isHead(steps, at)) {
      cards.push({ ...createHead(steps.slice(at, at + HEAD_STEPS), theme, on), group: step.group });
      inHead = HEAD_STEPS;
    }
    if (inHead-- > 0) continue;
    Object.assign(known, step.numbers);
    for (const { name, shape, values } of step.blocks) if (!shape.length) known[name] = values[0];
    cards.push({ ...createCard(step, { ...known }, theme, on), group: step.group });
    if (step.result !== null) known[step.symbol] = step.result;
  }
  const names = [...new Set(cards.map(({ group }) => group).filter(Boolean))];
  const shown = { group: names.at(0) ?? "" };
  const tabs =
    names.length > 1 ? choices("Which part", Object.fromEntries(names.map((name) => [name, name])), choose) : null;
  const plan = memoryCell(known, { group: choose });
  const first = cards.findIndex(({ group }) => group);
  const nodes = cards.map(({ node }) => node);
  if (tabs) nodes.splice(first, 0, tabs.node);
  const node = element("div", { class: "nu-steps" }, plan, ...nodes);

  function choose(name) {
    shown.group = name;
    tabs?.update(name);
    for (const card of cards) setAttributes(card.node, { hidden: card.group && card.group !== name ? "" : null });
  }

  function reveal(count) {
    let start = 0;
    for (const card of cards) {
      const reached = Math.min(Math.max(count - start, 0), card.units);
      card.reveal(reached);
      setAttributes(card.node, { "data-hidden": reached > 0 ? null : "" });
      if (count > start && count < units && count <= start + card.units && card.group && card.group !== shown.group)
        choose(card.group);
      start += card.units;
    }
  }

  const units = cards.reduce((sum, card) => sum + card.units, 0);
  choose(shown.group);
  reveal(units);
  return { node, units, reveal };
}
