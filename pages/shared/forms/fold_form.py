"""The controls of folds: how the examples are shared out, how many, how often; and how often variants are trained."""

import streamlit as st

from nnviz.data.splitting.fold_ways import REPEATED, WAYS
from nnviz.params import Param
from nnviz.specs import Experiment
from nnviz.studies.spec import MOST_FOLDS, StudySpec
from pages.shared import engine
from pages.shared.forms import fields
from pages.shared.lessons import explained

_HELP = {
    "auto": "Classes in their shares, groups together, or along time: whichever the data ask for.",
    "plain": "By chance, whatever the class.",
    "stratified": "Every fold holds each class in its share.",
    "groups": "What belongs to one group is never split up.",
    "time": "Each fold is trained on what came before it.",
    "each": "Every example validates once, alone. For small data.",
}
_COUNT = Param("folds", "int", 5, "", minimum=2, maximum=20, label="How many folds")
_ROUNDS = Param("rounds", "int", 1, "How often the folds are dealt, each time otherwise.", minimum=1, maximum=10)
_AGAIN = Param("again", "int", 1, "All variants from the same ones.", minimum=1, maximum=10, label="Trainings of each")


def draw(base: Experiment) -> StudySpec:
    """The study that the controls say. Raises NnvizError for data that cannot be shared out so."""
    way = st.selectbox(
        "Shared out",
        list(WAYS),
        format_func=WAYS.get,
        key="study.fold_by",
        persist_state="session",
        help=explained.help_of("study.fold_by"),
    )
    st.caption(_HELP[way])
    if way == "each":
        count = engine.ask_once("rows_for_folds", base.data, key=base.data.to_json(), what="Counting the rows")
        if count > MOST_FOLDS:
            st.caption(f":material/info: {count:,} rows are too many to leave out one by one; at most {MOST_FOLDS}.")
        return StudySpec(base=base, kind="folds", count=count, fold_by=way)
    count = fields.field(_COUNT, 5, "study.folds")
    rounds = fields.field(_ROUNDS, 1, "study.rounds") if way in REPEATED else 1
    spec = StudySpec(base=base, kind="folds", count=count, fold_by=way, rounds=rounds)
    plan(spec)
    return spec


def plan(spec: StudySpec):
    """Which rows are where in every fold of a study. Raises NnvizError for data that cannot be shared out so."""
    folds = spec.count if spec.kind == "folds" else spec.again
    data = spec.base.data.replace(folds=folds, fold=0, fold_by=spec.fold_by)
    runs = folds * (spec.rounds if spec.kind == "folds" else 1)
    key = f"{data.to_json()}:{runs}"
    return engine.ask_once("fold_plan", data, runs, key=key, what="Sharing the rows out")


def again() -> dict:
    """How often each variant is trained, and over what."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        count = fields.field(_AGAIN, 1, "study.again")
        if count == 1:
            return {}
        over = st.segmented_control(
            "Over",
            ["seeds", "folds"],
            default="seeds",
            required=True,
            key="study.over",
            help="Over seeds: other first weights. Over folds: other parts validate. Differences are taken in pairs.",
        )
    return {"again": count, "over": over}
