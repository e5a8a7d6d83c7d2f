"""The view Layers of the page Network: the whole network on one example, and one of its layers closely."""

from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError
from nnviz.inspection.picture_records import LayerPicture, LayerPictures
from nnviz.inspection.surface.price import start_words
from nnviz.plots import theme
from nnviz.plots.activations import activation
from nnviz.views.layers import layer_data
from pages.shared import engine, frame
from pages.shared.figures import views
from pages.shared.inside import comparing
from pages.shared.inside.chosen import Chosen
from pages.shared.session import selection, widgets

_KEY = "layers-picture"
_MOST_STEPS = 64
_A_LAYER = 0.02
"""Seconds that the first question to a network takes for each layer, about."""


@cache
def _component():
    """Registered once per process; the file paths are relative to nnviz/web."""
    return st.components.v2.component("nnviz.layers", js="layers.js", css="layers.css")


@dataclass(frozen=True)
class _Shown:
    """What the picture is of, and what else it is beside."""

    question: tuple
    pictures: LayerPictures
    compared: comparing.Compared | None
    picture: LayerPicture


def show(chosen: Chosen) -> None:
    """The picture; whoever clicks a layer or a unit chooses it for every page."""
    with chosen.left:
        compared = comparing.choose(chosen)
    question = chosen.run.reference, chosen.held_out.split, chosen.index, 0
    other = compared and compared.question
    title, first = selection.picture()
    close = title, chosen.layer, first, chosen.unit
    try:
        pictures = engine.ask_once(
            "layer_pictures", *question, other, close, key=f"{chosen.key}:{question}:{other}", what=_asking(chosen)
        )
    except NnvizError as error:
        engine.refusal(error, retry=True)
        return
    picture = pictures.find(title, chosen.layer)
    if picture is not None and picture.path not in ("", chosen.layer):  # another layer was chosen since
        picture = pictures.find("", chosen.layer)
    if picture is None:
        st.info(escaping.markdown(_nothing(chosen)), icon=":material/layers:")
        return
    _draw(chosen, _Shown(question, pictures, compared, picture), first if picture.title == title else 0)
    with st.container(horizontal=True, vertical_alignment="center", key="layers-foot"):
        st.caption(_mode_words(compared, pictures.beside))
        if picture.path and picture.form != "matrices":
            values = partial(_values, chosen, question[:3], picture.title)
            views.take_away(
                lambda: activation(values(), frame.dark(), title=picture.title),
                f"layer-{picture.title}",
                lambda: views.as_table(values()),
                "content",
            )


def _asking(chosen: Chosen) -> str:
    """What is awaited; of very many layers with how long it takes about."""
    seconds = start_words(len(chosen.layers), _A_LAYER)
    return f"Asking each of {len(chosen.layers):,} layers, {seconds}" if seconds else "Asking every layer"


def _mode_words(compared: comparing.Compared | None, beside: int) -> str:
    """In which mode the example is shown, and what else decides the numbers of training mode."""
    words = "One example, as the network received it (scaled), in inference mode"
    if compared is None or not compared.question[3]:
        return f"{words}: dropout does nothing."
    told = f"{words}, and in training mode, where seed {compared.question[3]:,} decides what dropout drops"
    if not beside:
        return f"{told}."
    return f"{told} and batches are normalized by themselves, here with {beside:,} training examples beside it."


def _values(chosen: Chosen, question: tuple, title: str) -> np.ndarray:
    """Everything that the layer returned for the example."""
    result = engine.call_once("activations", *question, key=f"{chosen.key}:{question}")
    return result[title].values[0]


def _nothing(chosen: Chosen) -> str:
    """Why the chosen layer has no picture."""
    if any(row.path.startswith(f"{chosen.layer}/") for row in chosen.layers):
        return f"{chosen.layer} only holds other layers. Choose one of them."
    return f"{chosen.layer} returned no output for this example, or was not run for it. Choose another layer."


def _draw(chosen: Chosen, shown: _Shown, first: int) -> None:
    try:
        title, unit = shown.picture.title, chosen.unit if shown.picture.path else None
        close = shown.pictures.close
        if close is None or not close.shows(title, first, unit):
            close = _close(chosen, shown.question, title, first, unit)
        other = shown.compared and _close(chosen, shown.compared.question, title, first, unit)
    except NnvizError as error:
        engine.refusal(error, retry=True)
        return
    tell = partial(_named, chosen, shown.pictures)
    _component()(
        key=_KEY,
        data={
            "theme": theme.tokens(frame.dark()),
            "stamp": f"{chosen.key}:{shown.question}:{shown.compared and shown.compared.question}",
            "pictures": [tell(own) for own in shown.pictures.pictures],
            "close": tell(close, exact=True),
            "other": tell(other, exact=True) if other else None,
            "chosen": {"title": title, "unit": unit},
            "compared": shown.compared and {"here": shown.compared.here, "there": shown.compared.there},
        },
        on_chosen_change=partial(_take, _classes_of(chosen, shown.pictures)),
    )


def _classes_of(chosen: Chosen, pictures: LayerPictures) -> str:
    """The title of the output that has a unit for each class; "" where there is none."""
    last, schema = pictures.pictures[-1], chosen.held_out.schema
    return last.title if schema.task != "regression" and last.total == len(schema.class_names) else ""


def _close(chosen: Chosen, question: tuple, title: str, first: int, unit: int | None) -> LayerPicture:
    """The chosen layer at a size to look at closely, or the chosen unit of it."""
    asked = (*question[:3], title, question[3], first, unit)
    return engine.ask_once("layer_picture", *asked, key=f"{chosen.key}:{asked}", what="Fetching the layer")


def _take(classes: str) -> None:
    """A layer, a unit or a page of units was clicked; a unit of the output `classes` is a class too."""
    told = widgets.event(_KEY, "chosen")
    if not isinstance(told, dict):
        return
    title, path, unit, first = (told.get(name) for name in ("title", "path", "unit", "first"))
    if isinstance(path, str) and path:
        selection.choose_layer(path[:400])
        selection.choose_unit(unit if isinstance(unit, int) and 0 <= unit < 10**9 else None)
        if title == classes and isinstance(unit, int):
            selection.choose_target(unit)
    number = told.get("number")
    if isinstance(number, list) and all(isinstance(at, int) and 0 <= at < 10**9 for at in number):
        selection.choose_number(("" if title == path else str(title)[:400], tuple(number)))
        selection.choose_view("arithmetic")
    selection.choose_picture(str(title)[:400], first if isinstance(first, int) and 0 <= first < 10**9 else 0)


def _named(chosen: Chosen, pictures: LayerPictures, picture: LayerPicture, exact: bool = False) -> dict:
    """The picture with the names that the data give its units and steps."""
    schema, position = chosen.held_out.schema, chosen.position
    names, steps, tokens = (), (), ()
    is_first, is_last = picture.title == pictures.pictures[0].title, picture.title == pictures.pictures[-1].title
    if schema.kind == "tokens":
        texts = chosen.held_out.value_texts(position)
        steps = texts if len(texts) <= _MOST_STEPS and texts and picture.form in ("heat", "matrices") else ()
        names, tokens = (texts, texts) if is_first else ((), ())
    elif schema.kind == "vector" and is_first:
        names = schema.feature_names
    if is_last and not names:
        names = schema.answers if picture.total == len(schema.answers) else ()
        names = schema.class_names[-1:] if picture.total == 1 and len(schema.class_names) == 2 else names
    names = names if len(names) == picture.total else ()
    return layer_data(picture, names, steps if picture.averaged[1] == 1 else (), tokens, exact)
