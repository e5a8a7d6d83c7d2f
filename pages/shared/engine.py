"""The engine, as pages use it: started with the app, awaited with a word, its refusals shown as sentences."""

import gc
import threading
import time
from collections.abc import Callable

import streamlit as st

from nnviz import escaping
from nnviz.engine import client
from nnviz.errors import NnvizError
from nnviz.runs.moments import Moment
from nnviz.runs.run import Run
from nnviz.specs import Experiment
from nnviz.studies.spec import StudySpec
from nnviz.studies.store import Study
from pages.shared.runs import quota, speed
from pages.shared.session import owner
from pages.shared.session.record import record

_COLLECT_SECONDS = 30
_LONG_SECONDS = 3600.0
"""What a task may take that goes on beside the pages."""
_beginning = threading.Lock()
"""Two tabs of one person, which press Train at once, are counted one after the other."""


@st.cache_resource(max_entries=1, show_spinner=False)
def _started() -> client.Engine:
    engine = client.get()
    threading.Timer(0.5, engine.start).start()
    threading.Thread(target=_collect, daemon=True, name="nnviz-collect").start()
    return engine


def _collect() -> None:
    """Streamlit's own collection after every rerun is switched off: it costs more than the rerun."""
    while True:
        time.sleep(_COLLECT_SECONDS)
        gc.collect()


def start() -> client.Engine:
    """Starts the engine in the background half a second after the first page was asked for; returns at once."""
    return _started()


def ask(task: str, *arguments, what: str = "Computing", timeout: float | None = None):
    """The result of a task, with a word about what is awaited.

    Raises:
        NnvizError: a sentence; show it with `refusal`.
    """
    engine = start()
    words = (
        f"{what} …" if engine.state == "ready" else f"{what}: the engine is starting, which takes about ten seconds …"
    )
    with st.spinner(escaping.markdown(words), show_time=engine.state != "ready"):
        return engine.call(task, *arguments, timeout=timeout, owner=owner.owner())


def ask_once(task: str, *arguments, key: str, what: str = "Computing"):
    """`ask`, keeping the last results of this session by `key`, so that a rerun for another reason costs nothing."""
    return record().answers.get_or_make((task, key), lambda: ask(task, *arguments, what=what))


def answered(task: str, key: str):
    """What `ask_once` would return without asking; None where it would ask."""
    return record().answers.get((task, key))


def call(task: str, *arguments, timeout: float | None = None):
    """The result of a task, awaited without a word: for pictures that show themselves that they wait."""
    return start().call(task, *arguments, timeout=timeout, owner=owner.owner())


def call_once(task: str, *arguments, key: str):
    """`call`, keeping the last results of this session by `key`."""
    return record().answers.get_or_make((task, key), lambda: call(task, *arguments))


def begin(task: str, *arguments, failed: Callable[[NnvizError], None]) -> None:
    """Asks for a task that keeps what it finds itself, for a worker that questions are answered beside; returns at
    once. `failed` is told, in a thread of its own, where it could not be done."""
    engine, own = start(), owner.owner()

    def asked():
        try:
            engine.call(task, *arguments, timeout=_LONG_SECONDS, owner=own, training=True)
        except NnvizError as error:
            failed(error)

    threading.Thread(target=asked, daemon=True, name=f"nnviz-{task}").start()


def train(
    experiment: Experiment, command: str | None = None, instead_of: Run | None = None, start_from: Moment | None = None
) -> Run:
    """A new run of the experiment, of whoever uses this session, at the speed that is in hand.

    Args:
        command: "step" pauses it after its first epoch.
        instead_of: a run of theirs to end, once it is certain that the new one may begin.
        start_from: the moment of a run of theirs whose weights it begins with.

    Raises:
        RunError: when this person has as many runs as one person may have here.
    """
    with _beginning:
        quota.check(instead_of)
        if instead_of is not None:
            start().stop(instead_of)
        pace = speed.in_hand(experiment)
        return start().train(
            experiment, command, owner=owner.owner(), limit=quota.at_once(), speed=pace, start_from=start_from
        )


def study(spec: StudySpec) -> Study:
    """A new study of whoever uses this session, its runs queued.

    Raises:
        NnvizError: for variants that cannot be made, or more of them than one person may have here.
    """
    with _beginning:
        quota.check(count=1 if spec.kind == "search" else len(spec.variants))
        return start().study(spec, owner=owner.owner(), limit=quota.at_once())


def refusal(error: NnvizError, retry: bool = False) -> None:
    """Shows an error as what it is: a sentence."""
    st.error(escaping.markdown(error), icon=":material/error:")
    if retry:
        st.button("Try again", icon=":material/refresh:")
