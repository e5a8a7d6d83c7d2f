"""The buttons of the Train page: train, pause, step, stop."""

import streamlit as st

from nnviz.runs.run import Status
from pages.shared.session.record import record


def draw(status: Status | None, blocked: bool = False) -> None:
    """Train, pause, step and stop; `asked` tells what was pressed.

    Args:
        blocked: whether no new run may begin; see `pages.shared.runs.obstacles`.
    """
    running = status is not None and status.state in ("running", "queued")
    paused = status is not None and status.state == "paused"
    with st.container(horizontal=True, gap="small", key="train-buttons"):
        if running:
            _button("pause", "Pause", "pause", type="primary")
        elif paused:
            _button("run", "Go on", "play_arrow", type="primary")
        else:
            _button("train", "Train", "play_arrow", type="primary", disabled=blocked)
        without = running or (blocked and not paused)
        _button("step", "Step", "skip_next", disabled=without, help="Train one epoch, then pause")
        _button(
            "stop", "Stop", "stop", disabled=not (running or paused), help="End now; the model and its history are kept"
        )
    if paused:
        _button(
            "train",
            "Start again",
            "restart_alt",
            key="again",
            disabled=blocked,
            width="stretch",
            help="End this run, and train a new one from the beginning with the settings below",
        )


def asked() -> str | None:
    """What was pressed: "train", "run", "pause", "step", "stop" or None; told once.

    A press is noted before the page begins to run: a run of the page that another one cuts short loses none.
    """
    session = record()
    command, session.asked = session.asked, None
    return command


def _button(command: str, label: str, icon: str, key: str = "", **look) -> None:
    st.button(label, icon=f":material/{icon}:", key=key or command, on_click=_note, args=(command,), **look)


def _note(command: str) -> None:
    record().asked = command
