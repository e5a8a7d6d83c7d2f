"""The Understand tab of the Data page: what stands out, what every column is, and how they hang together."""

import pandas as pd
import streamlit as st

from nnviz.data.catalog import SOURCES
from nnviz.data.profiling.records import Profile
from nnviz.data.records import DataSummary
from nnviz.errors import NnvizError
from nnviz.plots.data import class_balance, target_histogram
from nnviz.plots.profile import relation_matrix
from nnviz.specs import DataSpec
from pages.shared import engine, frame
from pages.shared.data import columns_shown, findings_shown, kinds_shown, mending, suspects_shown, targets_shown
from pages.shared.figures import views
from pages.shared.forms import own_data
from pages.shared.lessons import lesson

_NARROW = 16
"""Columns whose relations can be read on a phone."""


def tab(spec: DataSpec, summary: DataSummary) -> DataSpec:
    """What is known of the data; the specification with what was mended and corrected."""
    plain = spec.replace(augmentations=())
    changed = mending.taken(spec)
    if changed != spec:
        return changed
    mending.told()
    mending.in_force(spec)
    answer = _answer(summary)
    if answer == targets_shown.ALL:
        targets_shown.draw(spec)
        suspects_shown.draw(spec, summary)
        return spec
    try:
        key = f"{plain.to_json()}:{answer or ''}"
        profile = engine.ask_once("data_profile", plain, answer, key=key, what="Looking at every column")
    except NnvizError as error:
        engine.refusal(error, retry=True)
        return spec
    findings_shown.draw(profile)
    if profile.columns:
        columns_shown.draw(profile, key)
        _relations(profile, key)
    else:
        _balance(summary, key)
    kinds_shown.draw(profile, key)
    for note in profile.notes:
        st.caption(note)
    suspects_shown.draw(spec, summary)
    lesson.door("curating_data", "What to look for in examples")
    if not SOURCES[spec.source].columns:
        return spec
    with st.expander("What each column is"):
        return own_data.columns(spec, summary.schema.columns)


def _answer(summary: DataSummary) -> str | None:
    """Of several targets or labels the one to tell of; None where there is one alone."""
    schema = summary.schema
    if schema.has_classes or schema.reconstructs or schema.outputs < 2:
        return None
    noun = "Label" if schema.has_labels else "Target"
    options = (*schema.answers, targets_shown.ALL)
    return st.selectbox(noun, options, key=f"understand.answer:{schema.source}", width=300)


def _relations(profile: Profile, key: str) -> None:
    """How the columns hang together, as one matrix."""
    relations = profile.relations
    if relations is None or len(relations.names) < 3:
        return
    relations = relations.strongest(_NARROW) if frame.narrow() else relations
    st.subheader("What hangs together", anchor=False)
    frame.caption(
        "Two columns of numbers: their Pearson correlation, from −1 to 1. A number and a category: the correlation "
        "ratio. Two categories: Cramér's V, both from 0 to 1. Columns that hang together stand beside each other."
    )
    if relations.left_out:
        st.caption(f"{relations.left_out:,} more columns, which tell less of the target, are not shown.")
    views.figure(
        lambda: relation_matrix(
            relations.values, relations.names, relations.measures, relations.target, frame.dark(), frame.narrow()
        ),
        "relations",
        key,
        lambda: pd.DataFrame(relations.values, columns=relations.names).assign(column=relations.names),
    )


def _balance(summary: DataSummary, key: str) -> None:
    """How many examples each class has, or how a number is spread."""
    dark, schema = frame.dark(), summary.schema
    if schema.task == "regression":
        edges, counts, name = summary.target_edges, summary.target_counts, schema.answers[0]
        table = pd.DataFrame({"from": edges[:-1], "to": edges[1:], "examples": counts})
        views.figure(lambda: target_histogram(edges, counts, name, dark=dark), "target", key, lambda: table)
        return
    table = pd.DataFrame({"class": schema.class_names, **summary.class_counts})
    views.figure(
        lambda: class_balance(summary.class_counts, schema.class_names, dark=dark), "balance", key, lambda: table
    )
