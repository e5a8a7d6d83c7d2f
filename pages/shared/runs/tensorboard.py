"""The chosen runs in TensorBoard: their event files, written when somebody asks for them."""

import shlex

import streamlit as st

from nnviz.errors import NnvizError
from nnviz.runs.run import Run
from nnviz.training.tensorboard import FOLDER, is_here
from pages.shared import engine
from pages.shared.session import owner


def door(runs: list[Run]) -> None:
    """A popover with the zip, and on one's own computer the command that opens them where they lie."""
    runs = [run for run in runs if run.last_epoch()]
    if not runs:
        return
    with st.popover("TensorBoard", icon=":material/monitoring:", type="tertiary"):
        st.caption(
            "Event files as Keras writes them: the scores of training and validation at every epoch, and the weights "
            "as histograms where they were recorded. TensorBoard opens them; `pip install tensorboard` brings it."
        )
        st.download_button(
            "Download event files",
            lambda: _zip(runs),
            f"nnviz-tensorboard-{runs[0].id}.zip",
            "application/zip",
            icon=":material/download:",
            key="tensorboard-zip",
            on_click="ignore",
        )
        if owner.hosted():
            st.caption("Unpack them and run:")
            st.code("tensorboard --logdir nnviz-tensorboard", language="bash")
            return
        if st.button("Write them beside the run" + "s" * (len(runs) > 1), key="tensorboard-write"):
            try:
                for run in runs:
                    engine.ask("event_files", run.id, what="Writing event files")
            except NnvizError as error:
                return engine.refusal(error)
        _command(runs)


def _command(runs: list[Run]) -> None:
    """What to type once they are there."""
    written = [run.folder / FOLDER for run in runs if (run.folder / FOLDER).is_dir()]
    if len(written) < len(runs):
        return
    place = shlex.quote(str(written[0]))
    if len(written) > 1:
        place = "--logdir_spec " + ",".join(f"{path.parent.name}:{path}" for path in written)
    st.code(f"tensorboard {'--logdir ' if len(written) == 1 else ''}{place}", language="bash")
    if not is_here():
        st.caption("TensorBoard is not installed here yet.")


def _zip(runs: list[Run]) -> bytes:
    return engine.call("zipped_event_files", [run.id for run in runs])
