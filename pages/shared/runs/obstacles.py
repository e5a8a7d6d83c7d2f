"""What keeps the experiment in hand from being trained: told beside the button, instead of by a run that fails."""

import streamlit as st

from nnviz import escaping
from nnviz.data.downloading import downloads
from nnviz.errors import NnvizError
from pages.shared.builder import looking, mending
from pages.shared.session import state


def draw(refused: list[str]) -> bool:
    """Says what is in the way of training, with what repairs it; whether anything is.

    Args:
        refused: the sentences of settings that do not fit, as `fields.refused` gathers them.
    """
    if refused:
        sentences = " ".join(dict.fromkeys(refused))
        st.markdown(f":red[:material/error: Nothing new can be trained yet. {escaping.markdown(sentences)}]")
        return True
    try:
        downloads.must_be_here(state.experiment().data)
    except NnvizError as error:
        st.markdown(f":red[:material/error: {escaping.markdown(error)}]")
        st.page_link("pages/lab/data.py", label="Open Data", icon=":material/database:")
        return True
    if state.schema_or_none() is None:  # the data have not been read yet, which the run will do
        return False
    preview = looking.on_data(state.experiment())
    errors = [diagnosis for diagnosis in preview.diagnoses if diagnosis.severity == "error"] if preview else []
    if errors:
        mending.before_training(errors)
        st.page_link("pages/lab/build.py", label="Open Build", icon=":material/account_tree:")
    return bool(errors)
