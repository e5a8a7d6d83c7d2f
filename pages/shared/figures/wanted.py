"""What an answer is to become: the choice beside every search for a change."""

import numpy as np
import streamlit as st

from nnviz.explanation.changes.goal import Wanted
from nnviz.inspection.examples import Examples
from pages.shared.session import state

_ANY = -1


def choose(held_out: Examples, name: str) -> Wanted:
    """Another class, a label that is to change, or a number that is to be reached.

    Args:
        name: tells the choices of a page apart.
    """
    schema, key = held_out.schema, state.key(f"flip.wanted.{name}")
    if schema.task == "regression":
        return _number(held_out, key)
    names = schema.class_names
    first = "the least sure label" if schema.has_labels else "any other answer"
    title = "Change the label" if schema.has_labels else "Change the answer to"
    chosen = st.selectbox(
        title, [_ANY, *range(len(names))], format_func=lambda k: first if k == _ANY else names[k], key=key
    )
    return None if chosen == _ANY else chosen


def _number(held_out: Examples, key: str) -> tuple[int, float]:
    """(which output, the value to be reached): at first the upper quartile of what is predicted."""
    schema, output = held_out.schema, 0
    if schema.outputs > 1 and not schema.reconstructs:
        output = st.selectbox("Change the predicted", range(schema.outputs), format_func=schema.answers.__getitem__,
                              key=f"{key}.output")  # fmt: skip
    values = np.asarray(held_out.predictions, float)[:, output]
    usual = float(np.nanquantile(values, 0.75)) if np.isfinite(values).any() else 0.0
    unit = f" ({schema.unit(output)})" if schema.unit(output) else ""
    help = "The prediction is to reach it, from whichever side it comes."
    return output, float(
        st.number_input(f"Until it reaches{unit}", value=float(f"{usual:.3g}"), key=f"{key}.{output}", help=help)
    )
