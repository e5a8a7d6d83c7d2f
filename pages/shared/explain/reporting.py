"""The report of a run on the page: what is in it, how far it is, and the file."""

import dataclasses

import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.reports import kept as reports
from nnviz.reports.kept import Kept
from nnviz.runs.run import Run
from pages.shared import engine, frame
from pages.shared.runs import control
from pages.shared.session import owner, state, widgets

_COUNTS = (1, 3, 6, 12)
_SECONDS = 1.0


def choose() -> int:
    """How many predictions are explained in it."""
    return st.segmented_control(
        "Predictions explained",
        _COUNTS,
        default=3,
        required=True,
        key=state.key("report.examples"),
        help="The most wrong one, the least sure one, the surest one, and then the first ones.",
    )


def show(run: Run, examples: int) -> None:
    """The offer, how far it is, or the file."""
    kept = reports.read(run)
    if kept is not None and kept.active:
        st.fragment(_live, run_every=_SECONDS)(run.reference)
        return
    if kept is not None and kept.state == "finished":
        _file(run, kept)
    if kept is not None and kept.state == "failed":
        st.warning(f"The last one could not be written. {escaping.markdown(kept.message)}", icon=":material/warning:")
    _offer(run, kept, examples)


def door(run: Run, key: str) -> None:
    """A link to it, or the file where there is one, for other pages."""
    kept = reports.read(run)
    if kept is not None and kept.state == "finished":
        _download(run, key, "tertiary")
        return
    if st.button("Report", icon=":material/summarize:", type="tertiary", key=f"{key}-report",
                 help="One page with data, network, scores, explanations and their checks"):  # fmt: skip
        state.set_run(run.id)
        widgets.put(state.key("trust.view"), "report")
        st.switch_page("pages/explain/trust.py")


def _offer(run: Run, kept: Kept | None, examples: int) -> None:
    again = kept is not None and kept.state == "finished"
    if again and kept.examples == examples:
        label = "Write it again"
    else:
        label = "Write the report"
    with st.container(border=not again, key="empty" if not again else "report-again"):
        if not again:
            st.markdown("## Everything about this network on one page")
            frame.caption(
                "Data, network, training, scores, some explained predictions, whether these explanations deserve "
                "belief, versions, and how to do it all again: one HTML file that needs no network and prints on A4."
            )
        pressed = st.button(
            label, icon=":material/summarize:", type="secondary" if again else "primary", key="report-write"
        )
        st.caption(
            f"It explains {words.counted(examples, 'prediction')} by three methods, and measures methods where that "
            "was not done yet: half a minute or so. It goes on while you look elsewhere."
        )
    if pressed:
        _begin(run, examples)


def _begin(run: Run, examples: int) -> None:
    begun = reports.begin(run, examples, owner.owner() or "")

    def failed(error: NnvizError) -> None:
        now = reports.read(run) or begun
        if now.active:
            reports.write(run, dataclasses.replace(now, state="failed", message=str(error)))

    engine.begin("report", run.reference, examples, failed=failed)
    st.rerun()


def _live(reference: str) -> None:
    run = Run.open(reference)
    kept = reports.read(run)
    if kept is None or not kept.active:
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        told = f"{escaping.markdown(kept.now)} …" if kept.now else "Waiting for a free worker"
        st.progress(kept.done / max(kept.steps, 1), told)
        own = kept.owner == (owner.owner() or "") or control.mine(run)
        if own and st.button("Stop", icon=":material/stop:", key="report-stop"):
            reports.stop(run)


def _file(run: Run, kept: Kept) -> None:
    st.markdown(
        f":green[:material/check_circle:] **The report is written.** It explains "
        f"{words.counted(kept.examples, 'prediction')}."
    )
    _download(run, "report", "primary")
    with st.expander("Python"):
        call = f'nnviz.report({escaping.literal(run.reference)}, "report.html", examples={kept.examples})'
        st.code(f"import nnviz\n\n{call}", language="python")


def _download(run: Run, key: str, kind: str) -> None:
    file = reports.path(run)
    st.download_button(
        f"Report ({words.memory(file.stat().st_size)})" if kind == "primary" else "Report",
        file.read_bytes,
        f"nnviz-report-{escaping.file_name(run.record.title, 'run')}.html",
        "text/html",
        icon=":material/download:",
        type=kind,
        key=f"{key}-download",
        on_click="ignore",
    )
