"""What may be changed while a run trains, and what was."""

from typing import Any

import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.params import Param, required
from nnviz.runs import changes
from nnviz.runs.run import Run
from nnviz.training.tuned import Tuned, tuned
from pages.shared import engine
from pages.shared.forms import fields
from pages.shared.runs import control, edited, untrained
from pages.shared.session.record import record

_RATE = Param(
    "learning_rate", "float", 0.01, "From the next step on.", minimum=1e-12, maximum=100.0, optional=True,
    unset="its schedule's",
)  # fmt: skip
_BATCH = Param("batch_size", "int", 32, "From the next epoch on.", minimum=1, maximum=65_536)
_ROW = Param("row", "int", 1, "Which input of the layer, counted from 1.", minimum=1, maximum=1e7, label="Input")
_UNIT = Param("unit", "int", 1, "Which of its units, counted from 1.", minimum=1, maximum=1e7, label="Unit")
_WEIGHT = Param("value", "float", 0.0, "What the weight becomes.", minimum=-1e6, maximum=1e6, label="Weight")


def draw(run: Run) -> None:
    """The door to the changes, for one's own run under way."""
    if not changes.are_accepted(run.folder):
        return
    with st.popover("Change this run", icon=":material/tune:", width="stretch"):
        st.caption("It goes on with these, without beginning anew. Each change is marked on the curves.")
        asked = changes.asked(run.folder)
        now, key = tuned(run.experiment, asked), f"midway.{run.id}.{len(asked)}"
        with fields.refused() as refused:
            wanted = _form(now, key)
        due = now.changes_to(wanted)
        if st.button("Apply now", icon=":material/check:", key=f"{key}.apply", type="primary", disabled=not due):
            _ask(run, [] if refused else due)
        dense = [layer.keras_name for layer in run.experiment.model.layers if layer.kind == "Dense" and layer.enabled]
        if dense:
            _one_weight(run, dense, key)


def _form(now: Tuned, key: str) -> Tuned:
    rate = fields.field(_RATE, now.learning_rate, f"{key}.learning_rate")
    batch = fields.field(_BATCH, now.batch_size, f"{key}.batch_size")
    dropout = {name: fields.field(_dropout(name), rate, f"{key}.dropout.{name}") for name, rate in now.dropout.items()}
    frozen = st.multiselect(
        "Frozen layers",
        list(now.learning),
        [name for name, learns in now.learning.items() if not learns],
        key=f"{key}.frozen",
        placeholder="none",
        help="Their weights stay as they are from the next step on.",
    )
    return Tuned(rate, batch, dropout, {name: name not in frozen for name in now.learning})


def _dropout(name: str) -> Param:
    text = "Share of its inputs that it drops."
    return Param("rate", "float", 0.5, text, minimum=0.0, maximum=0.99, label=f"Dropout of {name}")


def _one_weight(run: Run, dense: list[str], key: str) -> None:
    """A single weight, for those who do not click its link in the picture."""
    with st.expander("A single weight"):
        st.caption("Or click its link in the picture of the network, and type.")
        layer = st.selectbox("Layer", dense, key=f"{key}.layer")
        with fields.refused() as refused:
            row, unit = fields.field(_ROW, 1, f"{key}.row"), fields.field(_UNIT, 1, f"{key}.unit")
            value = fields.field(_WEIGHT, 0.0, f"{key}.value")
        if st.button("Set it", key=f"{key}.set", disabled=bool(refused)):
            _ask(run, [("weight", {"layer": layer, "row": row - 1, "unit": unit - 1, "value": value})])


def _ask(run: Run, due: list[tuple[str, dict[str, Any]]]) -> None:
    try:
        control.check_mine(run)
        for kind, values in due:
            run.ask(kind, **values)
    except NnvizError as error:
        return engine.refusal(error)
    if due:
        st.rerun()


def follow(run_id: str, event: dict) -> None:
    """Sets the weight whose link was clicked in the picture, of a run under way; of another network it is noted, for a
    run that begins with it. What comes from a browser may be anything."""
    try:
        named = required((Param("id", "text", None, label="Layer"),), event)["id"]
        values = {"layer": named, **{name: event.get(name) for name in ("row", "unit", "value")}}
        if run_id.startswith(untrained.path()):
            return edited.note(run_id, values)
        run = Run.open(run_id)
        control.check_mine(run)
        if not run.status().active:
            return edited.note(run_id, values)
        run.ask("weight", **values)
    except NnvizError as error:
        record().building.refused_in_picture = str(error)


def told(run: Run) -> None:
    """The changes that were made so far."""
    made = run.events()
    if not made:
        return
    first = all(event["epoch"] == run.record.counts_from for event in made)
    when = "before its first step" if first else "while it trained"
    with st.expander(f"Changed {when} ({len(made)})", expanded=first):
        for event in made:
            icon = "edit" if event["done"] else "block"
            said = escaping.markdown(event["said"])
            st.markdown(f":material/{icon}: Epoch {words.plain(event['epoch'], 3)}: {said}")
