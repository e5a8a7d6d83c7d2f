"""Many examples asked of the engine in parts: what it costs is said first, and whoever changes a control is heard."""

from dataclasses import dataclass

import streamlit as st

from pages.shared import cancelling, engine
from pages.shared.explain import paces

AT_ONCE = 20
"""Examples of one question."""


@dataclass(frozen=True)
class Questions:
    """One task asked for some examples after the other.

    Attributes:
        task: the engine's name for it.
        before, after: its arguments before and after the indexes of the examples.
        indexes: of all examples.
        key: tells other weights apart.
        size: examples of one question.
    """

    task: str
    before: tuple
    indexes: tuple[int, ...]
    after: tuple
    key: str
    size: int = AT_ONCE

    @property
    def parts(self) -> list[tuple[tuple, str]]:
        """(arguments, key) of each question."""
        some = [self.indexes[start : start + self.size] for start in range(0, len(self.indexes), self.size)]
        arguments = [(*self.before, indexes, *self.after) for indexes in some]
        return [(own, f"{self.key}:{own}") for own in arguments]

    @property
    def waiting(self) -> int:
        """Examples that no answer is there for."""
        return sum(
            len(own[len(self.before)]) for own, key in self.parts if engine.answered(self.task, key, *own) is None
        )

    def forget(self) -> None:
        """Lets what was cancelled begin again."""
        for _, key in self.parts:
            cancelling.forget(True, self.task, key)

    @property
    def cancelled(self) -> str | None:
        """The key of the part that was cancelled; None where none was."""
        return next((key for _, key in self.parts if cancelling.cancelled(self.task, key)), None)


def _cut_short(questions: Questions, partly: bool) -> list:
    """The answers that were there when the others were cancelled, and the button that goes on."""
    keys = [key for _, key in questions.parts]
    done = [answer for key in keys if (answer := engine.answered(questions.task, key)) is not None]
    if not done or not partly:
        raise cancelling.Cancelled(questions.task, questions.cancelled)
    with st.container(horizontal=True, vertical_alignment="center"):
        count, total = len(questions.indexes) - questions.waiting, len(questions.indexes)
        st.caption(f"You cancelled it after {count:,} of {total:,} examples: these are shown.", width="content")
        cancelling.start_again(questions.task, questions.cancelled, "Go on")
    return done


def ask(questions: Questions, cost, shape: tuple[int, ...], verb: str, name: str, partly: bool = False) -> list | None:
    """The answers; None while the reader has not asked for what takes more than a second or two.

    Args:
        cost: examples → what they cost, a `Cost`.
        shape: of one example.
        verb: what is done with them: "Explain", "Check".
        name: of the button.
        partly: whether the answers for some of the examples will do where the others were cancelled.

    Raises:
        Cancelled: where nothing is there to show.
    """
    count, waiting = len(questions.indexes), questions.waiting
    examples = f"{count:,} examples" if count > 1 else "this example"
    if waiting and questions.cancelled is not None:
        return _cut_short(questions, partly)
    price = paces.timed(cost(waiting), questions.before[0], questions.key, shape) if waiting else None
    if price is not None and not price.is_small(shape):
        place = st.empty()
        with place.container():
            st.caption(f"This takes {price.words}.")
            if not st.button(f"{verb} {examples}", icon=":material/play_arrow:", type="primary", key=name):
                return None
        place.empty()
        questions.forget()
    words = f"{verb}ing {examples} …"
    if not waiting:
        return [engine.answered(questions.task, key) for _, key in questions.parts]
    if len(questions.parts) == 1:
        ((arguments, key),) = questions.parts
        return [engine.ask_once(questions.task, *arguments, key=key, what=words.removesuffix(" …"))]
    answers, told = [], st.empty()
    bar = told.progress(0.0, words)
    for done, (arguments, key) in enumerate(questions.parts, start=1):
        first, last = (done - 1) * questions.size + 1, min(done * questions.size, count)
        answers.append(engine.ask_once(questions.task, *arguments, key=key, what=f"Examples {first:,} to {last:,}"))
        bar.progress(done / len(questions.parts), words)
    told.empty()
    return answers
