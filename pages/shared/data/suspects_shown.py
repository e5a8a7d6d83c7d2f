"""Labels that may be wrong, on the Understand tab: what a look costs, how it goes, and what it found."""

import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.data.profiling.records import Mend
from nnviz.data.records import DataSummary
from nnviz.errors import NnvizError
from nnviz.evaluation.label_records import LabelSuspects, Suspect
from nnviz.runs.run import ACTIVE
from nnviz.specs import DataSpec, Experiment
from nnviz.studies.results import Results, results
from nnviz.studies.spec import StudySpec
from nnviz.studies.store import Study
from pages.shared import engine, frame
from pages.shared.data import mending
from pages.shared.figures import tables, views
from pages.shared.session import owner, state, widgets
from pages.shared.session.record import record

_FOLDS, _SHOWN, _LETTERS, _CELLS = 5, 8, 200, 6
_SECONDS = 1.0


def draw(spec: DataSpec, summary: DataSummary) -> None:
    """The offer, the look under way, or what it found; nothing for targets that cannot be judged so."""
    schema = summary.schema
    if schema.reconstructs or schema.task not in ("binary", "multiclass", "regression") or schema.outputs < 1:
        return
    if schema.task == "regression" and schema.outputs > 1:
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
    _told(found)
    st.button("Look again with the network in hand", icon=":material/search:", key="suspects-again", type="tertiary",
              on_click=_start, args=(experiment,), help=_cost(experiment, summary))  # fmt: skip
    _first(found)
    _all(found, ":".join(runs))


def _told(found: LabelSuspects) -> None:
    count, size = len(found.suspects), found.size
    if found.joint is None:
        st.markdown(
            f"**{count:,} of {size:,} targets** lie far from what networks say that never saw them: by 3.5 times "
            "the usual "
            f"miss or more. These networks explain {words.percent(max(0.0, found.right))} of how the target varies."
        )
        return
    st.markdown(
        f"**{count:,} of {size:,} labels are suspect.** About {words.percent(found.wrong)} of all labels are "
        "estimated to "
        f"be wrong. The networks are right for {words.percent(found.right)} of the examples that they had not seen"
        + (": too few to trust them much." if found.right < 0.7 else ".")
    )


def _first(found: LabelSuspects) -> None:
    """The most suspicious ones, each with the way to what its network makes of it."""
    with st.container(key="suspects"):
        for place, own in enumerate(found.suspects[:_SHOWN]):
            picture, sentence, doors = st.columns([1, 4, 2], vertical_alignment="center")
            if found.pictures is not None:
                picture.image(found.pictures[place].squeeze(), width=56)
            else:
                picture.markdown(f":gray[Example {own.row:,}]")
            sentence.markdown(_sentence(found, own, place))
            with doors.container(horizontal=True, gap="small"):
                _doors(own, place)


def _sentence(found: LabelSuspects, own: Suspect, place: int) -> str:
    label, instead = (escaping.markdown(found.words(value)) for value in (own.label, own.instead))
    if found.joint is None:
        said = f"is **{label}**, predicted **{instead}** :gray[({words.plain(own.other, 2)} times the usual miss)]"
    else:
        said = f"labelled **{label}**, taken for **{instead}** :gray[({words.percent(own.other)}, "
        said += f"against {words.percent(own.given)} for its label)]"
    if place < len(found.texts):
        said = f"“{escaping.markdown(found.texts[place][:_LETTERS])}”  \n{said}"
    if place < len(found.cells):
        cells = list(found.cells[place].items())
        shown = ", ".join(f"{escaping.markdown(name)} {escaping.markdown(value)}" for name, value in cells[:_CELLS])
        said += f"  \n:small[:gray[{shown}{' …' if len(cells) > _CELLS else ''}]]"
    return said


def _doors(own: Suspect, place: int) -> None:
    """The way to the pages that look into one example, with the network that did not learn from it."""
    for label, icon, page in (
        ("Layers", "layers", "pages/inside/layers.py"),
        ("Explain", "troubleshoot", "pages/explain/attribution.py"),
    ):
        if st.button(label, icon=f":material/{icon}:", type="tertiary", key=f"suspect-{label}-{place}"):
            state.set_run(own.run)
            state.choose_example("validation", own.position)
            st.switch_page(page, query_params={})  # the open tab's name in the address is not to be cleared


def _all(found: LabelSuspects, key: str) -> None:
    """All of them as a table in which some can be chosen, and what can be done about them."""
    if not found.suspects:
        return
    widget = f"suspects-table:{key}"
    rows = widgets.value(widget, {}).get("selection", {}).get("rows", [])
    chosen = [found.suspects[int(k)].row for k in rows if int(k) < len(found.suspects)]
    with st.container(horizontal=True, gap="small"):
        if chosen:
            _leave_out(chosen, f"Leave out the {len(chosen):,} chosen", "suspects-chosen")
        _leave_out([own.row for own in found.suspects], f"Leave out all {len(found.suspects):,}", "suspects-all")
    with st.expander("All of them as a table, to choose from"):
        table = _table(found)
        tables.shown(table, hide_index=True, height=300, key=widget, on_select="rerun", selection_mode="multi-row")
        st.download_button("CSV", lambda: views.csv(table), "nnviz-label-suspects.csv", "text/csv",
                           icon=":material/download:", type="tertiary", on_click="ignore")  # fmt: skip


def _leave_out(rows: list[int], title: str, key: str) -> None:
    """The button that leaves examples out of the data in hand."""
    together = tuple(sorted({*state.experiment().data.left_out, *rows}))
    done = f"{len(rows):,} example{'s' * (len(rows) > 1)} {'are' if len(rows) > 1 else 'is'} left out now."
    mending.button(Mend(title, done, fields={"left_out": together}), key)


def _table(found: LabelSuspects) -> pd.DataFrame:
    rows = []
    for place, own in enumerate(found.suspects):
        row = {"example": own.row, "label": found.words(own.label)}
        if found.joint is None:
            row |= {"predicted": found.words(own.instead), "times the usual miss": round(own.other, 1)}
        else:
            row |= {"taken for": found.words(own.instead), "share": own.other, "share of its label": own.given}
        if place < len(found.texts):
            row["text"] = found.texts[place]
        rows.append(row | (found.cells[place] if place < len(found.cells) else {}))
    return pd.DataFrame(rows)
