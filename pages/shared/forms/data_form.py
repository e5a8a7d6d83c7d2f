"""The controls of the Data page: source, its settings, split, scaling → the specification that they say."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnviz.data.catalog import SOURCES, Source
from nnviz.params import Param
from nnviz.specs import DataSpec
from pages.shared import frame
from pages.shared.forms import fields, own_data, sources

SPLIT = (
    Param(
        "validation_fraction",
        "float",
        0.2,
        "Share held out to watch for overfitting.",
        minimum=0.0,
        maximum=0.9,
        label="Validation share",
    ),
    Param(
        "test_fraction",
        "float",
        0.0,
        "Share kept for one last, honest test.",
        minimum=0.0,
        maximum=0.9,
        label="Test share",
    ),
    Param(
        "scaling",
        "choice",
        "standard",
        "Fitted on the training examples alone.",
        choices=("none", "standard", "minmax", "robust"),
    ),
    Param("seed", "int", 0, "Of the generator and of the split.", minimum=0, maximum=2**31 - 1),
)
MISSING = Param(
    "missing",
    "choice",
    "fill",
    "Fill: with the median of the training examples. Drop: leave out examples that lack a value.",
    choices=("fill", "drop"),
    label="Missing values",
)


@dataclass(frozen=True)
class Chosen:
    """What the controls say.

    Attributes:
        spec: None while a person's own file is still to be chosen.
        problem: where the sentence about an own file goes; None for other sources.
    """

    source: Source
    spec: DataSpec | None
    problem: DeltaGenerator | None


def draw(before: DataSpec) -> Chosen:
    """Draws the controls, starting from the data in hand."""
    with frame.steering():
        name = sources.choose(before.source)
        source = SOURCES[name]
        own, problem = own_data.file(source, before) if source.endings else ({}, None)
    if not source.endings:
        st.caption(f"{source.help} {source.credit}")
    drawn = [param for param in source.params if not source.endings or param.name not in ("file", "title")]
    settings = own | fields.form(drawn, before.settings if name == before.source else {}, f"data.{name}")
    with st.expander("Split and scaling", expanded=True):
        split = fields.form((*SPLIT, MISSING) if source.columns else SPLIT, before.model_dump(), "data.split")
        if before.folds and name == before.source:
            st.caption(f"Fold {before.fold + 1} of {before.folds} validates, as a study shared the examples out.")
    if source.endings and not own:
        return Chosen(source, None, problem)
    rest = _undrawn(before, own) if name == before.source else {}
    spec = fields.checked(lambda: DataSpec(source=name, settings=settings, **rest, **split), before)
    return Chosen(source, spec, problem)


def _undrawn(before: DataSpec, own: dict[str, str]) -> dict:
    """What the data in hand say that these controls do not; corrections of columns go with their file."""
    names = ["augmentations", "folds", "fold"]
    if own.get("file") == before.settings.get("file"):
        names.append("columns")
    return {name: getattr(before, name) for name in names}
