"""The run whose network is put to use: the one in hand, once it has a trained network."""

import streamlit as st

from nnviz.runs.run import Run
from pages.shared.figures import examples


def ended_run() -> Run:
    """The run in hand, trained to its end; otherwise says what would be here and stops the page."""
    run, _ = examples.trained_run()
    if run.status().active or not run.model_path.is_file():
        with st.container(border=True, key="empty", height=380):
            st.markdown("## This network is still learning")
            st.markdown("What leaves nnviz is the network that a run ended with. Wait until it has, or stop it.")
            st.page_link(
                "pages/lab/train.py", label="Watch it", icon=":material/show_chart:", query_params={"run": run.id}
            )
        st.stop()
    return run
