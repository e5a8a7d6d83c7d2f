"""The smallest push that flips the answer to an image or a series, and how many answers withstand pushes."""

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.explanation.changes.price import attacked
from nnviz.explanation.changes.records import ATTACKS, SHADES, Pushed, Withstood
from nnviz.inspection.examples import Examples
from nnviz.plots import pushes
from nnviz.plots.series import marked_series
from pages.shared import cancelling, engine, frame
from pages.shared.explain import others, paces
from pages.shared.figures import in_parts, lines, views, wanted
from pages.shared.inside import in_turn
from pages.shared.session import state

_MODULE = "nnviz.explanation.changes.pushed"
_NORMS = {"linf": "Every number a little (L∞)", "l2": "All together (L2)"}
_STRENGTHS = (0.0, 0.01, 0.02, 0.04, 0.06, 0.1, 0.15, 0.2, 0.3)
_COUNTS = (50, 200, 1000)
_AT_ONCE, _UNSEEN = 50, 8
_TRIED = 27
"""Strengths that a search for the smallest one tries."""


def flip(asked: tuple, key: str, held_out: Examples, changed: dict, name: str = "") -> None:
    """The question for an image or a sequence, and its answer once it was asked for.

    Args:
        asked: (run, part, index).
        changed: what was changed of the example, as `nnviz.explanation.changed.Changed`.
        name: of the input that is to change; "" for the first.
    """
    image = (held_out.beside(name) if name else held_out.schema).kind == "image"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = wanted.choose(held_out, f"push{name}")
        method, norm = _how()
        strength = _strength(image)
        clicked = st.button("Find it", icon=":material/alt_route:", type="primary", key="flip-push")
    arguments = (*asked, changed, chosen, method, norm, strength, *([name] if name else []))
    own = f"{key}:{arguments}"
    if not clicked and engine.answered("pushed", own, *arguments) is None:
        price = attacked(1, _TRIED if strength is None else 1, 20 if method == "pgd" else 1)
        price = paces.timed(price, asked[0], key, held_out.schema.shapes)
        st.caption(f"This takes {price.words}. Any other choice here ends it.")
        return
    try:
        cancelling.forget(clicked, "pushed", own)
        found = engine.ask_once("pushed", *arguments, key=own, what="Pushing along the gradient")
    except NnvizError as error:
        engine.refusal(error)
        return
    _found(found, () if name else held_out.schema.feature_names, image, own)
    if not changed and not name:
        others.show(asked, key, chosen)
    lines.lines(_MODULE, "pushed_of_run", arguments, "found")


def series(key: str, held_out: Examples, position: int) -> None:
    """One series as it is, and what the network says of it."""
    said = held_out.meaning.words(held_out.predictions[position], held_out.schema.answers)
    st.markdown(f"As it is: **{escaping.markdown(said)}**")
    x, names = held_out.inputs[position], held_out.schema.feature_names
    views.figure(
        lambda: marked_series(x, np.zeros(len(x), bool), names, frame.dark()),
        "series",
        f"{key}:{held_out.split}:{position}",
    )


def _how() -> tuple[str, str]:
    method = st.selectbox(
        "How", list(ATTACKS), format_func=ATTACKS.get, key=state.key("push.method"), persist_state="session",
        help="PGD takes many small steps along the gradient, FGSM a single one.",
    )  # fmt: skip
    norm = st.selectbox(
        "Measured by", list(_NORMS), format_func=_NORMS.get, key=state.key("push.norm"), persist_state="session",
        help="L∞ bounds the change of every single number, L2 the length of all changes together.",
    )  # fmt: skip
    return method, norm


def _strength(image: bool) -> float | None:
    """The share of the range; None for the smallest that flips."""
    shares = [None, *(k / 100 for k in (1, 2, 3, 5, 8, 12, 20, 30, 50))]

    def told(share: float | None) -> str:
        if share is None:
            return "smallest"
        return f"{share * SHADES:.0f} of {SHADES}" if image else words.percent(share)

    return st.select_slider("Strength", shares, None, format_func=told, key=state.key("push.strength"))


def _found(found: Pushed, names: tuple[str, ...], image: bool, own: str) -> None:
    st.markdown(f"**{escaping.markdown(found.sentence(image))}**")
    if not np.any(found.after != found.before):
        frame.caption(
            "Its gradient may be zero here, or the network gives no other answer anywhere near. The page Examples "
            "shows the nearest real example of another class."
        )
        return
    views.figure(lambda: _figure(found, names, image), "pushed", own, lambda: _table(found))
    checked = "Checked: the network was asked once more and gives that answer. " if found.flips else ""
    unseen = image and float(np.abs(found.shares).max()) * SHADES < _UNSEEN
    why = "To people it is the same picture: what counts for the network is not what counts for them." if unseen else ""
    frame.caption(f"{checked}{why if found.flips else ''} It took {words.plain(found.seconds, 2)} s.")


def _figure(found: Pushed, names: tuple[str, ...], image: bool):
    if not image:
        return pushes.pushed_series(found.before, found.after, names, frame.dark())
    ends = float(found.low.min()), float(found.high.max())
    return pushes.pushed_image(
        found.before, found.after, found.shares * SHADES, ends, frame.dark(), narrow=frame.narrow()
    )


def _table(found: Pushed) -> pd.DataFrame:
    return pd.DataFrame((found.after - found.before).reshape(len(found.before), -1))


def curve(run_id: str, key: str, held_out: Examples) -> None:
    """How many of the examples of the part keep the right answer, against the strength of the push."""
    if not held_out.schema.has_classes or held_out.is_own:
        return
    image = held_out.schema.kind == "image"
    with st.expander("How much does the network withstand?"):
        counts = sorted({min(count, len(held_out.indexes)) for count in _COUNTS})
        with st.container(horizontal=True, vertical_alignment="bottom"):
            count = st.segmented_control(
                "Examples", counts, default=counts[0], required=True, format_func=lambda n: f"{n:,}",
                key=state.key("push.count"),
            )  # fmt: skip
            method, norm = _curve_how()
        questions = in_parts.Questions(
            "withstood", (run_id, held_out.split), tuple(map(int, held_out.indexes[:count])),
            (_STRENGTHS, method, norm), key, _AT_ONCE,
        )  # fmt: skip
        try:
            price = attacked(questions.waiting, len(_STRENGTHS) - 1, 10 if method == "pgd" else 1)
            price = paces.timed(price, run_id, key, held_out.schema.shapes)
            cost = f"This takes {price.words}."
            answers = in_turn.ask(questions, cost, "Push them", "Pushing the examples", "push-curve")
        except NnvizError as error:
            engine.refusal(error)
            return
        if answers is not None:
            _curve(Withstood.joined(answers), image, f"{key}:{questions.indexes}:{questions.after}")


def _curve_how() -> tuple[str, str]:
    method = st.selectbox("How", list(ATTACKS), format_func=ATTACKS.get, key=state.key("push.curve.method"))
    norm = st.selectbox("Measured by", list(_NORMS), format_func=_NORMS.get, key=state.key("push.curve.norm"))
    return method, norm


def _curve(found: Withstood, image: bool, own: str) -> None:
    count = found.right.shape[1]
    times = SHADES if image else 100
    axis = f"Strength, in shades of {SHADES}" if image else "Strength, in % of the range"
    half = np.flatnonzero(found.accuracy < found.accuracy[0] / 2)
    at = f"{words.plain(found.strengths[half[0]] * times, 2)} {'shades' if image else '%'}" if len(half) else ""
    told = f"at {at}, less than half of that" if at else f"at the strongest push {words.percent(found.accuracy[-1])}"
    st.markdown(
        f"Of {count:,} examples the network is right about **{words.percent(found.accuracy[0])}** as they are; {told}."
    )
    views.figure(
        lambda: pushes.withstood(found.strengths * times, found.accuracy, found.interval, frame.dark(), axis=axis),
        "withstood",
        own,
        lambda: pd.DataFrame({"strength": found.strengths * times, "right": found.accuracy}),
    )
