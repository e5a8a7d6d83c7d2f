"""The engine, as pages use it: started with the app, awaited with a word, its refusals shown as sentences."""

import gc
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import streamlit as st

from nnviz import escaping
from nnviz.engine import client
from nnviz.engine.watcher import Watcher
from nnviz.errors import NnvizError
from nnviz.explanation import kept
from nnviz.runs.moments import Moment
from nnviz.runs.run import Run
from nnviz.specs import Experiment
from nnviz.studies.spec import StudySpec
from nnviz.studies.store import Study
from pages.shared import awaited, cancelling
from pages.shared.runs import quota, speed
from pages.shared.session import owner
from pages.shared.session.record import record

_COLLECT_SECONDS = 30
_LONG_SECONDS = 3600.0
"""What a task may take that goes on beside the pages."""
_PARTLY = "partly"
"""What names an answer that was cut short."""
_LEAVE_SECONDS = 2.0
"""How long a page waits for what was cancelled to end."""
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


def ask(task: str, *arguments, what: str = "Computing", timeout: float | None = None, key: str = ""):
    """The result of a task, with a word about what is awaited, and how far it is. Whatever is pressed or chosen
    meanwhile ends it.

    Args:
        key: as for `ask_once`, which alone can be cancelled.

    Raises:
        NnvizError: a sentence; show it with `refusal`.
    """
    engine = start()
    words = (
        f"{what} …" if engine.state == "ready" else f"{what}: the engine is starting, which takes about ten seconds …"
    )
    with st.spinner(escaping.markdown(words), show_time=engine.state != "ready"):
        bar = awaited.Awaited(*((f"{task}:{key}", cancelling.cancel, (task, key)) if key else ()))
        with _under_way(task, key) as take:
            watcher = Watcher(bar.tell, take)
            answer = engine.call(task, *arguments, timeout=timeout, owner=owner.owner(), watcher=watcher)
        bar.done()
        return answer


@contextmanager
def _under_way(task: str, key: str) -> Iterator[Callable]:
    """Notes that it is asked, and takes what there is when it is left: whoever presses Cancel begins a new run of the
    page beside this one, which waits for that."""
    own, left = record(), threading.Event()
    own.under_way[task, key] = left
    try:
        yield lambda answer: own.answers.put((task, key, _PARTLY), answer)
    finally:
        left.set()
        if own.under_way.get((task, key)) is left:
            del own.under_way[task, key]


def ask_once(task: str, *arguments, key: str, what: str = "Computing"):
    """`ask`, keeping the last results of this session by `key`, so that a rerun for another reason costs nothing; what
    a run's folder keeps is not asked for at all. Of what was cancelled, what was done until then.

    Raises:
        Cancelled: where nothing was done until then.
        NnvizError: as `ask`.
    """
    answer = answered(task, key, *arguments)
    if answer is None and cancelling.cancelled(task, key):
        left = record().under_way.get((task, key))
        if left is not None:
            left.wait(_LEAVE_SECONDS)
        answer = record().answers.get((task, key, _PARTLY))
        if answer is None:
            raise cancelling.Cancelled(task, key)
    if answer is None:
        answer = record().answers.get_or_make((task, key), lambda: ask(task, *arguments, what=what, key=key))
    return answer


def answered(task: str, key: str, *arguments):
    """What `ask_once` would return without asking; None where it would ask.

    Args:
        arguments: of the task; with them, what a run's folder keeps counts too.
    """
    answer = record().answers.get((task, key))
    if answer is None and arguments and task in kept.TASKS:
        answer = kept.answer(task, *arguments)
        if answer is not None:
            record().answers.put((task, key), answer)
    return answer


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
    experiment: Experiment,
    command: str | None = None,
    instead_of: Run | None = None,
    start_from: Moment | None = None,
    changes: Sequence[tuple[str, Mapping]] = (),
) -> Run:
    """A new run of the experiment, of whoever uses this session, at the speed that is in hand.

    Args:
        command: "step" pauses it after its first epoch.
        instead_of: a run of theirs to end, once it is certain that the new one may begin.
        start_from: the moment of a run of theirs whose weights it begins with.
        changes: made before its first step, as `nnviz.runs.changes` names them.

    Raises:
        RunError: when this person has as many runs as one person may have here.
    """
    with _beginning:
        quota.check(instead_of)
        if instead_of is not None:
            start().stop(instead_of)
        pace = speed.in_hand(experiment)
        return start().train(
            experiment,
            command,
            owner=owner.owner(),
            limit=quota.at_once(),
            speed=pace,
            start_from=start_from,
            changes=changes,
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
    if isinstance(error, cancelling.Cancelled):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption("You cancelled this.", width="content")
            cancelling.start_again(error.task, error.key)
        return
    st.error(escaping.markdown(error), icon=":material/error:")
    if retry:
        st.button("Try again", icon=":material/refresh:")
