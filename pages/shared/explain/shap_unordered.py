"""SHAP values of many images, texts or sequences: where they count on average, and which words."""

import numpy as np
import pandas as pd
import streamlit as st

from nnviz.explanation import cohorts
from nnviz.explanation.shap_records import ShapValues
from nnviz.explanation.shap_whole import mean_maps, mean_picture, word_means
from nnviz.inspection.examples import Examples
from nnviz.plots import shap as shap_plots
from nnviz.plots.bars import bar_chart
from nnviz.plots.shap_steps import step_sizes
from pages.shared import frame
from pages.shared.figures import views


def draw(shap: ShapValues, held_out: Examples, key: str) -> None:
    """The picture that fits the data."""
    {"image": _images, "tokens": _words}.get(held_out.schema.kind, _steps)(shap, held_out, key)


def _images(shap: ShapValues, held_out: Examples, key: str) -> None:
    """The mean map of the examples of each class."""
    schema, some = held_out.schema, slice(len(shap))
    if schema.class_names and not schema.has_labels:
        groups = cohorts.by_class(schema.class_names, np.ravel(held_out.truth)[some], "is {}")
    else:
        groups = cohorts.Cohorts(("all",), np.zeros(len(shap), int))
    labels = [f"{name} ({count:,})" for name, count in zip(groups.names, groups.counts, strict=True)]
    st.markdown("Where pixels speak for and against it, on average over the examples of each class.")
    views.figure(
        lambda: shap_plots.image_maps(
            mean_picture(shap), mean_maps(shap, groups), labels, frame.dark(), pixel_range=held_out.pixel_range,
            narrow=frame.narrow(), named="the mean picture",
        ),
        "shap-maps",
        key,
        lambda: views.as_table(mean_maps(shap, groups)),
    )  # fmt: skip


def _words(shap: ShapValues, held_out: Examples, key: str) -> None:
    """The words that raise and lower it most, wherever they stand."""
    texts = [held_out.value_texts(k) for k in range(len(shap))]
    names, means, counts = word_means(shap, texts)
    if not len(names):
        st.info("No word comes up twice in these texts: choose more of them.", icon=":material/info:")
        return
    labels = [f"{name} ({count:,} times)" for name, count in zip(names, counts, strict=True)]
    sentence = "By how much a word moves it on average, wherever it stands. Words that come up at least twice."
    views.figure(
        lambda: bar_chart(means, labels, frame.dark(), "", sentence, 100 + 26 * len(labels)),
        "shap-words",
        key,
        lambda: pd.DataFrame({"word": names, "mean SHAP value": means, "times": counts}),
    )


def _steps(shap: ShapValues, held_out: Examples, key: str) -> None:
    """The mean sequence, and how far each step moves it on average."""
    names = held_out.schema.feature_names
    sizes = np.abs(shap.values).mean(0)
    st.markdown("The mean sequence, and by how much each step moves the answer on average, whichever way.")
    views.figure(
        lambda: step_sizes(shap.data.mean(0), sizes, frame.dark(), channel_names=names),
        "shap-steps",
        key,
        lambda: views.as_table(sizes),
    )
