"""The Augment tab of the Data page: which changes training draws, beside examples that they were drawn for."""

import pandas as pd
import streamlit as st

from nnviz.data.augmentations import Augmentation, suited
from nnviz.data.records import AugmentedExamples, DataSummary
from nnviz.data.schema import Schema
from nnviz.errors import NnvizError
from nnviz.plots.images import image_grid
from nnviz.specs import AugmentationSpec, DataSpec
from pages.shared import engine, frame
from pages.shared.figures import views
from pages.shared.forms import fields
from pages.shared.lessons import explained
from pages.shared.session import state

_EXAMPLES, _VARIANTS = 4, 5
_WHAT = "Changing examples"
_SHORT = 16
"""Characters of what was drawn that fit below an image."""


def tab(spec: DataSpec, summary: DataSummary) -> DataSpec:
    """Controls and preview; the specification with the augmentations that were chosen."""
    schema = summary.schema
    if not suited(schema):
        st.caption("Texts cannot be augmented here yet.")
        return spec
    frame.caption(
        "What you choose here changes every training example at random, each time training sees it. Validation and "
        "test examples, and the pictures elsewhere, stay as they are."
    )
    controls, pictures = st.columns([1, 2.2], gap="medium")
    with controls:
        chosen = tuple(filter(None, (_choice(entry, spec) for entry in suited(schema))))
    spec = fields.checked(lambda: spec.replace(augmentations=chosen), spec)
    with pictures:
        _preview(spec, schema)
    return spec


def _choice(entry: Augmentation, spec: DataSpec) -> AugmentationSpec | None:
    before = next((own for own in spec.augmentations if own.name == entry.name), None)
    key = f"augment.{entry.name}"
    words = explained.help_of("augment.chosen", entry.help)
    on = st.checkbox(entry.title, before is not None, key=state.key(key), help=words)
    if not on:
        return None
    settings = fields.form(entry.params, before.settings if before else {}, key)
    if entry.label_note:
        st.caption(f":material/label: {entry.label_note}")
    return AugmentationSpec(name=entry.name, settings=settings)


def _preview(spec: DataSpec, schema: Schema) -> None:
    if not spec.augmentations:
        st.info("Choose a change to see what it makes of these examples.", icon=":material/auto_awesome:")
        return
    draw = st.number_input(
        "Random draw",
        1,
        1000,
        1,
        key=state.key("augment.draw"),
        help="Another number shows other random changes.",
        width=160,
    )
    key = f"{spec.to_json()}:{draw}"
    try:
        shown = engine.ask_once("augmented_examples", spec, _EXAMPLES, _VARIANTS, int(draw), key=key, what=_WHAT)
    except NnvizError as error:
        return engine.refusal(error)
    if schema.kind == "image":
        _images(shown, key)
    else:
        _rows(shown, schema)


def _images(shown: AugmentedExamples, key: str) -> None:
    """Each row an image as it is, then as training draws it, with what was drawn: below it, or listed where it is
    long."""
    count = 1 + _VARIANTS
    images = [
        image for original, own in zip(shown.originals, shown.variants, strict=True) for image in (original, *own)
    ]
    short = all(len(text) <= _SHORT for own in shown.words for text in own)
    captions = []
    for own in shown.words:
        captions += ["as it is", *(own if short else map(str, range(1, count)))]
    views.figure(lambda: image_grid(images, captions, dark=frame.dark(), columns=count), "augmented", key)
    if short:
        return
    with st.expander("What was drawn"):
        drawn = [
            {"row": row, "picture": number, "changes": change}
            for row, own in enumerate(shown.words, 1)
            for number, change in enumerate(own, 1)
        ]
        st.dataframe(pd.DataFrame(drawn), hide_index=True, height=320)


def _rows(shown: AugmentedExamples, schema: Schema) -> None:
    """The first examples as they are and as training draws them, in the data's own units."""
    names = list(schema.feature_names) or [f"input {k + 1}" for k in range(shown.originals[0].size)]
    rows = []
    for place, (original, own) in enumerate(zip(shown.originals[:3], shown.variants[:3], strict=True), 1):
        for number, values in enumerate((original, *own)):
            drawn = "as it is" if not number else str(number)
            rows.append({"example": place, "drawn": drawn, **dict(zip(names, values.reshape(-1), strict=False))})
    st.dataframe(pd.DataFrame(rows), hide_index=True, height=38 * min(len(rows) + 1, 14))
