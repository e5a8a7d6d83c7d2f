"""A data set that has to be downloaded first: what it takes, the download itself, and its end."""

import streamlit as st

from nnviz import escaping
from nnviz.data.downloading import downloads, tfds_list
from nnviz.data.downloading.fetching import Fetching, Wanted
from nnviz.errors import NnvizError
from pages.shared import engine
from pages.shared.session import owner

_EVERY = 0.5


def draw(wanted: Wanted) -> None:
    """What would be there, what it costs, and the download."""
    entry = tfds_list.find(wanted.name)
    with st.container(border=True, key="download"):
        st.markdown(f"#### {escaping.markdown(wanted.name)} is not here yet")
        if entry is not None and entry.about:
            st.markdown(escaping.markdown(entry.about))
        st.markdown(f"{escaping.markdown(downloads.cost(wanted.name))} {_where(entry)}")
        if entry is None:
            return
        fetching = downloads.of(wanted)
        st.fragment(_download, run_every=_EVERY if fetching and not fetching.ended else None)(wanted)


def _where(entry) -> str:
    if entry is None or not entry.homepage:
        return "See [tensorflow.org/datasets](https://www.tensorflow.org/datasets)."
    return f"Authors and terms: <{entry.homepage}>"


def _download(wanted: Wanted) -> None:
    fetching = downloads.of(wanted)
    if fetching is not None and not fetching.ended:
        _under_way(fetching)
        if fetching.ended:
            st.rerun()
        return
    if fetching is not None and fetching.problem is not None:
        engine.refusal(fetching.problem)
    elif fetching is not None and fetching.cancelled:
        st.caption("The download was cancelled; nothing of it was kept.")
    again = fetching is not None
    if st.button(
        "Try again" if again else "Download", icon=":material/download:", type="primary", key="download-begin"
    ):
        try:
            downloads.begin(wanted, owner.owner() or "")
        except NnvizError as error:
            return engine.refusal(error)
        st.rerun()


def _under_way(fetching: Fetching) -> None:
    progress = fetching.look()
    st.progress(progress.share or 0.0, text=progress.words)
    if fetching.owner == (owner.owner() or ""):
        if st.button("Cancel", icon=":material/close:", key="download-cancel"):
            fetching.cancel()
            st.rerun()
    else:
        st.caption("Somebody else has begun this download; it will be here for everybody.")
