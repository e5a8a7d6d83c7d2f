"""The real examples nearest to one that the network answers otherwise."""

import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError
from nnviz.explanation.changes.goal import Wanted
from pages.shared import engine
from pages.shared.explain import cards


def show(asked: tuple, key: str, wanted: Wanted) -> None:
    """Three cards; nothing where the network answers no training example so.

    Args:
        asked: (run, part, index) of the example as it is in the data.
        wanted: what its answer is to become.
    """
    st.markdown("##### The nearest real examples that the network answers so")
    try:
        seen = engine.ask_once("others", *asked, wanted, key=f"{key}:{asked}:{wanted}", what="Looking through the data")
    except NnvizError as error:
        engine.refusal(error)
        return
    if not len(seen.positions):
        st.caption("There is none among the training examples.")
    cards.draw(seen, lambda place: f":gray[answered {escaping.markdown(seen.said[place])}]", "others")
