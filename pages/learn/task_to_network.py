"""Learn: from task to network. Its text is in task_to_network.md, its picture in
nnviz/web/lessons/task_to_network/picture.js."""

from dataclasses import asdict

import streamlit as st

from nnviz.concepts import task_to_network as walk
from nnviz.concepts import task_to_network_asked, task_to_network_check
from nnviz.data.catalog import title_of
from nnviz.gallery import ready
from nnviz.runs.run import Run
from nnviz.views.packing import pack
from pages.shared import engine
from pages.shared.lessons import lesson
from pages.shared.lessons.lesson import Door
from pages.shared.runs import control
from pages.shared.session import state
from pages.shared.session.record import record


def seen(data: str, scaling: str) -> dict:
    """A first look at the data, kept for this session."""
    spec = walk.base(data, state.experiment()).data.replace(scaling=scaling)
    return record().answers.get_or_make(("learn_look", spec.to_json()), lambda: engine.call("learn_look", spec))


def look(question) -> dict:
    """The data, as the picture shows them."""
    data, scaling = task_to_network_asked.look(question)
    shown = seen(data, scaling)
    schema, images = shown["schema"], shown["images"]
    options = {"units": walk.unit_options(schema)}
    form = {"kind": schema.kind, "task": schema.task, "classes": schema.class_names, "target": schema.target_name}
    shape = {"shape": schema.input_shape, "outputs": schema.outputs}
    told = {**shown, **form, **shape, **options, "images": None if images is None else pack(images)}
    return {"look": {name: value for name, value in told.items() if name != "schema"}}


def decided(choices: walk.Choices):
    """(the experiment that the decisions make, what was seen of its data)"""
    shown = seen(choices.data, choices.scaling)
    return walk.experiment(choices, state.experiment(), shown["schema"], shown["training"]), shown


def network(question) -> dict:
    """What the app says of the network that was decided on."""
    choices = task_to_network_asked.choices(question)
    experiment, shown = decided(choices)
    preview = engine.call("preview", experiment.model, experiment.data, experiment.train)
    return {"network": walk.told_network(preview, choices, shown["schema"])}


def train(question) -> dict:
    """A run of what was decided, begun."""
    experiment, shown = decided(task_to_network_asked.choices(question))
    return {"run": walk.told_run(engine.train(experiment), shown["schema"], shown["validation"])}


def watch(question) -> dict:
    """News of a run; of the second one, compared with the first."""
    shown = seen(*task_to_network_asked.look(question))
    run = Run.open(task_to_network_asked.run_id(question))
    before = Run.open(task_to_network_asked.run_id(question, "before")) if question.get("before") else None
    return {"run": walk.told_run(run, shown["schema"], shown["validation"], before)}


def stop(question) -> dict:
    control.command(Run.open(task_to_network_asked.run_id(question)), "stop")
    return watch(question)


def go(question) -> dict:
    """To a page of the Lab, with the run in hand."""
    page = task_to_network_asked.page(question)
    run = Run.open(task_to_network_asked.run_id(question))
    state.load(run.experiment, run.id)
    st.switch_page(page)


def answer(question) -> dict:
    """What the picture asks for."""
    ways = {"look": look, "network": network, "train": train, "watch": watch, "stop": stop, "open": go}
    return ways[task_to_network_asked.want(question)](question)


own = state.experiment()
text = lesson.begin("task_to_network")
lesson.picture(
    text,
    {
        "own": own.title or title_of(own.data),
        "tasks": {name: ready(name).title for name in walk.TASKS},
        "steps": {name: asdict(step) for name, step in walk.STEPS.items()},
        "diagnoses": walk.DIAGNOSES,
    },
    answer,
)
lesson.rest(
    text,
    task_to_network_check.ask,
    task_to_network_check.judge,
    doors=(
        Door("Walk it alone", "Opens Data with the data in hand: everything above is there", page="pages/lab/data.py"),
        Door("See what each layer makes of an example", "Opens Network", page="pages/inside/network.py"),
        Door("Ask why it answers so", "Opens Attribution", page="pages/explain/attribution.py"),
        Door("Judge it on data that it has never seen", "Opens Evaluate", page="pages/lab/evaluate.py"),
    ),
)
