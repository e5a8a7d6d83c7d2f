"""Labels that may be wrong, on the Understand tab: what a look costs, how it goes, and what it found."""

import streamlit as st

from nnviz import escaping, words
from nnviz.data.records import DataSummary
from nnviz.errors import NnvizError
from nnviz.runs.run import ACTIVE
from nnviz.specs import DataSpec, Experiment
from nnviz.studies.results import Results, results
from nnviz.studies.spec import StudySpec
from nnviz.studies.store import Study
from pages.shared import engine, frame
from pages.shared.data import suspects_found
from pages.shared.session import owner, state
from pages.shared.session.record import record

_FOLDS = 5
_SECONDS = 1.0


def draw(spec: DataSpec, summary: DataSummary) -> None:
    """The offer, the look under way, or what it found; nothing for targets that cannot be judged so."""
    schema = summary.schema
    if schema.reconstructs:  # whose targets nobody wrote down
        return
    st.subheader("Labels that may be wrong", anchor=False)
    experiment = _experiment(spec)
    study = _study(experiment)
    if study is None:
        _offer(experiment, summary)
        return
    came_to = results(study)
    if came_to.active:
        st.fragment(_live, run_every=_SECONDS)(study)
        return
    _ended(study, came_to, experiment, summary)


def _experiment(spec: DataSpec) -> Experiment:
    """What is trained on the folds: the network in hand, on all examples, the test part too."""
    plain = spec.replace(test_fraction=0.0, folds=0, fold=0)
    return state.experiment().replace(data=plain, title="")


def _study(experiment: Experiment) -> Study | None:
    """The newest study of folds of these data, this session's or an earlier one's."""
    key, kept = experiment.data.to_json(), record().label_study
    if kept is None or kept[0] != key:
        found = next((own for own in Study.recent(owner=owner.whose()) if _is_of(own, experiment)), None)
        kept = record().label_study = (key, found.id if found else "")
    try:
        return Study.open(kept[1]) if kept[1] else None
    except NnvizError:
        record().label_study = None
        return None


def _is_of(study: Study, experiment: Experiment) -> bool:
    try:
        spec = study.spec
    except NnvizError:
        return False
    return spec.kind == "folds" and spec.base.data == experiment.data


def _offer(experiment: Experiment, summary: DataSummary) -> None:
    frame.caption(
        f"Your network is trained {_FOLDS} times, each time without another fifth of the examples, and then "
        "asked about "
        "those that it has not seen. Where it is surely of another opinion than the label, the label is suspect."
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Look for wrong labels", icon=":material/search:", key="suspects-start", on_click=_start,
                  args=(experiment,))  # fmt: skip
        st.caption(_cost(experiment, summary), width="content")
    if record().label_refused:
        st.markdown(f":red[:material/error: {escaping.markdown(record().label_refused)}]")


def _cost(experiment: Experiment, summary: DataSummary) -> str:
    """What the look costs: in trainings, and in seconds where the network in hand was trained on these data."""
    trainings = f"{_FOLDS} trainings of {experiment.train.epochs:,} epochs on {summary.size:,} examples"
    run = state.run()
    if run is None or run.experiment.model != experiment.model or run.experiment.data.source != experiment.data.source:
        return f"{trainings}."
    status = run.status()
    if not status.epoch:
        return f"{trainings}."
    seconds = _FOLDS * status.seconds * experiment.train.epochs / status.epoch
    return f"{trainings}: about {words.plain(seconds, 2)} s, by your last run."


def _start(experiment: Experiment) -> None:
    record().label_refused = ""
    try:
        study = engine.study(StudySpec(base=experiment, kind="folds", count=_FOLDS))
    except NnvizError as error:
        record().label_refused = str(error)
        return
    record().label_study = (experiment.data.to_json(), study.id)


def _live(study: Study) -> None:
    came_to = results(study)
    share = sum(row.epoch / max(row.epochs, 1) for row in came_to.rows) / max(came_to.expected, 1)
    ended = sum(row.state not in ACTIVE for row in came_to.rows)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(min(1.0, share), f"{ended} of {came_to.expected} networks are trained")
        if st.button("Stop", icon=":material/stop:", key="suspects-stop"):
            engine.start().stop_study(study)
    if not came_to.active:
        st.rerun()


def _ended(study: Study, came_to: Results, experiment: Experiment, summary: DataSummary) -> None:
    runs = tuple(row.run for row in came_to.rows if row.state == "finished")
    if len(runs) < came_to.expected:
        st.caption(
            f"{len(runs)} of {came_to.expected} networks were trained to their end, so not all labels are judged."
        )
        _offer(experiment, summary)
        if not runs:
            return
    try:
        found = engine.ask_once("label_suspects", runs, key=":".join(runs), what="Comparing labels and predictions")
    except NnvizError as error:
        engine.refusal(error, retry=True)
        return
    suspects_found.told(found)
    st.button("Look again with the network in hand", icon=":material/search:", key="suspects-again", type="tertiary",
              on_click=_start, args=(experiment,), help=_cost(experiment, summary))  # fmt: skip
    suspects_found.first(found)
    suspects_found.table(found, ":".join(runs))
