"""How fast runs go: a choice of this session, for the run under way and for those that it starts."""

import streamlit as st

from nnviz import settings
from nnviz.data.catalog import known_schema
from nnviz.errors import NnvizError
from nnviz.runs.run import Run
from nnviz.runs.speed import FULL, SPEEDS
from nnviz.specs import Experiment
from pages.shared.runs import control
from pages.shared.session import owner, widgets
from pages.shared.session.record import record

_KEY = "train-speed"


def in_hand(experiment: Experiment) -> str:
    """The speed for a run of that experiment: what was chosen; before that, slow enough to be watched where all of it
    would be over in seconds."""
    return record().speed or ("epoch" if _is_toy(experiment) else FULL)


def draw(experiment: Experiment, run: Run | None) -> None:
    """The control.

    Args:
        run: the run of this person's that is under way, whose speed it then is; None for none.
    """
    widgets.put(_KEY, run.speed() if run is not None else in_hand(experiment))
    st.segmented_control(
        "Speed",
        list(SPEEDS),
        key=_KEY,
        required=True,
        format_func=lambda name: SPEEDS[name].title,
        help=_help(),
        width="stretch",
        on_change=_choose,
        args=(run,),
    )


def _choose(run: Run | None) -> None:
    chosen = widgets.value(_KEY)
    if chosen not in SPEEDS:
        return
    record().speed = chosen
    if run is not None:
        control.set_speed(run, chosen)


def _help() -> str:
    lines = [f"**{speed.title}**: {speed.help}." for speed in SPEEDS.values()]
    lines.append("It may be changed while a run goes on, and waiting changes no number.")
    if owner.hosted():
        lines.append(
            f"After {settings.get().pace_minutes:g} minutes of waiting a run goes on at full speed here, so that "
            "others get their turn."
        )
    return "  \n".join(lines)


def _is_toy(experiment: Experiment) -> bool:
    try:
        schema = known_schema(experiment.data)
    except NnvizError:
        return False
    return schema is not None and schema.is_plane
