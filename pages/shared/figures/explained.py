"""An attribution on the screen: the picture that fits the data, its sum, and the lines that reproduce it."""

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.explanation.records import Attribution
from nnviz.inspection.examples import Examples
from nnviz.plots import attribution
from pages.shared import frame
from pages.shared.figures import explained_beside, views
from pages.shared.figures.targets import number_words, target_words, unit_words
from pages.shared.session import state

FAR = 0.1
"""From this share of the difference on, parts that do not add up are a warning."""


def choose_overlay(held_out: Examples) -> float | None:
    """How opaque maps lie over the image; None where they lie beside it, and for what is no image."""
    if held_out.schema.kind != "image":
        return None
    named = {"beside": "Beside the picture", "over": "Over it"}
    place = st.segmented_control(
        "Map",
        list(named),
        default="beside",
        required=True,
        format_func=named.get,
        key=state.key("attribution.place"),
        persist_state="session",
    )
    if place == "beside":
        return None
    return st.slider("Opacity", 10, 100, 80, 5, format="%d %%", key=state.key("attribution.opacity")) / 100


def show(
    result: Attribution, held_out: Examples, position: int, name: str, key: str, overlay: float | None = None
) -> None:
    """The values, one line on what they explain and whether they add up, and the rest on demand."""
    values, dark = explained_beside.values_of(result), frame.dark()
    background = "the background" if "background_rows" in result.params else "the baseline"
    views.figure(
        lambda: _figure(result, held_out, position, dark, overlay),
        f"attribution-{name}",
        f"{key}:{overlay}",
        lambda: _table(values, held_out, position),
    )
    explained_beside.show(result, held_out, position, key)
    st.markdown(escaping.markdown(_in_words(result, held_out, position, background)))
    for trouble in result.troubles:
        st.warning(escaping.markdown(str(trouble)), icon=":material/warning:")
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
    explained = target_words(result.target, held_out)
    sentence = f"{explained[0].upper()}{explained[1:]} is {number_words(result.output, result.target, held_out)}"
    if held_out.schema.reconstructs:
        sentence += (
            f", and in the example itself {words.plain(held_out.truth[position].ravel()[int(result.target.index)])}"
        )
    if result.residual is None:
        return f"{sentence}. This method does not promise that its parts add up."
    sentence += f"; for {background} it is {number_words(result.baseline_output, result.target, held_out)}. "
    if not np.isfinite(result.relative_residual):
        return sentence + "Some of these numbers are not finite, so nothing adds up."
    if result.relative_residual > FAR:
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


def _figure(result: Attribution, held_out: Examples, position: int, dark: bool, overlay: float | None):
    schema, x, narrow = held_out.schema, held_out.inputs[position], frame.narrow()
    values = explained_beside.values_of(result)
    if schema.kind == "image":
        pixels = held_out.pixel_range
        return attribution.image_attribution(x, values, dark, pixel_range=pixels, narrow=narrow, overlay=overlay)
    if schema.kind == "tokens":
        tokens = held_out.value_texts(position)
        ends = max([k + 1 for k, token in enumerate(tokens) if token or values[k]], default=1)
        shown = [token or "·" for token in tokens[:ends]]
        return attribution.token_attribution(shown, values[:ends], dark, columns=5 if narrow else 12)
    if schema.kind == "sequence":
        return attribution.sequence_attribution(x, values, dark, channel_names=schema.feature_names)
    unit = unit_words(result.target, held_out)
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
