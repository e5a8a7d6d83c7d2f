"""A trained file opened with its weights: its data, how its inputs were prepared, what its outputs mean, then a run."""

from typing import Literal

import pandas as pd
import streamlit as st

from nnviz import escaping, settings, words
from nnviz.data import catalog
from nnviz.errors import ModelError, NnvizError
from nnviz.inspection.surface.price import lasting
from nnviz.plots.images import picture_uri
from nnviz.runs import imported
from nnviz.runs.run import Run
from nnviz.specs import DataSpec
from nnviz.training.catalog import LOSSES
from nnviz.training.opened_records import FormOfModel, TrialOfModel, Tried, together
from pages.shared import engine
from pages.shared.figures import in_parts, tables
from pages.shared.inside import in_turn
from pages.shared.runs import chosen
from pages.shared.session import owner, state, uploads, widgets
from pages.shared.session.record import record

ZIP = "zip"
TYPES = ["keras", "h5", "hdf5"]
_IN_HAND = ""
_UNASKED = 2.0
"""Seconds that a trial may take without being asked for."""
_PICTURE = {"Example": st.column_config.ImageColumn(width="small")}


def ask_for(path: str, name: str) -> None:
    """The dialog about that file opens with the next drawing of the page."""
    record().opening = (path, name)


def dialog_if_asked() -> None:
    """Draws the dialog where a button was pressed that asks for it."""
    asked, record().opening = record().opening, None
    if asked and asked[1].lower().endswith(f".{ZIP}"):
        _bring(*asked)
    elif asked:
        _dialog(*asked)


def _bring(path: str, name: str) -> None:
    """A run from elsewhere becomes one of this person's, and is the one that is chosen."""
    try:
        run_id = engine.ask("import_run", path, owner.owner(), what=f"Bringing {name} here")
    except NnvizError as error:
        return engine.refusal(error)
    finally:
        uploads.forget(path)
    chosen.choose([run_id])
    st.rerun()


def uploader(width: int | Literal["stretch"] = "stretch") -> None:
    """A trained file to open, on the Runs page."""
    st.file_uploader(
        "Open a run, a trained file, or curves",
        [ZIP, *TYPES, *imported.TYPES],
        key="runs-trained",
        on_change=_uploaded,
        max_upload_size=settings.get().max_model_mb,
        help="A run that was taken away from here as a Zip. A .keras or .h5 model with its weights: it is checked "
        "before anything of it runs, and becomes a run without a history. Or the curves of a training elsewhere, as "
        "JSON of history.history or the file of a CSVLogger: they become a run without a network.",
        width=width,
    )
    if record().opening_refused:
        st.error(escaping.markdown(record().opening_refused), icon=":material/error:")
    dialog_if_asked()


def _uploaded() -> None:
    file, record().opening_refused = widgets.value("runs-trained"), ""
    if file is None:
        return
    try:
        if file.name.rpartition(".")[2].lower() in imported.TYPES:
            chosen.choose([imported.import_history(file.name, file.getvalue(), owner=owner.owner()).id])
            return
        if file.name.lower().endswith(f".{ZIP}"):
            record().opening = (uploads.keep(file.name, file.getvalue()), file.name)
            return
        ask_for(uploads.keep(file.name, file.getvalue()), file.name)
    except NnvizError as error:
        record().opening_refused = str(error)


@st.dialog("Open it with its weights", width="large")
def _dialog(path: str, name: str) -> None:
    try:
        form = engine.ask_once("form_of_model", path, key=path, what=f"Opening {name}")
        st.markdown(form_words(form, name))
        data, output = _data(form), _output(form)
    except NnvizError as error:
        return _refusal(error, path, name)
    title = {"title": name.rsplit(".", 1)[0][:120], "owner": owner.owner(), "output": output}
    try:
        _tried(path, data, title)
    except NnvizError as error:
        _refusal(error, path, name)
        if getattr(error, "where", "") == "output":
            _new_head(path, data, form, title)


def _refusal(error: NnvizError, path: str, name: str) -> None:
    """Told with the name that the file's owner knows."""
    engine.refusal(ModelError(str(error).replace(path.rsplit("/", 1)[-1], name)))


def _tried(path: str, data: DataSpec, title: dict) -> None:
    """The file on a few examples, and what is to be said before it becomes a run. Raises what the engine raises."""
    loss = widgets.value(_key(path, "loss"), "")
    asked = {"loss": loss, "output": title["output"]}
    key = f"{path}{data.to_json()}{asked}"
    trial = _trial(path, data, asked, key)
    if trial is None:
        return
    preparation = _preparation(trial, path)
    if trial.why_whole:
        st.caption(f":material/info: {WHOLE}")
    names = _meaning(trial, path)
    titles, wrong = _titles(trial, path)
    choices = {**title, **asked, "preparation": preparation, "class_names": names, "class_titles": titles}
    _button(path, data, choices, bool(preparation) and not wrong)


def _trial(path: str, data: DataSpec, asked: dict, key: str) -> TrialOfModel | None:
    """The file on a few examples; None while a reader has not agreed to what takes long."""
    price = engine.ask_once("trial_price", path, data, asked, key=key, what="Asking it once")
    if price.seconds <= _UNASKED:
        return engine.ask_once("try_model", path, data, asked, key=key, what="Trying it on a few examples")
    ways = in_parts.Questions("try_way", (path, data, asked), price.ways, (), key, 1)
    cost = (
        f"It is asked about {price.examples:,} examples, prepared in {words.counted(len(price.ways), 'way')}: "
        f"{lasting(price.seconds)}, and the time that reading the data takes."
    )
    parts = in_turn.ask(ways, cost, "Try it", "Trying one way after the other", "try-file")
    return None if parts is None else together(parts)


def _new_head(path: str, data: DataSpec, form: FormOfModel, title: dict) -> None:
    """For data with other answers: the file's layers under a new last one."""
    if not st.toggle(
        "Give it a new last layer for these data",
        key=_key(path, "head"),
        help="Its other layers keep what they have learnt and are frozen; the new one learns when you go on training.",
    ):
        return
    try:
        ways = engine.ask_once("ways_of_data", path, data, key=f"{path}{data.to_json()}", what="Reading the data")
    except NnvizError as error:
        return engine.refusal(error)
    names = {one.name: one for one in ways}
    chosen = st.selectbox(
        "Its inputs were prepared",
        list(names),
        list(names).index(form.usual) if form.usual in names else None,
        placeholder="Choose how the file was trained",
        format_func=lambda one: names[one].title + (", usual for this network" if one == form.usual else ""),
        key=_key(path, f"way-{len(names)}"),
    )
    if chosen:
        st.caption(names[chosen].help)
    _button(path, data, {**title, "preparation": chosen, "new_head": True}, bool(chosen))


def _button(path: str, data: DataSpec, choices: dict, ready: bool) -> None:
    named = st.text_input("Title", choices["title"], max_chars=120, key=_key(path, "title"))
    if st.button("Open it", type="primary", icon=":material/model_training:", disabled=not ready):
        _open(path, data, {**choices, "title": named.strip()})


WHOLE = (
    "Its layers cannot be edited one by one (they are shared, or Keras computes between them); it is looked into, "
    "explained and trained on as it is."
)


def form_words(form: FormOfModel, name: str) -> str:
    """ "**theirs.keras**: 5 layers, 83 parameters. It takes 4 numbers and gives 3 numbers." """
    takes = words.listed([words.shape(shape) for _, shape in form.inputs])
    gives = words.listed([words.shape(shape) for _, shape in form.outputs])
    return (
        f"**{escaping.markdown(name)}**: {words.counted(form.layers, 'layer')}, {form.parameters:,} parameters. "
        f"It takes {takes} and gives {gives}."
    )


def _data(form: FormOfModel) -> DataSpec:
    """The data in hand, or another source that fits."""
    in_hand = state.experiment().data
    others = [name for name in (*form.sources, *form.input_sources) if name != in_hand.source]
    titles = {_IN_HAND: f"{catalog.title_of(in_hand)}, the data in hand"}
    titles |= {name: catalog.SOURCES[name].title for name in others}
    schema = state.schema_or_none()
    fits = schema is None or fits_shape(form.inputs[0][1], schema.input_shape)
    chosen = st.selectbox(
        "Its data",
        list(titles),
        1 if others and not fits else 0,
        format_func=titles.get,
        key="open-data",
        help="What it was trained for: its examples, and what there is to predict. Your own file becomes the data in "
        "hand on the Data page.",
    )
    return DataSpec(source=chosen) if chosen else in_hand


def fits_shape(wanted: tuple[int | None, ...], shape: tuple[int, ...]) -> bool:
    """Whether examples of a shape fit as they are, or as images once they are resized."""
    if len(wanted) == 3 == len(shape):
        return wanted[2] in (None, shape[2])
    return len(wanted) == len(shape) and all(a in (None, b) for a, b in zip(wanted, shape, strict=True))


def _output(form: FormOfModel) -> str:
    """Which of several outputs is looked at."""
    if len(form.outputs) < 2:
        return ""
    shapes = dict(form.outputs)
    return st.selectbox(
        "Which output", list(shapes), format_func=lambda one: f"{one}: {words.shape(shapes[one])}", key="open-output"
    )


def _preparation(trial: TrialOfModel, path: str) -> str:
    """The examples with each candidate's predictions, and the choice among them, the best one proposed."""
    st.subheader("Do these predictions look right?", anchor=False)
    if trial.resized:
        st.caption(trial.resized)
    pictures = {} if trial.pictures is None else {"row_height": 42, "column_config": _PICTURE}
    tables.shown(_table(trial), hide_index=True, key=_key(path, "table"), **pictures)
    named, best = {one.name: one for one in trial.tried}, trial.best
    if not best:
        st.error(escaping.markdown(trial.tried[0].problem), icon=":material/error:")
        return ""
    chosen = st.selectbox(
        "Its inputs were prepared",
        list(named),
        list(named).index(best),
        format_func=lambda one: (
            f"{named[one].title}: {score_words(named[one], trial)}" + (", proposed" if one == best else "")
        ),
        key=_key(path, f"preparation-{len(named)}-{best}"),
        help="Each column above is one way to prepare the inputs, and what the network then says. Choose the one that "
        "it was trained with.",
    )
    st.caption(named[chosen].help)
    return chosen


def score_words(one: Tried, trial: TrialOfModel) -> str:
    """ "96.7 % of 30 examples right"."""
    if one.problem:
        return "cannot be tried"
    if trial.task == "regression":
        return f"R² {words.number(one.score)} on {words.counted(trial.judged, 'example')}"
    noun = "answers for" if trial.task == "multilabel" else "of"
    return f"{words.percent(one.score)} {noun} {words.counted(trial.judged, 'example')} right"


def _table(trial: TrialOfModel) -> pd.DataFrame:
    """A row for each example, a column for each candidate."""
    seen = trial.shown if trial.pictures is None else [picture_uri(one) for one in trial.pictures]
    table = {"Example": list(seen), "Truth": list(trial.truth)}
    for one in trial.tried:
        marks = [("✓ " if right else "✗ ") for right in one.right] or [""] * len(one.said)
        table[one.title] = [mark + said for mark, said in zip(marks, one.said, strict=True)] or [""] * len(trial.truth)
    return pd.DataFrame(table)


def _meaning(trial: TrialOfModel, path: str) -> tuple[str, ...]:
    """What the outputs are taken for, to be corrected; returns the classes in the order of the outputs where somebody
    gave them."""
    st.markdown(escaping.markdown(trial.meaning))
    if not st.toggle("Its outputs mean something else", bool(trial.order), key=_key(path, f"else-{len(trial.order)}")):
        return ()
    st.selectbox(
        "It was trained with the loss",
        ["", *trial.losses],
        format_func=lambda one: LOSSES[one].title if one else f"{LOSSES[trial.loss].title}, as above",
        key=_key(path, "loss"),
        help="The loss says how its numbers are to be read: as probabilities, logits, margins or values.",
    )
    if trial.task != "multiclass":
        return ()
    if trial.order:
        st.info(
            "Most answers are wrong, but would be right if its outputs stood for the classes in the order below.",
            icon=":material/lightbulb:",
        )
    text = st.text_input(
        "Classes in the order of its outputs",
        ", ".join(trial.order),
        key=_key(path, f"classes-{len(trial.order)}"),
        placeholder="As the data have them",
        help="The names of the data's classes with commas between, where the file has them in another order.",
    )
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _titles(trial: TrialOfModel, path: str) -> tuple[tuple[str, ...], bool]:
    """(what the classes are to be called, in the data's order; () for their own names; whether that cannot be)."""
    if not trial.classes or not st.toggle("Call the classes otherwise", key=_key(path, "otherwise")):
        return (), False
    own = ", ".join(name.replace(",", " ") for name in trial.classes)
    text = st.text_input(
        "Names of the classes",
        own,
        key=_key(path, "titles"),
        help="One for each class, in the order in which the data have them, with commas between.",
    )
    titles = tuple(name.strip() for name in text.split(",") if name.strip())
    if text == own:
        return (), False
    if len(titles) != len(trial.classes) or len(set(titles)) < len(titles):
        alike = "two are alike" if len(set(titles)) < len(titles) else f"there are {len(titles):,}"
        st.error(
            escaping.markdown(f"Of these names {alike}. Expected {len(trial.classes):,} different ones, for {own}."),
            icon=":material/error:",
        )
        return (), True
    return titles, False


def _open(path: str, data: DataSpec, choices: dict) -> None:
    try:
        run_id = engine.ask("open_model", path, data, choices, what="Opening it with its weights")
        experiment = Run.open(run_id).experiment
    except NnvizError as error:
        return engine.refusal(error)
    _forget_file()
    state.load(experiment, run_id)
    st.switch_page("pages/lab/train.py", query_params={"run": run_id})


def _forget_file() -> None:
    """The network in hand is a run's from now on, and is looked at on its data."""
    record().building.trained_file = None
    history = record().draft.history
    if history is not None:
        history.present = history.present._replace(origin=None)


def _key(path: str, name: str) -> str:
    return f"open-{path.rsplit('/', 1)[-1][:12]}-{name}"
