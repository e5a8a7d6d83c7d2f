// The changes that were chosen, in their order, and every change to that list. Knows no screen.

/** @param steps [{name, settings}] */
export function add(steps, name) {
  return [...steps, { name, settings: {} }];
}

export function remove(steps, place) {
  return steps.filter((_, i) => i !== place);
}

/** One place up (−1) or down (1); the same list where there is no such place. */
export function move(steps, place, by) {
  const to = place + by;
  if (to < 0 || to >= steps.length) return steps;
  const moved = [...steps];
  [moved[place], moved[to]] = [moved[to], moved[place]];
  return moved;
}

/** With a setting changed; one that is the default is not written down. */
export function set(steps, place, param, value) {
  return steps.map((step, i) => {
    if (i !== place) return step;
    const { [param.name]: _, ...others } = step.settings;
    return { ...step, settings: value === param.default ? others : { ...others, [param.name]: value } };
  });
}

/** The value that a step gives a setting. */
export function settingOf(step, param) {
  return step.settings[param.name] ?? param.default;
}

/** A setting's value as people read it. */
export function written(param, value) {
  if (param.form === "percent") return `${Math.round(100 * value)} %`;
  if (param.form === "degrees") return `${Math.round(value)}°`;
  if (param.kind === "int") return String(value);
  return value.toFixed(2).replace("-", "−");
}
