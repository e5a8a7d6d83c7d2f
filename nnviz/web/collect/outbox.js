// What is still to be told to the page: deeds in order, sent in parcels, one at a time, until each has arrived.

const PARCEL = 12; // deeds in one, at most: a burst goes in pieces
const PATIENCE = 8000; // milliseconds until a parcel is sent again

/** @param send({mount, number, deeds}): hands a parcel over; the page says later which one has arrived. */
export function createOutbox(mount, send, later = setTimeout, never = clearTimeout) {
  const box = { mount, send, deeds: [], under: [], number: 0, timer: 0 };
  Object.assign(box, { later: (act) => later(act, PATIENCE), never: () => never(box.timer) });
  return {
    /** Adds a deed, which goes as soon as the ones before it have arrived. */
    put: (deed) => {
      box.deeds.push(deed);
      next(box);
    },
    /** What the page has: {mount, number}. */
    arrived: (told) => {
      if (!box.under.length || told?.mount !== box.mount || told.number !== box.number) return;
      box.under = [];
      box.never();
      next(box);
    },
    get isEmpty() {
      return !box.deeds.length && !box.under.length;
    },
    get waiting() {
      return [...box.under, ...box.deeds];
    },
    end: () => box.never(),
  };
}

function next(box) {
  if (box.under.length || !box.deeds.length) return;
  box.under = box.deeds.splice(0, PARCEL);
  box.number += 1;
  post(box);
}

function post(box) {
  box.send({ mount: box.mount, number: box.number, deeds: box.under });
  box.timer = box.later(() => post(box));
}

/** What classes become by a deed, as the page will have it; unknown deeds change nothing. */
export function done(classes, deed) {
  const change = DONE[deed.do];
  return change ? change(classes, deed) : classes;
}

const DONE = {
  class: (classes, deed) => [...classes, { id: deed.class, name: deed.name, pictures: [], removed: false }],
  name: (classes, deed) => at(classes, deed.class, (own) => ({ ...own, name: deed.name })),
  remove: (classes, deed) =>
    at(
      classes.filter((own) => !own.removed),
      deed.class,
      (own) => ({ ...own, removed: true }),
    ),
  restore: (classes, deed) => at(classes, deed.class, (own) => ({ ...own, removed: false })),
  add: (classes, deed) => at(classes, deed.class, (own) => ({ ...own, pictures: [...own.pictures, deed.id] })),
  clear: () => [],
  drop: (classes, deed) =>
    classes.map((own) => ({ ...own, pictures: own.pictures.filter((picture) => picture !== deed.id) })),
};

function at(classes, id, change) {
  return classes.map((own) => (own.id === id ? change(own) : own));
}
