"""Some training examples beside each other: each with its picture or text, its label, and the doors to its pages."""

from collections.abc import Callable, Iterable

import streamlit as st

from nnviz import escaping
from nnviz.explanation.examples.records import Seen
from pages.shared.explain import collecting
from pages.shared.figures import doors

_WIDTH = 56


def draw(seen: Seen, told: Callable[[int], str], key: str, places: Iterable[int] | None = None) -> None:
    """A line an example.

    Args:
        told: what is said of the example at a place, beside its label: Markdown.
        key: unique on the page.
        places: of those that are drawn; all when None.
    """
    with st.container(key=f"cards-{key}"):
        for place in range(len(seen.positions)) if places is None else places:
            _card(seen, place, told(place), key)


def _card(seen: Seen, place: int, told: str, key: str) -> None:
    shares = [2, 9, 3] if seen.pictures is not None else [11, 3]
    *picture, sentence, door = st.columns(shares, vertical_alignment="center")
    if picture:
        picture[0].image(seen.pictures[place].squeeze(), width=_WIDTH)
    said = ""
    if seen.wrong[place]:
        said = f" :gray[·] :orange[the network says {escaping.markdown(seen.said[place])}]"
    label = f"**{escaping.markdown(seen.labels[place])}** " if seen.labels[place] else ""
    text = f"  \n:small[{escaping.markdown(seen.texts[place])}]" if seen.texts else ""
    sentence.markdown(f"{label}{told}{said}{text}  \n:small[:gray[Training example {seen.rows[place]:,}]]")
    with door.container(horizontal=True, gap="small", horizontal_alignment="right"):
        doors.buttons("train", int(seen.positions[place]), f"{key}-{place}", only=("attribution",))
        collecting.button(int(seen.rows[place]), f"{key}-{place}")
