"""Learn: what a neural network is. Its text is in what_is_a_network.md, its picture in
nnviz/web/lessons/what_is_a_network/picture.js."""

import streamlit as st

from nnviz.concepts import network_kinds, what_is_a_network_asked, what_is_a_network_check
from nnviz.gallery import ready
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.views.packing import pack
from pages.shared import engine
from pages.shared.lessons import lesson
from pages.shared.lessons.lesson import Door
from pages.shared.session import state


def rows() -> dict:
    """A trained network with rows of its data: the run in hand where it can be drawn."""
    run = state.run()
    shown = engine.call("learn_rows", run.id if run and run.model_path.is_file() else None, timeout=90)
    packed = {name: pack(shown[name]) for name in ("low", "high", "offset", "scale", "rows", "truths", "outputs")}
    layers = [{**layer, "kernel": pack(layer["kernel"]), "bias": pack(layer["bias"])} for layer in shown["layers"]]
    return {"rows": {**shown, **packed, "layers": layers}}


def own() -> dict:
    """How many weights the network in hand has."""
    experiment = state.experiment()
    preview = engine.call("preview", experiment.model, experiment.data)
    return {"own": {"title": experiment.title or "Your network", "parameters": preview.parameters}}


def kinds() -> dict:
    """The layers of a network of each kind."""
    return {"kinds": engine.call("learn_kinds")}


def kind(name: str) -> dict:
    """A trained network of that kind, with examples flowing through it."""
    flow = engine.call("learn_kind", name, timeout=120)
    packed = {part: None if flow[part] is None else pack(flow[part]) for part in ("images", "drawn")}
    return {"kind": {**flow, **packed, "stages": [pack(stage, quantise=True) for stage in flow["stages"]]}}


def go(name: str) -> dict:
    """To the page of a kind of network, with its experiment in hand."""
    kind = network_kinds.KINDS[name]
    if not kind.template:
        st.switch_page(network_kinds.GENERATE)
    state.load(kind.experiment())
    st.switch_page("pages/lab/train.py")
    return {}


def answer(question) -> dict:
    """What the picture asks for."""
    want, name = what_is_a_network_asked.wish(question)
    if name:
        return {"kind": kind, "open": go}[want](name)
    return {"rows": rows, "kinds": kinds, "own": own}[want]()


def team_of_three() -> Experiment:
    """The team of the picture, as layers of Keras, on the problem of its record."""
    return Experiment(
        title="A team of three on XOR",
        data=DataSpec(source="xor"),
        model=ModelSpec(
            layers=tuple(
                LayerSpec(id=name, kind="Dense", settings={"units": units, "activation": "sigmoid"})
                for name, units in (("members", 3), ("chair", 1))
            )
        ),
        train=TrainSpec(learning_rate=0.03, batch_size=20, epochs=200),
    )


text = lesson.begin("what_is_a_network")
lesson.picture(
    text, {"words": network_kinds.words(), "alike": text.rows("Alike"), "connections": text.rows("Connections")}, answer
)
lesson.rest(
    text,
    what_is_a_network_check.ask,
    what_is_a_network_check.judge,
    doors=(
        Door(
            "Train a team of three on XOR",
            "Opens Train with three hidden units and one output, as above, on points that no single unit can separate",
            team_of_three,
        ),
        Door(
            "Watch a larger one learn", "Opens Train with two hidden layers and two spirals", lambda: ready("spirals")
        ),
        Door("Build one of your own", "Opens Build with the network in hand", page="pages/lab/build.py"),
    ),
)
