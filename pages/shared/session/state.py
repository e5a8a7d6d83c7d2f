"""What one browser session works on: the experiment and the run, kept across pages, reloads and links."""

import streamlit as st

from nnviz import gallery
from nnviz.data.catalog import known_schema
from nnviz.data.own.handmade import is_own
from nnviz.data.schema import Schema
from nnviz.errors import NnvizError
from nnviz.models.adapting import adapted, change_words
from nnviz.models.templates import suggest
from nnviz.runs.run import Run
from nnviz.specs import DataSpec, Experiment, ModelSpec
from pages.shared.session import drafts, links
from pages.shared.session.record import record

_NOUNS = {"vector": "examples", "image": "images", "sequence": "sequences", "tokens": "texts"}
_PARTS = ("train", "validation", "test")


def adopt_link() -> None:
    """Takes over what the address names: `?run=`, `?draft=`, `?example=`, `?experiment=` or `?e=`.

    Once per session and value.
    """
    in_hand = record().in_hand
    ways = {
        "experiment": _adopt_experiment,
        "e": _adopt_short,
        "run": _adopt_run,
        "draft": _adopt_draft,
        "example": _adopt_example,
    }
    for name, adopt in ways.items():
        value = st.query_params.get(name)
        if value and in_hand.adopted.get(name) != value:
            in_hand.adopted[name] = value
            try:
                adopt(value)
            except NnvizError as error:
                in_hand.link_error = str(error)
    for name, value in (("run", in_hand.run_id), ("draft", drafts.address()), ("example", _example_address())):
        if value and st.query_params.get(name) != value:
            in_hand.adopted[name] = value
            st.query_params[name] = value
    st.query_params.pop("experiment", None)
    st.query_params.pop("e", None)


def experiment() -> Experiment:
    """The experiment in hand; a new session begins with the two spirals."""
    in_hand = record().in_hand
    if in_hand.experiment is None:
        in_hand.experiment = gallery.ready("spirals")
    return in_hand.experiment


def edit(**parts) -> None:
    """Replaces parts of the experiment (`data=…`, `model=…`, `train=…`) after a control changed."""
    changed = experiment().replace(**parts)
    if changed != experiment():
        record().in_hand.experiment = changed
        drafts.save(changed)


def load(changed: Experiment, run_id: str | None = None) -> None:
    """Takes another experiment in hand: every form starts from it anew."""
    in_hand = record().in_hand
    in_hand.experiment, in_hand.run_id = changed, run_id
    in_hand.revision += 1
    if run_id is None:
        st.query_params.pop("run", None)
        drafts.save(changed)


def renew_forms() -> None:
    """Every form starts from the experiment in hand again, after something but the form changed it."""
    record().in_hand.revision += 1


def key(name: str) -> str:
    """A widget key that changes when another experiment is taken in hand, so that no widget shows an old value."""
    return f"{name}:{record().in_hand.revision}"


def run() -> Run | None:
    """The run in hand, or None."""
    in_hand = record().in_hand
    if in_hand.run_id is None:
        return None
    try:
        return Run.open(in_hand.run_id)
    except NnvizError as error:
        in_hand.link_error, in_hand.run_id = str(error), None
        st.query_params.pop("run", None)
        return None


def set_run(run_id: str) -> None:
    record().in_hand.run_id = run_id


def example() -> tuple[str, int] | None:
    """(part of the data, index in it) of the example that was chosen last, anywhere; None before that."""
    return record().in_hand.example


def choose_example(part: str, index: int) -> None:
    """Chooses an example for every page that shows one; the address names it."""
    _take_example((part, index))
    record().in_hand.adopted["example"] = st.query_params["example"] = _example_address()


def own_example() -> str | None:
    """The part that the last image of this person's own is called; None before there is one."""
    return record().in_hand.own


def of_data() -> tuple[str, int] | None:
    """The example of the data that was chosen last, before any of a person's own; None before there is one."""
    return record().in_hand.of_data


def choose_of_data() -> None:
    """Goes back from an image of a person's own to the example of the data that was chosen before it, if one was."""
    in_hand = record().in_hand
    if in_hand.of_data is not None:
        return choose_example(*in_hand.of_data)
    in_hand.example = None
    st.query_params.pop("example", None)
    in_hand.adopted.pop("example", None)


def forget_own() -> None:
    """Nothing that a person made is an example any more."""
    record().in_hand.own = None
    choose_of_data()


def _take_example(chosen: tuple[str, int] | None) -> None:
    in_hand = record().in_hand
    in_hand.example = chosen
    if chosen and is_own(chosen[0]):
        in_hand.own = chosen[0]
    elif chosen:
        in_hand.of_data = chosen


def link_error() -> str | None:
    """Why the address could not be followed; told once."""
    in_hand = record().in_hand
    in_hand.told, in_hand.link_error = in_hand.link_error, None
    return in_hand.told


def draw_again() -> None:
    """Runs the page once more, since what stands above was drawn before this was known; what was told once is told
    there again."""
    in_hand = record().in_hand
    in_hand.link_error = in_hand.told
    st.rerun()


def remembered(name: str, spec_key: str):
    """A small fact (a schema, a network's size) that a page learned about a spec, for the bar to show."""
    return record().in_hand.facts.get((name, spec_key))


def remember(name: str, spec_key: str, fact) -> None:
    record().in_hand.facts.put((name, spec_key), fact)


def set_data(spec: DataSpec, schema: Schema, size: int, training: int) -> bool:
    """Takes a data specification in hand and says whether the bar has something new to tell of it.

    A network that somebody edited is adapted to data of another form where it can be; one that cannot, or that is as it
    was suggested, gives way to the start suggested for the new data. What became of an edited one is told, see
    `told_of_network`. A title names its data and goes with them.
    """
    told = remembered("size", spec.to_json()) is not None
    noun = _NOUNS["vector" if schema.is_table else schema.kind]
    remember("size", spec.to_json(), f"{size:,} {noun}")
    remember("schema", spec.to_json(), schema)
    remember("train_examples", spec.to_json(), training)
    before, fits = experiment(), remembered("schema", experiment().data.to_json()) or known_schema(experiment().data)
    if spec == before.data:
        return not told
    title = before.title if spec.source == before.data.source else ""
    same = fits is not None and (fits.input_shape, fits.task, fits.outputs) == (
        schema.input_shape,
        schema.task,
        schema.outputs,
    )
    if same:
        edit(data=spec, title=title)
    else:
        model, sentence = _network_for(schema, training, fits)
        training_spec = before.train.replace(loss="auto", loss_settings={}, metrics=None)
        if gallery.is_start(before.train):
            training_spec = gallery.start_for(spec.source, schema, training)
        edit(data=spec, model=model, title=title, train=training_spec)
        record().in_hand.replaced = (sentence, before, experiment()) if sentence else None
    return True


def _network_for(schema: Schema, training: int, fits: Schema | None) -> tuple[ModelSpec, str]:
    """The network for data of another form, and what became of the one in hand, "" where nobody had edited it."""
    before = experiment()
    earlier = remembered("train_examples", before.data.to_json())
    suggestions = () if fits is None else (suggest(fits, earlier), suggest(fits))
    if before.model in suggestions or not before.model.layers:
        return suggest(schema, training), ""
    kept = adapted(before.model, fits, schema) if fits else None
    if kept is not None:
        return kept, f"Your network is kept for the new data. {change_words(before.model, kept)}"
    return suggest(schema, training), "Your network does not fit these data, so a suggested one has taken its place."


def told_of_network() -> str:
    """What became of the edited network when other data were chosen, as long as it can be undone; "" otherwise."""
    replaced = record().in_hand.replaced
    return replaced[0] if replaced and replaced[2] == experiment() else ""


def undo_data() -> None:
    """Back to the data and the network before other data were chosen."""
    replaced, record().in_hand.replaced = record().in_hand.replaced, None
    if replaced:
        load(replaced[1], record().in_hand.run_id)
        drafts.save(replaced[1])


def schema() -> Schema:
    """The schema of the data in hand, asked of the engine when reading alone can tell."""
    from nnviz.data.downloading import downloads
    from pages.shared import engine

    data = experiment().data
    known = known_schema(data) or remembered("schema", data.to_json())
    if known is None:
        downloads.must_be_here(data)
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
    if found.is_imported:
        raise found.curves_only()
    load(found.experiment, run_id)


def _adopt_experiment(token: str) -> None:
    load(Experiment.from_token(token))


def _adopt_short(key: str) -> None:
    load(links.find(key))


def _adopt_draft(draft: str) -> None:
    """What was in hand before a reload; it may have been edited since the run that the address names too."""
    st.query_params.pop("draft", None)
    record().in_hand.experiment = drafts.adopt(draft)


def _example_address() -> str | None:
    chosen = record().in_hand.example
    return None if chosen is None else f"{chosen[0]}-{chosen[1]}"


def _adopt_example(text: str) -> None:
    """ "validation-17", or what an image of a person's own is called, with "-0"; anything else names none."""
    part, _, index = text.partition("-")
    named = (part in _PARTS or is_own(part)) and index.isdecimal() and len(index) < 10
    _take_example((part, int(index)) if named else None)
