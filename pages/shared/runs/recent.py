"""The newest runs as doors to the Train page, how much is kept, and what a person may do with each."""

import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError
from nnviz.runs import retention
from nnviz.runs.index import run_index
from nnviz.runs.run import Run, RunRecord
from nnviz.runs.search import KEPT
from pages.shared import engine, frame
from pages.shared.runs import control
from pages.shared.session import owner, state, widgets

_SHOWN = 4


def go_on() -> None:
    """The newest runs of whoever asks."""
    records = Run.recent(limit=_SHOWN, owner=owner.whose())
    if not records:
        return
    st.header("Go on with", anchor=False)
    for record in records:
        _row(record)
    st.page_link("pages/lab/runs.py", label="All runs", icon=":material/list:")
    st.caption(kept_words(retention.kept(run_index(), owner.whose())))


def kept_words(kept: retention.Kept) -> str:
    """`12 runs, 340 MB of 5 GB kept. When this is full, …`."""
    count = f"{kept.runs:,} run{'s' * (kept.runs != 1)}"
    if kept.runs > kept.most_runs // 2:
        count = f"{kept.runs:,} of {kept.most_runs:,} runs"
    size = f"{bytes_words(kept.bytes)} of {bytes_words(kept.most_bytes)}"
    return (
        f"{count}, {size} kept. When this is full, the oldest runs that have ended are deleted, except those with a "
        "star or a tag."
    )


def bytes_words(count: float) -> str:
    """`340 MB`, `1.2 GB`: three digits at most."""
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= 0.9995 * size:
            return f"{count / size:.3g} {unit}"
    return f"{count:.0f} bytes"


def _row(record: RunRecord) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"run-{record.id}"):
        st.page_link(
            "pages/lab/train.py",
            query_params={"run": record.id},
            icon=":material/star:" if KEPT in record.tags else ":material/history:",
            label=f"**{escaping.markdown(record.title)}** {frame.run_words(record.id, record.status(), record.scores)}",
        )
        with st.popover("", icon=":material/more_horiz:", type="tertiary", help="Keep or delete this run"):
            _choices(record)


def _choices(record: RunRecord) -> None:
    keep_toggle(record.id, record.tags)
    st.caption(
        f"This run is {record.state}; stop it before you delete it."
        if record.active
        else f"Deleting frees {bytes_words(record.size)}. Its network, curves and film are gone then."
    )
    st.button(
        "Delete run",
        icon=":material/delete:",
        key=f"delete-{record.id}",
        disabled=record.active,
        on_click=_delete,
        args=(record.id,),
    )


def keep_toggle(run_id: str, tags: tuple[str, ...]) -> None:
    """Whether a run is kept when room is made."""
    st.toggle(
        "Star: keep this run",
        KEPT in tags,
        key=f"keep-{run_id}",
        on_change=_keep,
        args=(run_id,),
        help="A run with a star is easy to find, and never deleted to make room.",
    )


def _keep(run_id: str) -> None:
    try:
        run = Run.open(run_id)
        control.check_mine(run)
        others = [tag for tag in run.record.tags if tag != KEPT]
        run.tag([*others, KEPT] if widgets.value(f"keep-{run_id}") else others)
    except NnvizError as error:
        engine.refusal(error)


def _delete(run_id: str) -> None:
    current = state.run()
    record = run_index().get(run_id)
    try:
        if record is not None:
            control.check_mine(record)
        retention.delete(run_index().folder / run_id)
    except NnvizError as error:
        return engine.refusal(error)
    if current is not None and current.id == run_id:
        state.set_run(None)
        st.query_params.pop("run", None)
