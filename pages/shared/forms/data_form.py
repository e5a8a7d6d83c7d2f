"""The controls of the Data page: source, its settings, split, scaling → the specification that they say."""

import json
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnviz import words
from nnviz.data.catalog import SOURCES, Source, known_schema
from nnviz.data.column import Column
from nnviz.errors import NnvizError, SpecError
from nnviz.params import Param, fill
from nnviz.specs import DataSpec
from pages.shared import engine, frame
from pages.shared.forms import collecting, drawing, fields, how_read, own_data, sources, tfds_form
from pages.shared.session import state
from pages.shared.session.record import record

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
    Param(
        "training_examples",
        "int",
        0,
        "How many of the training examples are used, every class in its share; 0 uses all.",
        minimum=0,
        maximum=10_000_000,
    ),
)
MISSING = Param(
    "missing",
    "choice",
    "fill",
    "Fill: with the median of the training examples. Drop: leave out examples that lack a value.",
    choices=("fill", "drop"),
    label="Missing values",
)


_FILE = ("file", "title", "held_out")
"""Parameters that a person's own file says."""


@dataclass(frozen=True)
class Chosen:
    """What the controls say.

    Attributes:
        spec: None while a person's own file is still to be chosen.
        problem: where the sentence about an own file goes; None for other sources.
        columns: of a table of one's own, what its columns are, whether or not they can be learned from.
    """

    source: Source
    spec: DataSpec | None
    problem: DeltaGenerator | None
    columns: tuple[Column, ...] = ()


def draw(before: DataSpec, plane: DeltaGenerator) -> Chosen:
    """Draws the controls, starting from the data in hand; points are drawn by hand in `plane`, a place on the page."""
    with frame.steering():
        name = sources.choose(before.source)
        source = SOURCES[name]
        own, problem = own_data.file(source, before) if source.endings and name != collecting.SOURCE else ({}, None)
        reading = st.container(key="own-reading")
    if not source.endings:
        st.caption(f"**{source.title}.** {source.help} {source.credit}")
    if name == "drawn":
        own = drawing.draw(before, plane)
    if name == collecting.SOURCE:
        st.caption(source.help)
        own, problem = collecting.draw(before, plane), plane.container()
    if name == tfds_form.SOURCE:
        own = tfds_form.name(str(before.settings.get("name", "mnist")) if before.source == name else "mnist")
    apart = {*own, *_FILE, *source.reading}
    drawn = [param for param in source.params if param.name not in apart]
    settings = own | fields.form(drawn, before.settings if name == before.source else {}, f"data.{name}")
    only = _only_classes(name, settings, before) if not source.endings else _kept_classes(before, name)
    with st.expander("Split and scaling", expanded=True):
        stepped = bool(before.steps) and name == before.source
        params = [param for param in (*SPLIT, MISSING) if source.columns or param is not MISSING]
        left_out = ("scaling", "missing") if stepped else ("scaling",) if _is_of_words(source) else ()
        params = [param for param in params if param.name not in left_out]
        split = fields.form(params, before.model_dump(), "data.split")
        if stepped:
            st.caption("Scaling and missing values: as the steps on Prepare say.")
        if before.folds and name == before.source:
            st.caption(f"Fold {before.fold + 1} of {before.folds} validates, as a study shared the examples out.")
    if source.endings and not own:
        return Chosen(source, None, problem)
    rest = _undrawn(before, own) if name == before.source else {}
    settings |= how_read.settings(source, own, before) if own and source.reading else {}
    rest |= _same_examples(before, source, settings, split.get("seed", 0))
    _told_of_lost(settings, split.get("seed", 0))
    spec = fields.checked(lambda: DataSpec(source=name, settings=settings, only_classes=only, **rest, **split), before)
    columns: tuple[Column, ...] = ()
    if own and source.reading:
        with reading:
            spec, columns = how_read.draw(source, own, spec)
    return Chosen(source, spec, problem, columns)


def _is_of_words(source: Source) -> bool:
    """Whether examples are words and their answers classes, which no scaling changes."""
    return source.kind == "tokens" and source.task in ("binary", "multiclass")


def _only_classes(name: str, settings: dict, before: DataSpec) -> tuple[str, ...]:
    """Some of the classes, where there are more than two and they are known before anything is read; () for all."""
    try:
        schema = known_schema(DataSpec(source=name, settings=settings))
    except NnvizError:  # said beside its own control
        return _kept_classes(before, name)
    classes = schema.class_names if schema is not None else ()
    if len(classes) < 3:
        return ()
    kept = [one for one in _kept_classes(before, name) if one in classes]
    chosen = st.multiselect(
        "Only these classes",
        classes,
        kept,
        key=state.key(f"data.{name}.only.{len(classes)}"),
        placeholder="All of them",
    )
    if len(chosen) == 1:
        fields.wrong(
            SpecError(f"Only the class {chosen[0]} is chosen.", expected="two classes or more, or none for all")
        )
        return tuple(kept)
    return tuple(one for one in classes if one in chosen) if len(chosen) < len(classes) else ()


def _kept_classes(before: DataSpec, name: str) -> tuple[str, ...]:
    return before.only_classes if before.source == name else ()


def _undrawn(before: DataSpec, own: dict[str, str]) -> dict:
    """What the data in hand say that these controls do not; corrections of columns go with their file."""
    names = [
        "augmentations",
        "folds",
        "fold",
        "fold_by",
        "learns_validation",
        "duplicates",
        "balance",
        "shuffled_labels",
    ]
    if own.get("file") == before.settings.get("file"):
        names += ["columns", "steps", *(("scaling", "missing") if before.steps else ())]
    return {name: getattr(before, name) for name in names}


def _same_examples(before: DataSpec, source: Source, settings: dict, seed: int) -> dict:
    """The examples that are left out: at the same positions, or where they are in data that are read otherwise."""
    if not before.left_out or source.name != before.source:
        return {}
    try:
        if seed == before.seed and fill(source.params, settings) == fill(source.params, before.settings):
            return {"left_out": before.left_out}
        after = before.replace(settings=settings, seed=seed)
        rows = engine.ask_once(
            "same_rows", before, after, key=before.to_json() + after.to_json(), what="Finding them again"
        )
    except NnvizError:  # said beside its own control
        rows = ()
    lost = len(before.left_out) - len(rows)
    if lost:
        which = "it is" if lost == 1 else f"{lost:,} are" if rows else "they are"
        record().mending.lost = (
            _examples_of(settings, seed),
            f"Of {words.counted(len(before.left_out), 'example')} that you left out, {which} not in these data, which "
            "are read or drawn otherwise now.",
        )
    return {"left_out": rows}


def _examples_of(settings: dict, seed: int) -> str:
    return json.dumps([settings, seed], sort_keys=True, default=str)


def _told_of_lost(settings: dict, seed: int) -> None:
    """Which of the examples that were left out could not be found again, as long as the same data are in hand."""
    lost = record().mending.lost
    if lost and lost[0] == _examples_of(settings, seed):
        st.caption(f":material/info: {lost[1]}")
