// The same test where the illness is rarer or more common: the twin of `nnviz.concepts.metrics.in_population`.

/** Of `count` people of whom a share `prevalence` is ill, what becomes of them at a test's recall and false alarm rate. */
export function inPopulation(count, prevalence, recall, falseAlarms) {
  const ill = count * prevalence;
  const [found, alarms] = [ill * recall, (count - ill) * falseAlarms];
  return { found, missed: ill - found, alarms, leftOut: count - ill - alarms };
}

/** Whole people, as many as there are. */
export function whole(counts) {
  const all = Math.round(Object.values(counts).reduce((sum, own) => sum + own, 0));
  const ill = Math.round(counts.found + counts.missed);
  const found = Math.min(Math.round(counts.found), ill);
  const alarms = Math.min(Math.round(counts.alarms), all - ill);
  return { found, missed: ill - found, alarms, leftOut: all - ill - alarms };
}
