"""The training examples that a layer finds most alike to one example."""

import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.inspection.examples import Examples
from nnviz.runs.run import Run
from pages.shared import engine, frame
from pages.shared.explain import cards
from pages.shared.figures import lines
from pages.shared.inside import space_layer


def show(left, right, run: Run, key: str, held_out: Examples, position: int) -> None:
    with left:
        layer = space_layer.choose(run, key)
        frame.caption("Late layers put together what gets the same answer; the input itself, what looks the same.")
    with right:
        asked = run.reference, held_out.split, int(held_out.indexes[position]), layer
        try:
            found = engine.ask_once("alike", *asked, key=f"{key}:{asked}", what="Comparing with the training examples")
        except NnvizError as error:
            engine.refusal(error)
            return
        st.markdown(f"**{escaping.markdown(found.sentence)}**")
        where = escaping.markdown(layer) if layer else "the input"
        frame.caption(
            f"The {len(found.distances)} nearest of {found.count:,} training examples in the numbers of {where}, the "
            "nearest first. A distance of 1 is the median distance to all of them."
        )
        half = -(-len(found.distances) // 2)
        for column, first in zip(st.columns(2, gap="medium"), (0, half), strict=True):
            with column:
                places = range(first, min(first + half, len(found.distances)))
                cards.draw(found.seen, lambda place: _distance(found.distances[place]), f"alike-{first}", places)
        lines.lines("nnviz.explanation.examples.of_run", "alike_of_run", asked, "found")


def _distance(distance: float) -> str:
    return f":gray[distance {words.plain(distance, 2)}]"
