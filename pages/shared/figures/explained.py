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
_AXES = {"image": ("Row", "Column"), "sequence": ("Step", "Channel")}
_FAR = 0.1
"""From this share of the difference on, parts that do not add up are a warning."""


def choose_target(held_out: Examples, position: int) -> int | None:
    """Which number of the output to explain; for classes, the predicted one first; for a network that redraws its
    input, the part that it redraws worst."""
    schema = held_out.schema
    if schema.reconstructs:
        return _choose_part(held_out, position)
    if schema.task == "regression":
        return (
            None
            if schema.outputs == 1
            else st.selectbox(
                "Output",
                range(schema.outputs),
                format_func=lambda k: f"output {k + 1:,}",
                key=state.key("attribution.output"),
            )
        )
    predicted = int(held_out.predicted_class[position])
    return st.selectbox(
        f"Explain the {held_out.meaning.shown} of",
        range(len(schema.class_names)),
        predicted,
        format_func=lambda k: f"{schema.class_names[k]}{' (predicted)' if k == predicted else ''}",
        key=state.key(f"attribution.target.{position}"),
    )


def _choose_part(held_out: Examples, position: int) -> int:
    """A number of the redrawn example, by its place."""
    shape = held_out.schema.input_shape
    worst = held_out.worst_part(position)
    place = np.unravel_index(worst, shape)
    if len(shape) < 2:
        names = held_out.schema.feature_names
        return st.selectbox(
            "Explain the redrawn value of",
            range(shape[0]),
            worst,
            format_func=lambda k: names[k] if names else f"number {k + 1:,}",
            key=state.key(f"attribution.part.{position}"),
        )
    st.caption("One number of what the network redraws is explained; at first the one that is farthest off.")
    across = st.columns(2)
    chosen = [
        column.number_input(
            name, 1, size, int(at) + 1, key=state.key(f"attribution.{name}.{position}"), help=f"From 1 to {size:,}"
        )
        for column, name, size, at in zip(across, _AXES[held_out.schema.kind], shape, place, strict=False)
    ]
    return int(np.ravel_multi_index([*(one - 1 for one in chosen), *place[2:]], shape))


def show(result: Attribution, held_out: Examples, position: int, name: str, key: str) -> None:
    """The values, one line on what they explain and whether they add up, and the rest on demand."""
    values, dark = np.asarray(result.values), frame.dark()
    background = "the background" if "background_rows" in result.params else "the baseline"
    views.figure(
        lambda: _figure(values, held_out, position, dark),
        f"attribution-{name}",
        key,
        lambda: _table(values, held_out, position),
    )
    st.markdown(escaping.markdown(_in_words(result, held_out, position, background)))
    with st.expander("Details"):
        for note in _details(result, background):
            st.caption(escaping.markdown(note))
        views.figure(
            lambda: attribution.completeness(
                result.total, result.output, result.baseline_output, result.residual, dark, compared_with=background
            ),
            f"sum-{name}",
            key,
        )


def _in_words(result: Attribution, held_out: Examples, position: int, background: str) -> str:
    """ "The probability of 9 is 76.5 %; for the baseline it is 5.3 %. The parts add up …"."""
    meaning = held_out.meaning
    number = words.percent if meaning.shown == "probability" else words.plain
    explained = _target_words(result, held_out)
    sentence = f"{explained[0].upper()}{explained[1:]} is {number(result.output)}"
    if held_out.schema.reconstructs:
        sentence += (
            f", and in the example itself {words.plain(held_out.truth[position].ravel()[int(result.target.index)])}"
        )
    if result.residual is None:
        return f"{sentence}. This method does not promise that its parts add up."
    sentence += f"; for {background} it is {number(result.baseline_output)}. "
    if result.relative_residual > _FAR:
        return (
            sentence
            + f"The parts miss the difference by {words.percent(result.relative_residual)}: do not rely on them."
        )
    return sentence + f"The parts add up to the difference within {words.within(result.relative_residual)}."


def _details(result: Attribution, background: str) -> list[str]:
    meant = {
        "the background": "The background is other examples, from the training part; every value says by how much this "
        "part of the input moves the answer away from theirs.",
        "the baseline": "The baseline is the input that the example is compared with, chosen in the method's settings; "
        "every value says by how much this part of the input moves the answer away from the baseline's.",
    }
    compared = [meant[background]] if result.residual is not None else []
    return [*compared, *result.notes, f"It took {words.plain(result.seconds, 2)} s."]


def _target_words(result: Attribution, held_out: Examples) -> str:
    schema, index = held_out.schema, result.target.index
    index = index[0] if isinstance(index, tuple) else index
    if schema.reconstructs:
        place = [int(at) + 1 for at in np.unravel_index(int(index), schema.input_shape)]
        if len(place) < 2:
            names = schema.feature_names
            return f"the redrawn value of {names[int(index)] if names else f'number {place[0]:,}'}"
        axes = ", ".join(f"{name.lower()} {at:,}" for name, at in zip(_AXES[schema.kind], place, strict=False))
        return f"the redrawn value at {axes}"
    if schema.task == "regression":
        several = f", output {int(index) + 1:,}," if schema.outputs > 1 else ""
        return f"the predicted {schema.target_name}{several}"
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
    unit = f"the {schema.target_name}'s own units" if schema.task == "regression" else held_out.meaning.shown
    return attribution.feature_attribution(
        values, schema.feature_names, held_out.value_texts(position), dark, unit=unit
    )


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
