"""Many examples asked of the engine in parts: what it costs is said first, and whoever changes a control is heard."""

from dataclasses import dataclass

import streamlit as st

from pages.shared import engine

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
        return sum(len(own[len(self.before)]) for own, key in self.parts if engine.answered(self.task, key) is None)


def ask(questions: Questions, cost, shape: tuple[int, ...], verb: str, name: str) -> list | None:
    """The answers; None while the reader has not asked for what takes more than a second or two.

    Args:
        cost: examples → what they cost, a `Cost`.
        shape: of one example.
        verb: what is done with them: "Explain", "Check".
        name: of the button.
    """
    count, waiting = len(questions.indexes), questions.waiting
    examples = f"{count:,} examples" if count > 1 else "this example"
    if waiting and not cost(waiting).is_small(shape):
        place = st.empty()
        with place.container():
            st.caption(f"This takes {cost(waiting).words}.")
            if not st.button(f"{verb} {examples}", icon=":material/play_arrow:", type="primary", key=name):
                return None
        place.empty()
    words = f"{verb}ing {examples} …"
    if not waiting:
        return [engine.answered(questions.task, key) for _, key in questions.parts]
    if len(questions.parts) == 1:
        ((arguments, key),) = questions.parts
        return [engine.ask_once(questions.task, *arguments, key=key, what=words.removesuffix(" …"))]
    answers, told = [], st.empty()
    with told.container():
        bar = st.progress(0.0, words)
        st.button("Cancel", icon=":material/stop:", key=f"{name}-cancel")
    for done, (arguments, key) in enumerate(questions.parts, start=1):
        answers.append(engine.ask_once(questions.task, *arguments, key=key, what="The next ones"))
        bar.progress(done / len(questions.parts), words)
    told.empty()
    return answers
