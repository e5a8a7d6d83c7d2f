"""All labels or targets at once, on the Understand tab: how frequent, how they stand together, how they correlate."""

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.data.profiling.records import Targets
from nnviz.errors import NnvizError
from nnviz.plots.profile import column_spread, relation_matrix
from nnviz.specs import DataSpec
from pages.shared import engine, frame
from pages.shared.figures import tables, views

ALL = "All of them together"
_MOST = 40
"""Labels or targets that one matrix shows."""


def draw(spec: DataSpec) -> None:
    """The picture of all of them."""
    plain = spec.replace(augmentations=())
    key = plain.to_json()
    try:
        found = engine.ask_once("data_targets", plain, key=key, what="Looking at all of them")
    except NnvizError as error:
        return engine.refusal(error, retry=True)
    for sentence in found.told:
        st.markdown(f":orange[:material/info:] {escaping.markdown(sentence)}")
    if found.together is not None:
        _labels(found, key)
    else:
        _numbers(found)
    _correlations(found, key)


def _labels(found: Targets, key: str) -> None:
    """How many labels an example has, which sets are frequent, and which labels stand together."""
    left, right = st.columns(2)
    numbers = [str(k) for k in range(len(found.numbers))]
    with left:
        st.markdown("##### How many labels an example has")
        views.figure(
            lambda: column_spread(found.numbers[None], "labels of an example", names=numbers, dark=frame.dark()),
            "label-numbers",
            key,
            lambda: pd.DataFrame({"labels": range(len(found.numbers)), "examples": found.numbers}),
        )
    with right:
        st.markdown("##### The most frequent sets of labels")
        names, counts = [name for name, _ in found.sets], np.array([count for _, count in found.sets])
        views.figure(
            lambda: column_spread(counts[None], "the most frequent sets", names=names, dark=frame.dark()),
            "label-sets",
            key,
            lambda: pd.DataFrame(found.sets, columns=["labels", "examples"]),
        )
    st.subheader("What stands together", anchor=False)
    frame.caption("Of the examples with the label of the row, how many have the label of the column too.")
    shares = pd.DataFrame(found.together, index=list(found.names), columns=list(found.names))
    shares.insert(0, "of all examples", found.ends[0])
    shown = tables.safe(shares).style.format(words.percent, na_rep="none")
    st.dataframe(shown, height=35 * (min(len(shares), 15) + 1) + 3)


def _numbers(found: Targets) -> None:
    """Mean, deviation and range of each target."""
    rows = dict(zip(("mean", "deviation", "smallest", "largest"), found.ends, strict=True))
    table = pd.DataFrame({"target": found.names, **{name: [words.plain(v) for v in own] for name, own in rows.items()}})
    tables.shown(table, hide_index=True, key="targets-table")


def _correlations(found: Targets, key: str) -> None:
    st.subheader("What hangs together", anchor=False)
    said = "of 1 (has it) and 0" if found.together is not None else "two by two"
    frame.caption(f"Pearson correlations {said}, from −1 to 1.")
    names, values = found.names[:_MOST], found.correlations[:_MOST, :_MOST]
    measures = np.full(values.shape, "Pearson correlation", dtype=object)
    views.figure(
        lambda: relation_matrix(values, names, measures, None, frame.dark(), frame.narrow()),
        "targets",
        key,
        lambda: pd.DataFrame(found.correlations, columns=found.names).assign(target=found.names),
    )
    if len(found.names) > _MOST:
        st.caption(f"The first {_MOST} of {len(found.names):,} are shown; the CSV has all.")
