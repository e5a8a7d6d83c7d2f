"""From a run that has ended to another one: going on with its training, or taking the best of its epochs."""

import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.runs import moments
from nnviz.runs.moments import Moment
from nnviz.runs.run import Run
from nnviz.training.transferred import fine_tuning, frozen_layers
from pages.shared import engine
from pages.shared.runs import control
from pages.shared.session import state

_FRESH = "The optimizer starts fresh: its memory of earlier steps is not kept."
_NOUNS = {"val_loss": "validation loss", "loss": "loss"}


def of_a_file(run: Run) -> bool:
    """Whether the run is a file that was opened with its weights: nothing was trained here."""
    status = run.status()
    return status.state == "finished" and not status.epochs


def draw_for_file(run: Run) -> None:
    """What Train would do to a file's weights, and the way to keep them, where the run is such a file."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="file-further"):
        st.caption(
            ":material/info: Train begins anew, from fresh weights. Going on keeps what the file has learnt.",
            width="content",
        )
        draw(run)


def draw(run: Run) -> None:
    """Going on, and taking the best epoch where another one is better than the last; for one's own ended run."""
    if run.status().active or not run.model_path.is_file() or not control.mine(run):
        return
    try:
        end, best = run.at(), moments.best(run)
    except NnvizError as error:
        return engine.refusal(error)
    with st.popover("Go on training", icon=":material/resume:"):
        st.markdown(f"A new run begins with this network, after epoch {end.epoch:,}, and counts on. {_FRESH}")
        more = st.number_input("More epochs", 1, 10_000, _usual(run), key=f"more-{run.id}")
        if st.button("Train on", icon=":material/play_arrow:", type="primary", key=f"go-on-{run.id}"):
            _begin(run, end, more)
    _restore(run)
    _fine_tune(run, end)
    if best is not None:
        moment, loss, value = best
        if st.button(
            f"Take epoch {moment.epoch:,}, the best recorded",
            icon=":material/star:",
            key=f"take-{run.id}",
            help=f"Its {_NOUNS[loss]}, {words.number(value)}, is the lowest of all epochs with recorded weights. "
            "They become a run of their own, for every page; this one stays as it is.",
        ):
            _begin(run, moment, 0)


def _restore(run: Run) -> None:
    """Any recorded epoch as the network in hand, as it is or to go on from."""
    epochs = list(moments.recorded(run))
    if len(epochs) < 2:
        return
    with st.popover("Restore an epoch", icon=":material/restore:"):
        st.markdown(
            "Its weights become a run of their own, which every page then shows; this run stays as it is. "
            f"Weights of {len(epochs)} epochs are recorded."
        )
        epoch = st.select_slider("Epoch", epochs, epochs[-1], key=f"restore-{run.id}")
        if told := moments.scores_words(run, epoch):
            st.caption(told)
        more = st.number_input("More epochs from there", 0, 10_000, 0, key=f"restore-more-{run.id}")
        label = "Train on from it" if more else "Restore it"
        if st.button(label, icon=":material/restore:", type="primary", key=f"restore-it-{run.id}"):
            _begin(run, run.at(epoch), more)


def _fine_tune(run: Run, end: Moment) -> None:
    """Going on with every layer free to learn, where some were frozen."""
    frozen = frozen_layers(run.experiment)
    if not frozen:
        return
    with st.popover("Fine-tune", icon=":material/lock_open:"):
        names = escaping.markdown(words.few([layer.keras_name for layer in frozen]))
        st.markdown(
            f"A new run begins with this network, after epoch {end.epoch:,}, and lets {names} learn too: from a tenth "
            f"of the learning rate, so that small steps refine what they know. {_FRESH}"
        )
        more = st.number_input("More epochs", 1, 10_000, _usual(run), key=f"fine-more-{run.id}")
        rate = words.setting(run.experiment.train.learning_rate / 10)
        st.caption(f"Learning rate: {rate}.")
        if st.button("Fine-tune it", icon=":material/play_arrow:", type="primary", key=f"fine-tune-{run.id}"):
            _begin(run, end, more, fine=True)


def origin(run: Run) -> None:
    """Says of a run that began with another one's weights, or with layers of another one, which that was, with a door
    to it."""
    record = run.record
    if not record.begins_with:
        return _taken(run)
    taken = run.experiment.train.epochs == record.counts_from
    words_for_it = "This is the network" if taken else "This run goes on from the network"
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="run-origin"):
        st.caption(
            f":material/history: {words_for_it} of an earlier run after epoch {record.begins_at:,}. "
            + ("" if taken else "Its optimizer started fresh."),
            width="content",
        )
        st.page_link("pages/lab/train.py", label="Open that run", query_params={"run": record.begins_with})


def _taken(run: Run) -> None:
    taken = run.experiment.model.taken
    if taken is None:
        return
    names = [layer.keras_name for layer in run.experiment.model.layers if layer.id in taken.layers]
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="run-origin"):
        told = " ".join(run.not_taken)
        st.caption(
            f":material/move_down: Its layers {escaping.markdown(words.few(names))} began with the weights of another "
            f"run. {escaping.markdown(told)}",
            width="content",
        )
        st.page_link("pages/lab/train.py", label="Open that run", query_params={"run": taken.run})


def _usual(run: Run) -> int:
    """As many epochs as the run itself was given."""
    return max(1, min(10_000, run.experiment.train.epochs - run.record.counts_from))


def _begin(run: Run, moment: Moment, more: int, fine: bool = False) -> None:
    try:
        control.check_mine(run)
        experiment = moment.experiment(more)
        experiment = fine_tuning(experiment, experiment.train.epochs) if fine else experiment
        started = engine.train(experiment, start_from=moment)
    except NnvizError as error:
        return engine.refusal(error)
    state.load(experiment, started.id)
    st.switch_page("pages/lab/train.py", query_params={"run": started.id})
