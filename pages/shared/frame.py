"""The frame around every page: its title, the bar that tells what is loaded and running, and the two columns."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from importlib import resources

import streamlit as st

from nnviz import escaping, words
from nnviz.plots import theme
from nnviz.runs.outcome import outcome
from nnviz.runs.run import Run, Status
from nnviz.specs import Experiment
from nnviz.views.glossed import glossed
from pages.shared import engine
from pages.shared.runs import which
from pages.shared.session import drafts, state, widgets
from pages.shared.session.record import record

STATES = {
    "queued": "waiting for a free worker",
    "running": "training",
    "paused": "paused",
    "finished": "trained",
    "stopped": "stopped",
    "failed": "failed",
}
_OUTCOMES = {
    "diverged": ":red[:material/error:] **Diverged**",
    "overfitted": ":orange[:material/warning:] **Overfitted**",
}


def page(title: str, sentence: str, beside: Callable[[], None] | None = None) -> None:
    """Draws the bar, the page's question and its one sentence; `beside` draws what stands to the right of both."""
    state.adopt_link()
    record().page = title
    engine.start()
    st.html(f"<style>:root {{ {_colours()} }}</style>")
    _look_at_screen()
    _bar()
    with _beside(beside):
        st.title(title, anchor=False)
        caption(sentence)
    problem = state.link_error()
    if problem:
        st.warning(escaping.markdown(problem), icon=":material/link_off:")
    unkept = drafts.problem()
    if unkept:
        st.warning(escaping.markdown(unkept), icon=":material/cloud_off:")


def caption(text: str) -> None:
    """Words of ours; the first use of a term carries its definition."""
    st.caption(glossed(text))


def _colours() -> str:
    """What style.css takes from the theme."""
    tokens = theme.tokens(dark())
    names = ("background", "surface", "text", "muted", "grid", "accent")
    return f"--nn-on-accent: {tokens['background']}; " + " ".join(f"--nn-{name}: {tokens[name]};" for name in names)


def _beside(draw: Callable[[], None] | None):
    """Where the title goes: the whole width, or the left of what `draw` draws."""
    if draw is None:
        return nullcontext()
    with st.container(key="opening"):
        left, right = st.columns(2, gap="medium", vertical_alignment="center")
    with right:
        draw()
    return left


def columns():
    """(controls, picture): about a sixth of the screen and the rest; where there is no room they stack, the picture
    first, and above it alone what was drawn `steering` it."""
    with st.container(key="columns"):
        left, right = st.columns([30, 100], gap="medium")
    return left, right


def steering(name: str = ""):
    """Within the controls: what chooses the picture, and so stays above it where both stack; a second place of a page
    has a name of its own."""
    return st.container(key=f"steer-{name}" if name else "steer")


def dark() -> bool:
    return st.context.theme.type == "dark"


def narrow() -> bool:
    """Whether the reader's screen is that of a phone; False until the browser has said so, which runs the page
    again."""
    return record().narrow


@cache
def _viewport():
    """Given as text: it is shorter than what it would take to ask for it, and so answers sooner."""
    return st.components.v2.component(
        "nnviz_viewport", js=(resources.files("nnviz") / "web" / "viewport.js").read_text()
    )


def _look_at_screen() -> None:
    def heard():
        screen = widgets.event("viewport", "screen")
        if screen:
            record().narrow = screen == "narrow"

    _viewport()(
        key="viewport",
        data={"narrow": narrow(), "dark": dark()},
        on_screen_change=heard,
        on_theme_change=lambda: None,  # the run of the page that it brings draws everything in the new theme
    )


def _bar() -> None:
    run = state.run()
    active = run is not None and run.status().active
    st.fragment(_chips, run_every=2.0 if active else None)(state.experiment(), run)


def _chips(experiment: Experiment, run: Run | None) -> None:
    with st.container(key="bar", horizontal=True, gap="small"):
        st.page_link("pages/lab/data.py", label=_data_words(experiment, run), icon=":material/database:")
        st.page_link("pages/lab/build.py", label=_network_words(experiment, run), icon=":material/account_tree:")
        st.page_link("pages/lab/train.py", label=_run_words(experiment, run), icon=":material/show_chart:")


def _data_words(experiment: Experiment, run: Run | None) -> str:
    data = experiment.data
    title = which.data_title(experiment)
    size = state.remembered("size", data.to_json())
    if size is None and run is not None and run.experiment.data == data and "examples" in run.facts:
        size = f"{run.facts['examples']:,} examples"
    return f"**{title}** {size}" if size else f"**{title}**"


def _network_words(experiment: Experiment, run: Run | None) -> str:
    layers = len([layer for layer in experiment.model.layers if layer.enabled])
    sentence = f"**{layers} layer{'s' * (layers != 1)}**" if layers else "**code of its own**"
    parameters = state.remembered("parameters", experiment.data.to_json() + experiment.model.to_json())
    if parameters is None and run is not None and not which.differs(run, experiment):
        parameters = run.facts.get("parameters")
    return sentence + (f" {parameters:,} parameters" if parameters is not None else "")


def _run_words(experiment: Experiment, run: Run | None) -> str:
    """Where the run in hand stands; an earlier one where it did not begin with what is in hand."""
    if run is None:
        return "**Not trained yet**"
    sentence = run_words(run.id, run.status(), run.last_epoch())
    earlier = which.earlier(run, experiment)
    return f"**Earlier run** ({earlier}): {sentence.replace('**', '').lower()}" if earlier else sentence


def run_words(run_id: str, status: Status, scores: dict) -> str:
    """`**Training** epoch 23 of 50, 96.4 % validation`; `scores` are the newest line of the run's history."""
    if status.state == "queued" and status.process:
        return "**Preparing**"
    if status.state == "queued" and engine.start().state != "ready":
        return "**Starting the engine**"
    if status.state == "queued":
        place = engine.start().place(run_id)
        return "**Waiting**" if place is None else f"**{place.words}**"
    if status.state == "finished" and not status.epochs:
        return f"**Opened** from a file{_score(scores)}"
    word = _OUTCOMES.get(outcome(status.state, status.message)) or f"**{STATES[status.state].capitalize()}**"
    return f"{word} {progress(status)}{_score(scores)}"


def progress(status: Status) -> str:
    """`epoch 23 of 50`."""
    return f"epoch {int(status.epoch):,} of {status.epochs:,}"


def _score(scores: dict) -> str:
    for name, noun in (("val_accuracy", "validation"), ("accuracy", "training")):
        if scores.get(name) is not None:
            return f", {words.percent(scores[name])} {noun}"
    for name, noun in (("val_loss", "validation loss"), ("loss", "loss")):
        if scores.get(name) is not None:
            return f", {noun} {words.number(scores[name])}"
    return ""
