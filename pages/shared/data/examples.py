"""The Examples tab of the Data page: the picture of the examples, and their table; and what every tab says."""

from functools import partial

import streamlit as st

from nnviz import escaping, words
from nnviz.data.catalog import SOURCES
from nnviz.data.catalog.kinds import MADE
from nnviz.data.records import DataSummary
from nnviz.plots.data import scatter
from nnviz.specs import DataSpec
from pages.shared import frame
from pages.shared.data import example_doors, pictures
from pages.shared.figures import views


def numbers(summary: DataSummary) -> None:
    """How much there is, and for what."""
    shapes = [summary.schema.input_shape, *(further.shape for further in summary.schema.further)]
    views.numbers(
        {
            "Examples": f"{summary.size:,}",
            "Inputs": " + ".join(map(words.sizes, shapes)),
            "Task": views.task_words(summary.schema),
            "Training": f"{summary.sizes['train']:,}",
            "Validation": f"{summary.sizes['validation']:,}",
            "Test": f"{summary.sizes['test']:,}",
        }
    )


def tab(spec: DataSpec, summary: DataSummary) -> DataSpec:
    """The examples as a picture and as a table; the specification as it is."""
    if summary.truth_words:
        known_truth(spec.source, "What decides is known", summary.truth_words)
    _picture(spec, summary)
    with st.expander("As a table"):
        views.sample_table(summary, partial(example_doors.draw, spec, summary))
    return spec


def known_truth(source: str, begin: str, told: str) -> None:
    """What decides, where it is known; folded away where it is the reader's to find out."""
    if SOURCES[source].group == MADE:
        st.markdown(f":material/verified: **{begin}.** {escaping.markdown(told)}")
        return
    with st.expander(begin, icon=":material/verified:"):
        st.markdown(escaping.markdown(told))


def _picture(spec: DataSpec, summary: DataSummary) -> None:
    """The points of a plane, images, or two columns of a table to choose."""
    schema, dark, key = summary.schema, frame.dark(), spec.replace(augmentations=()).to_json()
    if schema.is_plane:
        views.figure(
            lambda: scatter(
                summary.sample_x[:, :2],
                *summary.colours,
                summary.sample_split,
                dark,
                feature_names=schema.feature_names,
                target_name=schema.answers[0],
            ),
            "points",
            key,
        )
    elif schema.kind == "vector" and schema.input_shape == (1,) and schema.outputs == 1 and not schema.class_names:
        views.figure(lambda: _target_over_input(summary, dark), "points", key)
    elif summary.thumbnails is not None:
        pictures.images(summary, key, example_doors.asked(spec, summary))
        example_doors.go_if_asked(spec, summary)
    elif schema.kind == "tokens":
        pictures.texts(summary)
    elif schema.kind == "sequence":
        pictures.sequences(summary, key)
    else:
        views.two_features(summary, key, dark)
    pictures.beside(summary, key)


def _target_over_input(summary: DataSummary, dark: bool):
    """One number from one number: the target stands over the input."""
    schema = summary.schema
    points = list(zip(summary.sample_x[:, 0], summary.sample_y.reshape(-1), strict=True))
    names = (*schema.feature_names, schema.target_name)
    return scatter(
        points, summary.sample_y, (), summary.sample_split, dark, feature_names=names, target_name=schema.target_name,
        equal_axes=False,
    )  # fmt: skip


def notes(summary: DataSummary) -> None:
    """What reading and preparation did."""
    for note in summary.notes:
        st.caption(f":material/info: {escaping.markdown(note)}")
