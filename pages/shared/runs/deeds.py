"""What may be done with the chosen runs: opened, kept, taken away, deleted."""

import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError
from nnviz.runs import retention
from nnviz.runs.records import MOST_NOTE
from nnviz.runs.run import Run
from nnviz.runs.search import KEPT
from nnviz.training.export import archive
from pages.shared import engine, frame
from pages.shared.explain import reporting
from pages.shared.forms import fields
from pages.shared.runs import chosen, control, further, recent, tensorboard
from pages.shared.session import state


def draw(runs: list[Run]) -> None:
    """One run: its doors. Several: what can be done with all of them."""
    own = [run for run in runs if control.mine(run)]
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="runs-deeds"):
        if len(runs) == 1:
            _one(runs[0])
        if own:
            tensorboard.door(own)
            _delete(own)
        if len(runs) > 1:
            st.button(
                "Choose none",
                icon=":material/close:",
                type="tertiary",
                key="runs-none",
                on_click=chosen.choose,
                args=([],),
            )


def _one(run: Run) -> None:
    if run.is_imported:
        return _names_of(run)
    st.page_link("pages/lab/train.py", label="Open", icon=":material/show_chart:", query_params={"run": run.id})
    further.draw(run)
    st.download_button(
        "Zip",
        lambda: archive(run),
        f"nnviz-{escaping.file_name(run.record.title, 'run')}-{run.id}.zip",
        "application/zip",
        icon=":material/download:",
        type="tertiary",
        key=f"zip-{run.id}",
        on_click="ignore",
        help="Experiment, history, network and script",
    )
    if run.model_path.is_file():
        reporting.door(run, "runs")
    _names_of(run)


def _names_of(run: Run) -> None:
    if control.mine(run):
        with st.popover("Name", icon=":material/edit:", type="tertiary"):
            _names(run)
        recent.keep_toggle(run.id, run.record.tags)


def _names(run: Run) -> None:
    """What a person calls the run, and their own words for it."""
    title = st.text_input("Title", run.record.title, key=f"title-{run.id}")
    words = [tag for tag in run.record.tags if tag != KEPT]
    tags = st.text_input(
        "Tags",
        ", ".join(words),
        key=f"tags-{run.id}",
        help="Words to find it by, with commas between. A run with a tag is never deleted to make room.",
    )
    note = st.text_area("Note", run.record.note, key=f"note-{run.id}", max_chars=MOST_NOTE, height=110)
    given = list(dict.fromkeys(tag.strip()[:60] for tag in tags.split(",") if tag.strip()))
    try:
        if title.strip() and title.strip() != run.record.title:
            run.rename(title.strip())
            st.rerun()
        if note.strip() != run.record.note:
            run.annotate(note)
            st.rerun()
        if given != words:
            run.tag([*given, *(tag for tag in run.record.tags if tag == KEPT)])
            st.rerun()
    except NnvizError as error:
        fields.wrong(error)
    except ValueError as error:
        st.markdown(f":red[:material/error: Tags: {escaping.markdown(error)}]")


def about(run: Run) -> None:
    """The title of one run and how it stands."""
    st.header(escaping.markdown(run.record.title), anchor=False)
    status = run.status()
    st.markdown(frame.run_words(run.id, status, run.last_epoch()))
    if status.message:
        st.caption(escaping.markdown(status.message))
    if run.record.note:
        st.markdown(f"> {escaping.markdown(run.record.note)}")
    further.origin(run)


def _delete(runs: list[Run]) -> None:
    ended = [run for run in runs if not run.status().active]
    label = "Delete" if len(runs) == 1 else f"Delete {len(runs):,}"
    with st.popover(label, icon=":material/delete:", type="tertiary", disabled=not ended):
        size = recent.bytes_words(sum(run.size() for run in ended))
        under_way = len(runs) - len(ended)
        kept = f" {under_way:,} under way {'stays' if under_way == 1 else 'stay'}." if under_way else ""
        st.caption(
            f"This frees {size}. Their networks, curves and films are gone then.{kept}"
            if len(ended) > 1
            else f"This frees {size}. Its network, curves and film are gone then.{kept}"
        )
        st.button(
            f"Delete {len(ended):,} run{'s' * (len(ended) != 1)}",
            icon=":material/delete:",
            key="runs-delete",
            on_click=_remove,
            args=([run.id for run in ended],),
        )


def _remove(run_ids: list[str]) -> None:
    current = state.run()
    for run_id in run_ids:
        try:
            run = Run.open(run_id)
            control.check_mine(run)
            retention.delete(run.folder)
        except NnvizError as error:
            engine.refusal(error)
            continue
        if current is not None and current.id == run_id:
            state.set_run(None)
            st.query_params.pop("run", None)
    chosen.choose([run_id for run_id in chosen.ids() if run_id not in run_ids])
