// Questions to the page, one at a time: of those that come while one is open, the last one is asked next.

export const PATIENCE = 150_000; // milliseconds: longer than the server itself waits for a worker
/** Milliseconds after which a question is sent once more, then after twice as many, and so on. Streamlit drops what was asked
 * of one part of the page when the whole page is to run before that part's turn (a new width, a click elsewhere), and
 * when that part stands elsewhere by then. A question that was answered already costs nothing (pages/shared/lessons/lesson.py). */
export const AGAIN = 4_000;
/** Milliseconds in which a question that was refused is not asked again: a picture that asks for what it lacks whenever it is
 * drawn would ask for ever. */
export const SOON = 2_000;
const LATE =
  `No answer has come for ${PATIENCE / 1000} seconds, so this page has stopped waiting. ` +
  "Ask again; if that does not help, reload the page.";

/**
 * `send` is lesson.ask; `then(answer, question)` hears answers; `late()` is called after `then` has heard {error: a sentence}
 * because none came in time. @returns {ask(question), heard(answer), waitsFor(want), isIdle(), refusal(want), destroy()}
 */
export function createAsking(send, then, late = () => {}) {
  let [open, next, last, count, timer, again] = [null, null, null, 0, 0, 0];
  let [refused, calm] = ["", 0];

  function ask(question) {
    if (JSON.stringify(question) === refused) return;
    if (open) {
      next = question;
      return;
    }
    count += 1;
    open = { ...question, id: `${question.want}-${count}-${Math.random().toString(36).slice(2, 8)}` };
    timer = setTimeout(() => {
      close({ error: LATE });
      late();
    }, PATIENCE);
    send(open);
    remind(AGAIN);
  }

  function remind(milliseconds) {
    again = setTimeout(() => {
      send(open);
      remind(2 * milliseconds);
    }, milliseconds);
  }

  /** With every update of the page's data; an answer is passed on once. */
  function heard(answer) {
    if (open && answer?.id === open.id) close(answer);
  }

  function close(answer) {
    stop();
    const question = open;
    open = null;
    last = { question, answer };
    if (answer.error) refuse(question);
    const waiting = next;
    next = null;
    then(answer, question); // which may ask something itself: what waited is not lost for it
    if (waiting) ask(waiting);
  }

  function refuse({ id, ...question }) {
    refused = JSON.stringify(question);
    clearTimeout(calm);
    calm = setTimeout(() => {
      refused = "";
    }, SOON);
  }

  function stop() {
    clearTimeout(timer);
    clearTimeout(again);
  }

  return {
    ask,
    heard,
    isIdle: () => !open && !next,
    waitsFor: (want) => open?.want === want || next?.want === want,
    destroy: () => {
      stop();
      clearTimeout(calm);
    },
    refusal: (want) => (last?.question.want === want ? (last.answer.error ?? "") : ""),
  };
}
