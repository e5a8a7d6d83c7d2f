"""Home: what nnviz is, in one screen, and ready experiments that train at one click."""

import streamlit as st

from nnviz.errors import NnvizError
from nnviz.gallery import READY
from nnviz.training.run import Run
from pages.shared import engine, frame, state

frame.page("See a neural network think",
           "Build a Keras network, train it while you watch, look inside, and ask it why. Every picture is computed from your "
           "own model and data. Start with one of these; each trains in seconds.")


def begin(name: str) -> None:
    experiment = READY[name].experiment()
    state.load(experiment)
    state.set_run(engine.train(experiment).id)


with st.container(key="ready"):
    for row in (list(READY.items())[:3], list(READY.items())[3:]):
        for column, (name, ready) in zip(st.columns(3), row, strict=False):
            with column, st.container(border=True, height="stretch"):
                st.markdown(f"##### :primary[:material/{ready.icon}:] {ready.title}")
                st.caption(ready.sentence)
                if st.button("Train", key=f"train-{name}", icon=":material/play_arrow:", type="primary" if name == "spirals" else
                             "secondary", help=f"Trains “{ready.title}” and shows it live"):
                    try:
                        begin(name)
                    except NnvizError as error:
                        engine.refusal(error)
                    else:
                        st.switch_page("pages/lab/train.py", query_params={"run": st.session_state["run_id"]})

recent = Run.recent(limit=5)
st.subheader("Or your own", anchor=False)
for column, (page, label, words, icon) in zip(st.columns(3), (
        ("pages/lab/data.py", "Choose data", "Toy sets, real tables and images, split and scaled as you say.", "database"),
        ("pages/lab/build.py", "Build a network", "Layer by layer, with shapes and parameters from Keras.", "account_tree"),
        ("pages/lab/train.py", "Train it", "Optimizer, loss, batch; pause, step, replay.", "show_chart")), strict=True):
    with column:
        st.page_link(page, label=f"**{label}**", icon=f":material/{icon}:")
        st.caption(words)
if recent:
    st.subheader("Go on with", anchor=False)
    for run in recent:
        status = run.status()
        st.page_link("pages/lab/train.py", query_params={"run": run.id}, icon=":material/history:",
                     label=f"**{run.experiment.title or run.experiment.data.source}** {frame.run_words(run, status)}")
