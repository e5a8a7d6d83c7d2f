"""The few lines of Python behind a result: the function that a worker ran, with what it was asked."""

import streamlit as st

from nnviz import escaping


def lines(module: str, function: str, arguments: tuple, name: str = "result", after: str = "") -> None:
    """Shows them, folded away.

    Args:
        module, function: what ran.
        arguments: of plain types, as they were asked.
        name: what the result is called in the lines.
        after: what may be done with it, a line.
    """
    told = ", ".join(escaping.literal(argument) for argument in arguments)
    with st.expander("Python"):
        st.code(
            f"from {module} import {function}\n\n{name} = {function}({told})\n{after}".rstrip(),
            language="python",
            wrap_lines=True,
        )
