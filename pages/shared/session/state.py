"""What one browser session works on: the experiment and the run, kept across pages, reloads and links."""

import contextlib
import re

import streamlit as st

from nnviz import gallery, settings
from nnviz.data.catalog import known_schema
from nnviz.data.schema import Schema
from nnviz.errors import NnvizError
from nnviz.models.templates import suggest
from nnviz.runs.run import Run
from nnviz.specs import DataSpec, Experiment

_DRAFTS_KEPT = 300
_NOUNS = {"vector": "rows", "image": "images", "sequence": "sequences", "tokens": "texts"}


def adopt_link() -> None:
    """Takes over what the address names: `?run=…`, `?draft=…` or `?experiment=…`. Once per session and value."""
    for name, adopt in (("experiment", _adopt_experiment), ("run", _adopt_run), ("draft", _adopt_draft)):
        value = st.query_params.get(name)
        if value and st.session_state.get(f"adopted_{name}") != value:
            st.session_state[f"adopted_{name}"] = value
            try:
                adopt(value)
            except NnvizError as error:
                st.session_state["link_error"] = str(error)
    for name, value in (("run", st.session_state.get("run_id")), ("draft", st.session_state.get("draft"))):
        if value and st.query_params.get(name) != value:
            st.session_state[f"adopted_{name}"] = value
            st.query_params[name] = value
    st.query_params.pop("experiment", None)


def experiment() -> Experiment:
    """The experiment in hand; a new session begins with the two spirals."""
    if "experiment" not in st.session_state:
        st.session_state["experiment"] = gallery.ready("spirals")
    return st.session_state["experiment"]


def edit(**parts) -> None:
    """Replaces parts of the experiment (`data=…`, `model=…`, `train=…`) after a control changed."""
    changed = experiment().replace(**parts)
    if changed != experiment():
        st.session_state["experiment"] = changed
        _save_draft(changed)


def load(changed: Experiment, run_id: str | None = None) -> None:
    """Takes another experiment in hand: every form starts from it anew."""
    st.session_state["experiment"] = changed
    st.session_state["run_id"] = run_id
    st.session_state["revision"] = st.session_state.get("revision", 0) + 1
    if run_id is None:
        st.query_params.pop("run", None)
        _save_draft(changed)


def key(name: str) -> str:
    """A widget key that changes when another experiment is taken in hand, so that no widget shows an old value."""
    return f"{name}:{st.session_state.get('revision', 0)}"


def run() -> Run | None:
    """The run in hand, or None."""
    run_id = st.session_state.get("run_id")
    if run_id is None:
        return None
    try:
        return Run.open(run_id)
    except NnvizError as error:
        st.session_state["link_error"], st.session_state["run_id"] = str(error), None
        st.query_params.pop("run", None)
        return None


def set_run(run_id: str) -> None:
    st.session_state["run_id"] = run_id


def link_error() -> str | None:
    """Why the address could not be followed; told once."""
    return st.session_state.pop("link_error", None)


def remembered(name: str, spec_key: str):
    """A small fact (a schema, a network's size) that a page learned about a spec, for the bar to show."""
    return st.session_state.get("facts", {}).get((name, spec_key))


def remember(name: str, spec_key: str, fact) -> None:
    st.session_state.setdefault("facts", {})[(name, spec_key)] = fact


def set_data(spec: DataSpec, schema: Schema, size: int, training: int) -> None:
    """Takes a data specification in hand. A network for data of another form gives way to the start suggested for the new."""
    remember("size", spec.to_json(), f"{size:,} {_NOUNS[schema.kind]}")
    remember("schema", spec.to_json(), schema)
    remember("train_examples", spec.to_json(), training)
    before, fits = experiment(), remembered("schema", experiment().data.to_json()) or known_schema(experiment().data)
    if spec == before.data:
        return
    same = fits is not None and (fits.input_shape, fits.task, fits.outputs) == (
        schema.input_shape,
        schema.task,
        schema.outputs,
    )
    if same:
        edit(data=spec)
    else:
        edit(
            data=spec,
            model=suggest(schema, training),
            title="",
            train=before.train.replace(loss="auto", loss_settings={}, metrics=None),
        )


def schema() -> Schema:
    """The schema of the data in hand, asked of the engine when reading alone can tell."""
    from pages.shared import engine

    data = experiment().data
    known = known_schema(data) or remembered("schema", data.to_json())
    if known is None:
        known = engine.ask("data_schema", data, what="Reading the data")
        remember("schema", data.to_json(), known)
    return known


def schema_or_none() -> Schema | None:
    """The schema where it is known without asking."""
    try:
        return remembered("schema", experiment().data.to_json()) or known_schema(experiment().data)
    except NnvizError:
        return None


def changed_since(run: Run) -> bool:
    """Whether the experiment in hand is another than the run's."""
    return run.experiment.key != experiment().key


def _adopt_run(run_id: str) -> None:
    st.query_params.pop("run", None)
    found = Run.open(run_id)
    load(found.experiment, run_id)


def _adopt_experiment(token: str) -> None:
    load(Experiment.from_token(token))


def _adopt_draft(draft: str) -> None:
    """What was in hand before a reload; it may have been edited since the run that the address names too."""
    path = settings.get().home / "drafts" / f"{draft}.json"
    if re.fullmatch(r"[0-9a-f]{16}", draft) and path.is_file():
        st.session_state["experiment"] = Experiment.from_json(path.read_text())


def _save_draft(changed: Experiment) -> None:
    """Keeps the experiment under its key, so that a reload of the page finds it; a home that cannot be written keeps none."""
    folder = settings.get().home / "drafts"
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{changed.key}.json").write_text(changed.to_json())
        for old in sorted(folder.glob("*.json"), key=lambda p: p.stat().st_mtime)[:-_DRAFTS_KEPT]:
            old.unlink(missing_ok=True)
        st.session_state["draft"] = changed.key
