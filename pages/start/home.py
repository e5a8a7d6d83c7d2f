"""Home: what nnviz is, in one screen, and ready experiments that train at one click."""

import streamlit as st

from nnviz import cases, escaping
from nnviz.errors import NnvizError
from nnviz.gallery import READY
from nnviz.runs.run import RunRecord
from nnviz.specs import Experiment
from pages.shared import engine, frame, unknown
from pages.shared.figures import hero, thumbnails
from pages.shared.lessons import progress
from pages.shared.runs import recent
from pages.shared.session import state

_DOORS = (
    ("pages/lab/data.py", "Choose data", "Toy sets, real tables and images, or your own files.", "database"),
    ("pages/lab/build.py", "Build a network", "Layer by layer, with shapes and parameters from Keras.", "account_tree"),
    ("pages/lab/train.py", "Train it", "Optimizer, loss, batch; pause, step, replay.", "show_chart"),
)

frame.page(
    "See a neural network think",
    "Build a Keras network, train it while you watch, look inside, and ask it why. Every picture is computed from your "
    "own model and data. Start with one of these; each trains in seconds.",
    beside=hero.learning_spirals,
)

st.html(
    '<div class="nn-offer"><span>New here?</span><button type="button" data-tour="begin">Take the tour: six steps, one '
    'minute</button><button type="button" data-tour="decline">No, thanks</button></div>'
)

missing = unknown.asked_for()
if missing:
    st.warning(
        f"There is no page “{escaping.markdown(missing)}” here. This is Home; the menu lists all pages.",
        icon=":material/link_off:",
    )


def ready_card(name: str, record: RunRecord | None) -> None:
    ready = READY[name]
    with st.container(horizontal=True, key=f"card-{name}"):
        with st.container(width=132, height=132, border=False, key=f"thumbnail-{name}"):
            thumbnails.thumbnail(name, record)
        with st.container(height="stretch", vertical_alignment="distribute"):
            with st.container(gap=None):
                st.markdown(f"## {ready.title}")
                st.caption(ready.sentence)
            with st.container(horizontal=True, vertical_alignment="center"):
                train_button(name)
                if record is not None:
                    st.page_link(
                        "pages/lab/train.py",
                        query_params={"run": record.id},
                        label=thumbnails.score_words(record),
                        help=f"Opens the newest finished run of “{ready.title}”",
                    )


def train_button(name: str) -> None:
    ready = READY[name]
    if st.button(
        "Train",
        key=f"train-{name}",
        icon=":material/play_arrow:",
        type="primary" if name == "spirals" else "secondary",
        help=f"Trains “{ready.title}” and shows it live",
    ):
        begin(ready.experiment())


def begin(experiment: Experiment) -> None:
    """Trains it, and goes where it can be watched."""
    try:
        run = engine.train(experiment)
    except NnvizError as error:
        engine.refusal(error)
        return
    state.load(experiment, run.id)
    st.switch_page("pages/lab/train.py", query_params={"run": run.id})


def course_card() -> None:
    with st.container(height="stretch", vertical_alignment="distribute", key="card-course"):
        with st.container(gap=None):
            st.markdown("## :primary[:material/school:] The ideas, one per page")
            st.caption(
                "What a neuron does, how it learns, and why: pictures to play with, and the same in your own network."
            )
        st.page_link(
            "pages/learn/index.py", label=f"**Open the course**: {progress.words()}", icon=":material/arrow_forward:"
        )


trained = thumbnails.trained()
with st.container(key="ready"):
    for name in READY:
        with st.container(border=True, height="stretch"):
            ready_card(name, trained.get(name))
    with st.container(border=True, height="stretch"):
        course_card()


def case_card(name: str) -> None:
    """A training that goes wrong, and beside it the one that goes right."""
    case = cases.case(name)
    with st.container(height="stretch", vertical_alignment="distribute"):
        with st.container(gap=None):
            st.markdown(f"**{case.title}**")
            st.caption(case.sentence)
        with st.container(horizontal=True, gap="small"):
            for label, experiment, help in (
                ("See it go wrong", case.wrong, f"Trains “{case.title}” and shows it live"),
                ("See it go right", case.right, case.remedy),
            ):
                if st.button(label, key=f"case-{name}-{label}", icon=":material/play_arrow:", help=help):
                    begin(experiment)


st.header("Or your own", anchor=False)
for column, (page, label, words, icon) in zip(st.columns(3), _DOORS, strict=True):
    with column:
        st.page_link(page, label=f"**{label}**", icon=f":material/{icon}:")
        st.caption(words)
st.header("What goes wrong, and how to put it right", anchor=False)
with st.container(key="cases"):
    for name in cases.NAMES:
        with st.container(border=True, height="stretch"):
            case_card(name)
recent.go_on()
