"""SHAP values of one example, in the picture that fits the data."""

from functools import partial

import pandas as pd
import streamlit as st

from nnviz import escaping
from nnviz.explanation.shap_records import ShapValues
from nnviz.explanation.target import Chosen
from nnviz.inspection.examples import Examples
from nnviz.plots import attribution
from nnviz.plots import shap as shap_plots
from pages.shared import frame
from pages.shared.explain import shap_later, shap_words
from pages.shared.explain.shap_asked import Asked, Maps
from pages.shared.figures import doors, views
from pages.shared.figures.targets import unit_words
from pages.shared.session import state

_SEQUENCES, _IMAGES = 3, 4
"""Axes of sequences and of images of several examples."""
_KINDS = {"vector": "waterfall", "image": "image", "tokens": "text"}
_STEPS = {"waterfall": "Step by step", "force": "Tug of war"}


def draw(run_id: str, key: str, held_out: Examples, position: int, target: Chosen | Maps, asked: Asked) -> None:
    """The values of the example, what they say, and whether they add up."""
    question = asked.question(held_out, (position,), target)
    passes = asked.cost(held_out, max(1, len(question.classes)))
    shap = shap_later.values(run_id, key, question, passes, held_out.schema.shapes, "shap-go")
    if shap is None:
        return
    own, kind = f"{key}:{question}", held_out.schema.kind
    if kind == "vector" and not shap.further:
        st.markdown(shap_words.story(shap, held_out))
        _steps(shap, held_out, own)
    elif kind != "vector":
        views.figure(lambda: picture(shap, held_out, position), "shap", own, lambda: table(shap))
    if shap.further:
        _images_beside(shap, held_out, own)
        _all_inputs(shap, held_out, own)
    if kind != "vector" or shap.further:
        st.markdown(escaping.markdown(shap_words.said(shap, held_out)))
    _inside(held_out, position, shap, question.classes)
    shap_words.quiet(shap, held_out)
    shap_words.code(run_id, question, _KINDS.get(kind))


def _inside(held_out: Examples, position: int, shap: ShapValues, classes: tuple[int, ...]) -> None:
    """A door to Layers with this example; of several maps one for each class, which is then the chosen one."""
    own = held_out.split, int(held_out.indexes[position])
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="shap-inside"):
        if len(classes) < 2:
            doors.buttons(*own, "shap", only=("layers",), keep_moment=True)
            return
        st.caption("What the layers make of it, for", width="content")
        for k, place in enumerate(classes):
            label = escaping.markdown(shap.target.label(k))
            if st.button(label, icon=":material/layers:", type="tertiary", key=f"shap-layers-{place}"):
                doors.go("layers", *own, target=place, keep_moment=True)


def _steps(shap: ShapValues, held_out: Examples, key: str) -> None:
    """The prediction as steps, or as a tug of war."""
    kind = st.segmented_control(
        "Picture of one prediction",
        list(_STEPS),
        default="waterfall",
        required=True,
        format_func=_STEPS.get,
        key=state.key("shap.steps"),
        persist_state="session",
        label_visibility="collapsed",
    )
    options = {"dark": frame.dark(), "unit": unit_words(shap.target, held_out), "narrow": frame.narrow()}
    views.figure(lambda: shap.figure(kind, **options), f"shap-{kind}", key, lambda: table(shap))


def picture(shap: ShapValues, held_out: Examples, position: int):
    """The figure of an image's, a text's, a sequence's or a row's values."""
    narrow, dark, kind = frame.narrow(), frame.dark(), held_out.schema.kind
    if kind == "image":
        return shap.figure("image", dark=dark, pixel_range=held_out.pixel_range, narrow=narrow)
    if kind == "tokens":
        return shap.figure("text", dark=dark, tokens=held_out.value_texts(position), columns=5 if narrow else 12)
    if kind == "sequence":
        names = held_out.schema.feature_names
        return attribution.sequence_attribution(shap.data[0], shap.values[0], dark, channel_names=names)
    return shap.figure("waterfall", dark=dark, unit=unit_words(shap.target, held_out), narrow=narrow)


def _images_beside(shap: ShapValues, held_out: Examples, key: str) -> None:
    """The maps of images and sequences that stand beside the first input; of sequences for the first output."""
    labels = [shap.target.label(k) for k in range(len(shap))]
    for part in shap.further:
        if part.values.ndim == _SEQUENCES:
            st.markdown(f"##### {escaping.markdown(part.name)}")
            steps = partial(attribution.sequence_attribution, part.data[0], part.values[0], frame.dark())
            views.figure(steps, f"shap-{part.name}", f"{key}:{part.name}")
        if part.values.ndim != _IMAGES:
            continue
        images = held_out.further[part.name]
        pixels = (float(images.min()), float(images.max()))
        st.markdown(f"##### {escaping.markdown(part.name)}")
        views.figure(
            partial(shap_plots.image_maps, part.data[0], part.values, labels, frame.dark(), pixel_range=pixels,
                    narrow=frame.narrow()),
            f"shap-{part.name}",
            f"{key}:{part.name}",
        )  # fmt: skip


def _all_inputs(shap: ShapValues, held_out: Examples, key: str) -> None:
    """One waterfall over all inputs: a table's columns, and whatever is no table as one step."""
    place = 0
    if len(shap) > 1:
        labels = [shap.target.label(k) for k in range(len(shap))]
        place = st.segmented_control(
            "All inputs together, for",
            range(len(shap)),
            default=0,
            required=True,
            format_func=labels.__getitem__,
            key=state.key("shap.together"),
        )
    columns = shap.as_columns(f"the {held_out.schema.first_noun}")
    options = {"unit": unit_words(shap.target_of(place), held_out), "narrow": frame.narrow()}
    views.figure(
        lambda: columns.figure("waterfall", example=place, dark=frame.dark(), **options),
        "shap-together",
        f"{key}:{place}",
        lambda: table(columns, place),
    )


def table(shap: ShapValues, example: int = 0) -> pd.DataFrame:
    if shap.columns:
        own = {"value": shap.texts(example), "SHAP value": shap.values[example]}
        return pd.DataFrame({"column": shap.names, **own})
    return views.as_table(shap.values)
