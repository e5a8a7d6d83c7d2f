"""A run on the screen: the live view fed from its directory, with what a person may ask of it."""

import streamlit as st

from nnviz.runs.history import HistoryReader
from nnviz.runs.run import Run, Status
from nnviz.views import live
from pages.shared import engine, frame
from pages.shared.runs import feed
from pages.shared.runs.live_view import training_view
from pages.shared.session.record import Watched, record

_TICK = 2.0
"""Seconds between two reruns. In between, the browser fetches the news itself; this remains where it cannot."""
_FILM_FRAMES = 90
_FILM_BYTES = 4_000_000


def watch(run: Run, status: Status) -> None:
    """Shows a run: live while it trains, its whole film once it has ended.

    Args:
        status: what the page's buttons were drawn from. Once the run's own differs, the whole page is drawn again.
    """
    st.fragment(_look, run_every=_TICK if status.active else None)(run, status.state)


def _look(run: Run, drawn_state: str) -> None:
    status = run.status()
    if status.state != drawn_state:
        st.rerun(scope="app")
    film = None if status.active else _film(run)
    newest = run.frame() if film is None else film[-1] if film else None
    watched = _watched(run)
    payload = live.payload(
        watched.graph,
        newest,
        watched.history.read(),
        state=status.state,
        message=_message(run, status),
        epoch=status.epoch,
        epochs=status.epochs,
        seconds=status.seconds,
        film=film,
        dark=frame.dark(),
    )
    training_view({**payload, "feed": feed.address(run)}, key=f"watch-{run.id}")


def _watched(run: Run) -> Watched:
    """What stays the same from one look to the next, kept for the run that this session watches."""
    watched = record().watched
    if watched.run_id != run.id:
        watched.run_id, watched.graph, watched.history = run.id, None, HistoryReader(run.folder)
    if watched.graph is None:
        watched.graph = run.graph
    return watched


def _message(run: Run, status: Status) -> str:
    if status.state != "queued" or status.message:
        return status.message
    if engine.start().state != "ready":
        return "The engine is starting, which takes about ten seconds once; training begins right after."
    place = engine.start().place(run.id)
    return "A worker is free; training begins now." if place is None else str(place)


def _film(run: Run) -> list[dict]:
    """The recorded frames, every so many left out where all would be too much for a browser."""
    steps = run.frame_ids()
    if not steps:
        return []
    size = (run.folder / "frames" / f"{steps[-1]:09d}.npz").stat().st_size
    most = int(max(2, min(_FILM_FRAMES, _FILM_BYTES / max(1, size / 3))))
    if len(steps) > most:
        steps = [steps[round(i * (len(steps) - 1) / (most - 1))] for i in range(most)]
    return [frame for frame in map(run.frame, steps) if frame is not None]
