"""The training examples that count for an answer: what helped it, what worked against it, and suspicious labels."""

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.explanation.examples.price import influence
from nnviz.explanation.examples.records import METHODS, Influence
from nnviz.inspection.examples import Examples
from nnviz.plots.influence import spread
from nnviz.runs.run import Run
from pages.shared import cancelling, engine, frame
from pages.shared.explain import cards, paces
from pages.shared.figures import lines, views
from pages.shared.session import state

_PREDICTED = -1
_HELP = {
    "tracin": "Follows the training: whenever the network learnt from an example, did this answer become likelier?",
    "head": "Holds all layers but the last, and works out what would change if an example had not been there.",
}


def show(left, right, run: Run, key: str, held_out: Examples, position: int) -> None:
    with left:
        method = st.selectbox(
            "Measured", list(METHODS), format_func=METHODS.get, key=state.key("influence.method"),
            persist_state="session",
        )  # fmt: skip
        frame.caption(_HELP[method])
        answer = _answer(held_out)
    with right:
        asked = run.reference, held_out.split, int(held_out.indexes[position]), method, answer
        found = _ask(asked, key, run, held_out)
        if found is not None:
            _found(found, asked, key)


def _answer(held_out: Examples) -> int | None:
    """The class that is explained; None for what is predicted, and for numbers."""
    names = held_out.schema.class_names
    if not names:
        return None
    chosen = st.selectbox(
        "For the answer", [_PREDICTED, *range(len(names))],
        format_func=lambda k: "what is predicted" if k == _PREDICTED else names[k], key=state.key("influence.answer"),
    )  # fmt: skip
    return None if chosen == _PREDICTED else chosen


def _ask(asked: tuple, key: str, run: Run, held_out: Examples) -> Influence | None:
    """The influence; None while what takes long is not asked for, and where it is refused."""
    own, method = f"{key}:{asked}", asked[3]
    if engine.answered("influence", own, *asked) is None:
        price = influence(method, run.facts.get("examples", 0), run.facts.get("parameters", 0), len(run.weight_ids()))
        price = paces.timed(price, run.reference, key, held_out.schema.shapes)
        if not price.is_small(held_out.schema.shapes):
            place = st.empty()
            with place.container():
                st.caption(f"This takes {price.words}. Any other choice here ends it.")
                if not st.button("Measure", icon=":material/play_arrow:", type="primary", key="influence-start"):
                    return None
            place.empty()
            cancelling.forget(True, "influence", own)
    try:
        return engine.ask_once("influence", *asked, key=own, what="Following the training examples")
    except NnvizError as error:
        engine.refusal(error)
        return None


def _found(found: Influence, asked: tuple, key: str) -> None:
    st.markdown(f"**{escaping.markdown(found.sentence)}**")
    across = st.columns(2, gap="medium")
    sides = (
        ("Helped most", "arrow_upward", found.helpful, found.helped, "helped", "Nothing helped."),
        (
            "Worked against it most",
            "arrow_downward",
            found.harmful,
            found.harmed,
            "harmed",
            "Nothing worked against it.",
        ),
    )
    largest = float(np.abs(found.values).max()) or 1.0
    for column, (title, icon, seen, values, name, none) in zip(across, sides, strict=True):
        with column:
            st.markdown(f"##### :material/{icon}: {title}")
            if not len(values):
                st.caption(none)
            cards.draw(seen, lambda place, values=values: _share(values[place], largest), name)
    if found.suspects is not None and len(found.suspects.positions):
        st.markdown("##### Labels to look at")
        frame.caption(
            "They weigh heavily in the last layer, and the network would not give them their label: mistakes in the "
            "data look like this, and so do rare cases."
        )
        cards.draw(found.suspects, lambda _: "", "suspects")
    views.figure(
        lambda: spread(found.values, found.answer, frame.dark()),
        "influence",
        f"{key}:{asked}",
        lambda: pd.DataFrame({"influence": found.values}),
    )
    for note in found.notes:
        st.caption(escaping.markdown(note))
    lines.lines("nnviz.explanation.examples.of_run", "influence_of_run", asked, "found")


def _share(value: float, largest: float) -> str:
    """What counts most is 100; colours as everywhere."""
    share = 100 * value / largest
    return (
        f":{'blue' if value > 0 else 'orange'}[{words.plain(share, 2) if share < 0 else '+' + words.plain(share, 2)}]"
    )
