"""Runs: everything that was trained here, found again, and compared."""

import streamlit as st

from nnviz.runs.index import run_index
from pages.shared import frame
from pages.shared.runs import chosen, compared, deeds, listing, overlay, trained_file
from pages.shared.session import owner

frame.page("What has been trained?", "All your runs. Choose two to eight of them: their curves come over each other.")
if not run_index().count(owner.whose()):
    with st.container(border=True, key="empty", height=380, horizontal_alignment="center", vertical_alignment="center"):
        st.markdown("## Nothing has been trained yet", width="content")
        st.markdown("Each training becomes a run that stays here, with its curves and its network.", width="content")
        st.page_link("pages/lab/train.py", label="Train a network", icon=":material/show_chart:")
        trained_file.uploader(420)
    st.stop()

left, right = frame.columns()
with left, frame.steering():
    wanted = listing.search()
    trained_file.uploader()
with right:
    listing.draw(wanted)
    runs = chosen.runs()
    chosen.name_in_address()
    if not runs:
        st.caption(
            ":material/check_box: Choose one run to open, take away or delete it, or two to eight to compare them."
        )
        st.stop()
    if len(runs) == 1:
        deeds.about(runs[0])
    deeds.draw(runs)
    if len(runs) > chosen.MOST:
        st.caption(f":material/info: The first {chosen.MOST} of {len(runs):,} chosen runs are drawn.")
    overlay.curves(runs[: chosen.MOST])
    if len(runs) > 1:
        overlay.what_differs(runs[: chosen.MOST])
        compared.draw(runs[: chosen.MOST])
