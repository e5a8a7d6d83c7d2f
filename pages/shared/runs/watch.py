"""A run on the screen: the live view fed from its directory, with what a person may ask of it."""

import streamlit as st

from nnviz.errors import NnvizError
from nnviz.runs import changes, mended
from nnviz.runs.history import HistoryReader
from nnviz.runs.outcome import outcome
from nnviz.runs.run import Run, Status
from nnviz.specs import Experiment
from nnviz.training.thresholds import label_thresholds
from nnviz.views import live
from pages.shared import engine, frame
from pages.shared.figures import doors
from pages.shared.runs import coaching, control, edited, effects, feed, film, pictures, untrained
from pages.shared.runs.live_view import training_view
from pages.shared.session import owner
from pages.shared.session.record import Watched, record

_KEY = "train-view"
"""One view for the untrained network and for every run of it: what is on the screen stays there as training begins."""
_STANDS = "Its weights are random: training starts from here."
_BROKEN = "This network cannot be trained yet; the reason is beside the Train button."
_TICK = 2.0
"""Seconds between two reruns. In between, the browser fetches the news itself; this remains where it cannot."""


def watch(run: Run, status: Status) -> None:
    """Shows a run: live while it trains; once it has ended, with where the browser gets its film.

    Args:
        status: what the page's buttons were drawn from. Once the run's own differs, the whole page is drawn again.
    """
    st.fragment(_look, run_every=_TICK if status.active else None)(run, status.state)


def _look(run: Run, drawn_state: str) -> None:
    status = run.status()
    if status.state != drawn_state:
        st.rerun(scope="app")
    try:
        watched = _watched(run)
    except NnvizError as error:
        return engine.refusal(error)
    payload = live.payload(
        _deciding(watched.graph, label_thresholds(run)),
        run.frame(),
        watched.history.read(),
        state=status.state,
        message=_message(run, status),
        epoch=status.epoch,
        epochs=status.epochs,
        seconds=status.seconds,
        scores=run.untrained,
        events=run.events(),
        outcome=outcome(status.state, status.message),
        film=None if status.active else film.address(run),
        pictures=pictures.address(run),
        dark=frame.dark(),
    )
    new = watched.graph is None and not run.record.begins_with
    beginning = untrained.address(run.experiment, owner.owner()) if new else None
    addresses = {"feed": feed.address(run), "untrained": beginning, "effects": effects.address(run)}
    past = film.so_far(run) if status.active else None
    former = mended.mended(run)
    if former is not None:
        payload["former"] = {"title": former.words, "history": live.thin_history(former.former.history())}
    addresses |= {"past": past, "subject": run.id, "weighing": _may_be_weighed(run, status)}
    opened = training_view({**payload, **addresses}, key=_KEY)
    if status.active:
        coaching.live(run)
    if opened and opened.get("to") in doors.PAGES:
        doors.go(opened["to"], str(opened.get("part")), int(opened.get("index", 0)))


def _may_be_weighed(run: Run, status: Status) -> bool:
    """Whether a link's weight may be typed: of one's own run under way, or of one that a new run can go on from."""
    ready = changes.are_accepted(run.folder) if status.active else run.model_path.is_file()
    return ready and control.mine(run)


def _deciding(graph: dict | None, cuts: tuple[float, ...]) -> dict | None:
    """The graph with the thresholds that somebody moved for a run's labels."""
    if not cuts or not graph or "meaning" not in graph:
        return graph
    return {**graph, "meaning": {**graph["meaning"], "cuts": list(cuts)}}


def stand(experiment: Experiment, drawable: bool) -> None:
    """Shows the untrained network of an experiment, which the browser asks for itself.

    Args:
        drawable: False for a network that cannot be built as it is: then the last picture stays.
    """
    st.fragment(_stand)(experiment, drawable)


def _stand(experiment: Experiment, drawable: bool) -> None:
    subject = untrained.address(experiment, owner.owner()) if drawable else None
    edits = edited.of(subject) if subject else ()
    address = untrained.address(experiment, owner.owner(), edits) if edits else subject
    payload = live.payload(
        None,
        None,
        {},
        state="untrained",
        message=_STANDS if drawable else _BROKEN,
        epoch=0,
        epochs=experiment.train.epochs,
        seconds=0.0,
        dark=frame.dark(),
    )
    training_view({**payload, "untrained": address, "subject": subject, "weighing": drawable}, key=_KEY)


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
    if place is None:
        return "A worker is free; training begins now."
    if place.limited and not control.mine(run):
        return "Other runs of its owner are still going; this one begins when one of them ends."
    return str(place)
