"""The view One weight of the page Gradients: the chain rule with its numbers, and the slope by moving the weight."""

import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.inspection.chain_records import ChainRule
from nnviz.runs.run import Run
from pages.shared import engine, frame
from pages.shared.figures import lines, tables, views
from pages.shared.session import selection, state, widgets

_MODULE = "nnviz.inspection.gradients_of_run"


def show(left, right, run: Run, key: str) -> None:
    """The chosen weight, or the steepest of its layer."""
    with right:
        try:
            layers = engine.ask_once("gradient_chain_layers", run.reference, key=key, what="Reading the network")
        except NnvizError as error:
            engine.refusal(error, retry=True)
            st.stop()
        if not layers:
            st.info("No layer of this network has weights, so there is nothing whose slope could be written out.")
            return
    with left:
        layer, variable, index = _choose(layers)
    with right:
        question = layer, variable, index
        try:
            chain = engine.ask_once(
                "gradient_chain", run.reference, *question, key=f"{key}:{question}", what="Working it out"
            )
        except NnvizError as error:
            engine.refusal(error)
            return
        _draw(chain, f"{key}:{question}")
        lines.lines(
            _MODULE, "chain_of_run", (run.reference, *question), "chain", "print(chain.total, chain.difference)"
        )


def _choose(layers: dict) -> tuple[str, str, tuple[int, ...] | None]:
    """(layer, name of its weights, place of the weight or None for the steepest)."""
    paths = list(layers)
    with frame.steering():
        key = state.key("gradients.layer")
        widgets.put(key, selection.layer_among(paths) or paths[0])
        layer = st.selectbox(
            "Layer", paths, key=key, on_change=lambda: selection.choose_layer(widgets.value(key) or paths[0])
        )
    names, own = list(layers[layer]), state.key(f"gradients.variable.{layer}")
    ask = st.segmented_control if len(names) < 4 and sum(map(len, names)) < 24 else st.selectbox
    how = {"required": True, "default": names[0]} if ask is st.segmented_control else {}
    variable = ask("Weight of", names, key=own, format_func=lambda name: name.replace("_", " "), **how) or names[0]
    variable = variable if variable in names else names[0]
    shape = layers[layer][variable]
    if st.toggle("The steepest one", value=True, key=state.key("gradients.steepest")):
        return layer, variable, None
    places = []
    for axis, (name, size) in enumerate(zip(_names(shape, variable), shape, strict=True)):
        own = state.key(f"gradients.place.{layer}.{variable}.{axis}")
        places.append(int(st.number_input(f"{name}, of {size:,}", 1, size, key=own)) - 1)
    return layer, variable, tuple(places)


def _names(shape: tuple[int, ...], variable: str) -> list[str]:
    """What the axes of a weight array are."""
    if len(shape) == 1:
        return ["Unit"]
    if variable == "embeddings":
        return ["Row of the table", "Number"]
    inside, last = variable.split("/")[-1], ["From input", "To unit"]
    if len(shape) == 2 or "kernel" not in inside:
        return last if len(shape) == 2 and "kernel" in inside else [f"Axis {k + 1}" for k in range(len(shape))]
    if "/" in variable:  # of attention: what comes in, heads, and what each has
        return [f"Axis {k + 1}" for k in range(len(shape))]
    inner = {1: ["Step"], 2: ["Row", "Column"], 3: ["Slice", "Row", "Column"]}.get(len(shape) - 2, [])
    return [*inner, "From channel", "To channel"]


def _draw(chain: ChainRule, key: str) -> None:
    place, variable = ", ".join(f"{k + 1:,}" for k in chain.index), escaping.markdown(chain.variable.replace("_", " "))
    st.markdown(
        f"**{escaping.markdown(chain.layer)}**, {variable} {place}: the weight is "
        f"{words.number(chain.weight)}. How does the loss change with it?"
    )
    st.latex(chain.formula)
    st.markdown(escaping.markdown(chain.example_words))
    st.markdown(escaping.markdown(chain.sum_words))
    views.numbers(
        {
            "Sum of all products": words.number(chain.total, 4),
            "Backpropagation": words.number(chain.gradient, 4),
            f"Weight moved by ±{words.plain(chain.step, 2)}": words.number(chain.difference, 4),
        },
        "chain",
    )
    well = chain.agrees or (chain.adds_up and chain.hidden)
    icon = ":green[:material/check_circle:]" if well else ":orange[:material/warning:]"
    st.markdown(f"{icon} {escaping.markdown(chain.verdict)}")
    views.figure(lambda: chain.figure(frame.dark()), "chain", key)
    with st.expander("All products, the largest first"):
        tables.shown(pd.DataFrame(chain.rows), hide_index=True, height=320)
