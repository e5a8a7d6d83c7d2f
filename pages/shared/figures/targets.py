"""What is explained: choosing the number, and saying which one it is."""

import numpy as np
import streamlit as st

from nnviz import words
from nnviz.explanation.redrawn import place_words
from nnviz.explanation.target import Chosen, Target
from nnviz.inspection.examples import Examples
from pages.shared.figures import redrawn_part
from pages.shared.session import selection, state, widgets

_ALONE, _NONE = "no other", -1


def choose_target(held_out: Examples, position: int) -> Chosen:
    """Which number of the output to explain; for classes, the predicted one first, and why it rather than another one
    on demand; for a network that redraws its input, the part that it redraws worst."""
    schema = held_out.schema
    if schema.reconstructs:
        return redrawn_part.choose(held_out, position)
    if schema.task == "regression":
        return None if schema.outputs == 1 else _choose_output(schema)
    predicted, first = _predicted(held_out, position)
    places, key = range(len(schema.class_names)), state.key("attribution.target")
    selected = selection.target(len(places))
    widgets.put(key, first if selected is None else selected)
    chosen = st.selectbox(
        f"Explain the {held_out.meaning.shown} of",
        places,
        format_func=lambda k: f"{schema.class_names[k]}{' (predicted)' if k in predicted else ''}",
        key=key,
        on_change=lambda: _choose(widgets.value(key), None if schema.has_labels else first),
    )
    selection.tell()
    return _rather_than(chosen, places, schema.class_names.__getitem__, f"{position}")


def _predicted(held_out: Examples, position: int) -> tuple[list[int], int]:
    """The classes or labels that an example is predicted to have, and the likeliest of all."""
    first = int(held_out.meaning.by_class(held_out.predictions)[position].argmax())
    if not held_out.schema.has_labels:
        return [first], first
    return np.flatnonzero(held_out.predicted_class[position]).tolist(), first


def choose_followed(held_out: Examples, position: int) -> Chosen:
    """Which number to explain of an example that changes: at first the class that it is predicted to be, whichever that
    is by then."""
    schema = held_out.schema
    if schema.task == "regression":
        return choose_target(held_out, position)
    places, key = range(len(schema.class_names)), state.key("what-if.target")
    likeliest = "the likeliest label" if schema.has_labels else "what is predicted"
    selected = selection.target(len(places))
    widgets.put(key, _NONE if selected is None else selected)
    chosen = st.selectbox(
        f"Explain the {held_out.meaning.shown} of",
        [_NONE, *places],
        format_func=lambda k: likeliest if k == _NONE else schema.class_names[k],
        key=key,
        on_change=lambda: _choose(widgets.value(key), _NONE),
    )
    selection.tell()
    return None if chosen == _NONE else _rather_than(chosen, places, schema.class_names.__getitem__, "what-if")


def _choose(place: int, predicted: int | None) -> None:
    """Chooses a class for every page; to choose the predicted one is to follow what is predicted."""
    selection.choose_target(None if place == predicted else place)


def _choose_output(schema) -> Chosen:
    places, name, key = range(schema.outputs), schema.answers.__getitem__, state.key("attribution.output")
    widgets.put(key, selection.target(len(places)) or 0)
    chosen = st.selectbox(
        "Explain the predicted",
        places,
        format_func=name,
        key=key,
        on_change=lambda: selection.choose_target(widgets.value(key)),
    )
    selection.tell()
    return _rather_than(chosen, places, name, "outputs")


def _rather_than(chosen: int, places, name, key: str) -> Chosen:
    """The pair (chosen, other) where somebody asks why it is not the other."""
    against = rather_than([k for k in places if k != chosen], name, key)
    return chosen if against is None else (chosen, against)


def rather_than(others, name, key: str) -> int | None:
    """Another class or output that the explained one is compared with, None for none."""
    chosen = st.selectbox(
        "Rather than",
        [_NONE, *others],
        format_func=lambda k: _ALONE if k == _NONE else name(k),
        key=state.key(f"attribution.against.{key}"),
        help="Choose another one to see what speaks for the first and against the second: the difference is explained.",
    )
    return None if chosen == _NONE else chosen


def target_words(target: Target, held_out: Examples) -> str:
    """What is explained: "the probability of malignant", "the lead of cat over dog", "the predicted price"."""
    schema, index = held_out.schema, target.index
    index = index[0] if isinstance(index, tuple) else index
    if target.layer:
        return f"what {target.label()} returns"
    if schema.reconstructs:
        return place_words(int(index), schema)
    if target.against is not None:
        names = schema.answers
        counted = " in logits" if target.on == "logits" else ""
        return f"the lead of {names[int(index)]} over {names[target.against]}{counted}"
    if schema.task == "regression":
        return f"the predicted {schema.answers[int(index)]}"
    return f"the {held_out.meaning.shown} of {target.label()}"


def number_words(value: float, target: Target, held_out: Examples) -> str:
    """The explained number: "76.5 %" where it is a probability, "1.38" elsewhere."""
    share = target.on == "output" and not target.layer and held_out.meaning.shown == "probability"
    return words.percent(value) if share else words.plain(value)


def unit_words(target: Target, held_out: Examples) -> str:
    """What it is counted in: "probability", "logits", "the price's own units"."""
    if target.layer:
        return "what the unit returns"
    if target.on == "logits":
        return "logits"
    schema, index = held_out.schema, target.index
    if schema.task != "regression":
        return held_out.meaning.shown
    index = index[0] if isinstance(index, tuple) else index
    name, place = (schema.target_name, 0) if index is None or schema.reconstructs else (schema.answers[index], index)
    return schema.unit(place) or f"the {name}'s own units"
