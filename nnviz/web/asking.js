// Questions to the page, one at a time: of those that come while one is open, the last one is asked next.

/** @returns {ask(question), heard(answer), waitsFor(want), refusal(want)}; `send` is lesson.ask, `then(answer, question)` hears answers. */
export function createAsking(send, then) {
  let [open, next, last, count] = [null, null, null, 0];

  function ask(question) {
    if (open) {
      next = question;
      return;
    }
    open = { ...question, id: `${question.want}-${(count += 1)}-${Math.random().toString(36).slice(2, 8)}` };
    send(open);
  }

  /** With every update of the page's data; an answer is passed on once. */
  function heard(answer) {
    if (!open || answer?.id !== open.id) return;
    const question = open;
    open = null;
    last = { question, answer };
    then(answer, question);
    if (next) ask(next);
    next = null;
  }

  return { ask, heard, waitsFor: (want) => open?.want === want || next?.want === want,
    refusal: (want) => (last?.question.want === want ? last.answer.error ?? "" : "") };
}
