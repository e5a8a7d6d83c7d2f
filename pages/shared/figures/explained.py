"""An attribution on the screen: the picture that fits the data, its sum, and the lines that reproduce it."""

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.explanation.records import Attribution
from nnviz.inspection.examples import Examples
from nnviz.plots import attribution
from pages.shared import frame
from pages.shared.figures import views
from pages.shared.session import state

START = {
    "vector": ["integrated_gradients", "permutation_shap"],
    "image": ["integrated_gradients", "expected_gradients"],
    "sequence": ["integrated_gradients", "expected_gradients"],
    "tokens": ["integrated_gradients", "expected_gradients"],
}
"""The methods shown first: a path from a baseline, and SHAP values."""


def choose_target(held_out: Examples, position: int) -> int | None:
    """Which number of the output to explain; for classes, the predicted one first."""
    schema = held_out.schema
    if schema.task == "regression":
        return (
            None
            if schema.outputs == 1
            else st.selectbox("Output", range(schema.outputs), key=state.key("attribution.output"))
        )
    predicted = int(held_out.predicted_class[position])
    return st.selectbox(
        f"Explain the {held_out.meaning.shown} of",
        range(len(schema.class_names)),
        predicted,
        format_func=lambda k: f"{schema.class_names[k]}{' (predicted)' if k == predicted else ''}",
        key=state.key(f"attribution.target.{position}"),
    )


def show(result: Attribution, held_out: Examples, position: int, name: str, key: str) -> None:
    """The values, whether they add up, and what to keep in mind."""
    values, dark = np.asarray(result.values), frame.dark()
    first, second = st.columns([3, 2])
    with first:
        views.figure(
            lambda: _figure(values, held_out, position, dark),
            f"attribution-{name}",
            key,
            lambda: _table(values, held_out, position),
        )
    with second:
        background = (
            "the background" if result.baseline is not None and "background_rows" in result.params else "the baseline"
        )
        views.figure(
            lambda: attribution.completeness(
                result.total, result.output, result.baseline_output, result.residual, dark, compared_with=background
            ),
            f"sum-{name}",
            key,
        )
        if result.residual is not None:
            st.markdown(
                f"f(x) = {words.plain(result.output)}, f({background}) = {words.plain(result.baseline_output)}; "
                "the values add up to their difference with a residual of "
                f"**{words.plain(result.residual, 2)}** ({words.plain(100 * result.relative_residual, 2)} %)."
            )
        target, seconds = escaping.markdown(_target_words(result, held_out)), words.plain(result.seconds, 2)
        st.caption(f"Explained: {target}. {seconds} s.")
    for note in result.notes:
        st.caption(f":material/info: {escaping.markdown(note)}")


def _target_words(result: Attribution, held_out: Examples) -> str:
    schema, index = held_out.schema, result.target.index
    if schema.task == "regression":
        return schema.target_name
    index = index[0] if isinstance(index, tuple) else index
    return f"the {held_out.meaning.shown} of {result.target.label()}"


def _figure(values: np.ndarray, held_out: Examples, position: int, dark: bool):
    schema, x, narrow = held_out.schema, held_out.inputs[position], frame.narrow()
    if schema.kind == "image":
        pixels = (float(held_out.inputs.min()), float(held_out.inputs.max()))
        return attribution.image_attribution(x, values, dark, pixel_range=pixels, narrow=narrow)
    if schema.kind == "tokens":
        return attribution.token_attribution(
            [str(int(token)) for token in x], values, dark, columns=5 if narrow else 12
        )
    if schema.kind == "sequence":
        return attribution.sequence_attribution(x, values, dark)
    return attribution.feature_attribution(values, schema.feature_names, held_out.value_texts(position), dark)


def _table(values: np.ndarray, held_out: Examples, position: int) -> pd.DataFrame:
    if held_out.schema.kind == "vector":
        return pd.DataFrame(
            {
                "feature": list(held_out.schema.feature_names),
                "value": held_out.inputs[position].ravel(),
                "attribution": values.ravel(),
            }
        )
    return views.as_table(values)
