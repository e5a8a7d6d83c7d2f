"""The checks of an explanation on the page: what is checked, the curves, and what is left as layers forget."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.data.further import FurtherInput
from nnviz.explanation.catalog import METHODS, check_cost, fitting
from nnviz.explanation.target import Chosen
from nnviz.explanation.trust_records import Faithfulness, Randomization
from nnviz.inspection.examples import Examples
from nnviz.plots import trust
from nnviz.runs.run import Run
from pages.shared import frame
from pages.shared.figures import in_parts, lines, views
from pages.shared.figures.targets import unit_words
from pages.shared.session import state, widgets

_LEFT_OUT = ("shap_library",)
"""Methods that start a process of their own for each question."""
_COUNTS = (1, 10, 50)
_COVERS = {"zeros": "Zeros, as the network sees them", "mean": "The training mean", "blur": "A blur of the image"}
_MODULE = "nnviz.explanation.trust_of_run"
_AT_ONCE = 10


@dataclass(frozen=True)
class Checked:
    """Which method is checked, on which examples, and what covered parts become."""

    method: str
    indexes: tuple[int, ...]
    baseline: str


def choose(run: Run, held_out: Examples, position: int) -> Checked:
    """Draws the controls; at first the method that Attribution shows first, for the example in hand."""
    kind = held_out.schema.kind
    names = [name for name in fitting(kind, run.experiment.model)[0] if name not in _LEFT_OUT]
    shown = [name for name in widgets.value(state.key("attribution.methods"), []) if name in names]
    method = st.selectbox(
        "Method",
        names,
        names.index(shown[0]) if shown else 0,
        format_func=lambda name: METHODS[name].title,
        key=state.key("trust.method"),
        persist_state="session",
    )
    counts = sorted({min(count, len(held_out.indexes)) for count in _COUNTS})
    count = st.segmented_control(
        "Examples",
        counts,
        default=1,
        required=True,
        format_func=lambda n: "this one" if n == 1 else f"{n}",
        key=state.key("trust.count"),
    )
    baseline = choose_cover(kind)
    st.caption(f"{METHODS[method].help} {METHODS[method].guarantee}")
    chosen = held_out.indexes[:count] if count > 1 else held_out.indexes[position : position + 1]
    return Checked(method, tuple(int(k) for k in chosen), baseline)


def choose_cover(kind: str) -> str:
    """What covered parts become."""
    covers = ["zeros", *(["mean"] if kind != "tokens" else []), *(["blur"] if kind == "image" else [])]
    return st.selectbox("Covered parts become", covers, format_func=_COVERS.get, key=state.key("trust.baseline"))


def curves(run: Run, key: str, held_out: Examples, position: int, target: Chosen, checked: Checked) -> None:
    """Deletion and insertion, the areas, and what they say."""
    st.header("Does it find what counts?", anchor=False)
    after = (target, checked.method, {}, checked.baseline)
    questions = in_parts.Questions(
        "faithfulness", (run.reference, held_out.split), checked.indexes, after, key, _AT_ONCE
    )
    price = partial(_price, held_out, checked)
    answers = in_parts.ask(questions, price, held_out.schema.shapes, "Check", "trust-curves", partly=True)
    if answers is None:
        return
    found = Faithfulness.joined(answers)
    st.markdown(escaping.markdown(found.verdict))
    unit = unit_words(found.target, held_out)
    views.figure(
        lambda: found.figure(frame.dark(), unit=unit, narrow=frame.narrow()),
        "trust-curves",
        f"{key}:{checked}:{target}",
        lambda: _curve_table(found),
    )
    _areas(found)
    st.caption(_how(found, checked))
    lines.lines(_MODULE, "faithfulness_of_run", (run.reference, held_out.split, checked.indexes, *after), "found")


def forgetting(run: Run, key: str, held_out: Examples, position: int, target: Chosen, checked: Checked) -> None:
    """The map as the network forgets, layer by layer, and what that says."""
    st.header("Does it depend on what was learned?", anchor=False)
    after = (target, checked.method, {})
    questions = in_parts.Questions(
        "randomization", (run.reference, held_out.split), checked.indexes, after, key, _AT_ONCE
    )
    price = partial(_price, held_out, checked, layers=len(run.experiment.model.layers))
    answers = in_parts.ask(questions, price, held_out.schema.shapes, "Check", "trust-forgetting", partly=True)
    if answers is None:
        return
    found = Randomization.joined(answers)
    st.markdown(escaping.markdown(found.verdict))
    own = f"{key}:{checked}:{target}"
    views.figure(lambda: found.figure(frame.dark()), "trust-forgetting", own, lambda: _correlation_table(found))
    views.figure(lambda: _maps(found, held_out, checked), "trust-maps", own)
    for further, maps in zip(held_out.schema.further, found.further, strict=False):
        draw = partial(_maps_beside, further, maps, found, held_out, checked)
        views.figure(draw, f"trust-maps-{further.name}", own)
    first = "" if len(checked.indexes) == 1 else " The maps are of the first of these examples."
    frame.caption(
        "On a copy of the network, one layer after the other gets random weights, from the output on, and keeps them; "
        f"what is explained stays the same.{first}"
    )
    lines.lines(_MODULE, "randomization_of_run", (run.reference, held_out.split, checked.indexes, *after), "found")


def _maps_beside(further: FurtherInput, maps: np.ndarray, found: Randomization, held_out: Examples, checked: Checked):
    """The maps of what stands beside the first input: strips of a table's columns, or small images."""
    names = ["as it is", *found.layers]
    if further.kind != "image":
        shape = maps.shape[1:]  # (columns), (tokens), or (steps, channels)
        axes = ("step", "channel") if len(shape) > 1 else ("part",)
        parts = [
            ", ".join(f"{axis} {at + 1}" for axis, at in zip(axes, place, strict=False)) for place in np.ndindex(shape)
        ]
        named = list(further.feature_names) if len(further.feature_names) == len(parts) else parts
        return trust.strips(maps, names, named, frame.dark())
    place, images = int(np.flatnonzero(held_out.indexes == checked.indexes[0])[0]), held_out.further[further.name]
    pixels = (float(images.min()), float(images.max()))
    options = {"image": images[place], "pixel_range": pixels, "narrow": frame.narrow()}
    return trust.small_maps(maps, names, frame.dark(), **options)


def _price(held_out: Examples, checked: Checked, examples: int, layers: int = 0):
    return check_cost(checked.method, examples, held_out.schema.shapes, orders=0 if layers else 10, layers=layers)


def _areas(found: Faithfulness) -> None:
    rows = {}
    for name, own, random in (
        ("Deletion area, small is good", found.deletion_auc, found.random_deletion_auc),
        ("Insertion area, large is good", found.insertion_auc, found.random_insertion_auc),
    ):
        spread = f"{words.plain(random.mean(), 3)} ± {words.plain(random.std(), 2)}"
        rows[name] = f"{words.plain(float(own.mean()), 3)} · random {spread}"
    views.numbers(rows, "trust")


def _how(found: Faithfulness, checked: Checked) -> str:
    slope = METHODS[checked.method].unit == "slope"
    order = "the size of the values, which are slopes" if slope else "the values, the most positive first"
    many = f" Means over {len(checked.indexes)} examples." if len(checked.indexes) > 1 else ""
    return f"The order is that of {order}. An area is the mean of the number along its curve.{many}"


def _maps(found: Randomization, held_out: Examples, checked: Checked):
    schema, dark = held_out.schema, frame.dark()
    names = ["as it is", *found.layers]
    place = int(np.flatnonzero(held_out.indexes == checked.indexes[0])[0])
    if schema.kind != "image":
        return trust.strips(found.maps, names, _parts(held_out, place), dark)
    pixels = held_out.pixel_range
    options = {"image": held_out.inputs[place], "pixel_range": pixels, "narrow": frame.narrow()}
    return trust.small_maps(found.maps, names, dark, **options)


def _parts(held_out: Examples, place: int) -> list[str]:
    """What the parts of an example that is no image are called: its words, columns, or steps."""
    schema = held_out.schema
    if schema.kind == "tokens":
        return held_out.value_texts(place)
    if schema.kind == "vector":
        return list(schema.feature_names)
    steps, channels = schema.input_shape
    named = schema.feature_names if channels > 1 else ("",)
    return [f"{name} step {k + 1}".strip() for k in range(steps) for name in named or range(1, channels + 1)]


def _curve_table(found: Faithfulness) -> pd.DataFrame:
    columns = {"share changed": found.fractions}
    for name in ("deletion", "insertion"):
        random = getattr(found, f"random_{name}")
        columns |= {name: getattr(found, name).mean(0), f"{name}, random orders": random.mean((0, 1))}
    return pd.DataFrame(columns)


def _correlation_table(found: Randomization) -> pd.DataFrame:
    signed, absolute = found.mean
    structure = {} if found.structure is None else {"structure": np.nanmean(found.structure, axis=0)}
    return pd.DataFrame({"layer": found.layers, "signed": signed, "sizes": absolute, **structure})
