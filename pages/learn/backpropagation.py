"""Learn: backpropagation. Its text is in backpropagation.md, its picture in
nnviz/web/lessons/backpropagation/picture.js."""

from dataclasses import asdict

from nnviz.concepts import asked, backpropagation_check
from nnviz.concepts.check import with_makings
from nnviz.gallery import ready
from nnviz.views.packing import pack
from pages.shared import engine
from pages.shared.lessons import lesson
from pages.shared.lessons.lesson import Door
from pages.shared.session import state


def answer(question) -> dict:
    """One example through the network in hand and back."""
    wanted_index = asked.flow_index(question)
    run = state.run()
    trained = run is not None and bool(run.weight_ids() or run.model_path.is_file())
    experiment = run.experiment if trained else state.experiment()
    flow, index, count, target, answered = engine.call(
        "learn_flow", experiment, run.id if trained else None, wanted_index
    )
    stages = [
        {
            **asdict(stage),
            "output": pack(stage.output),
            "gradient": pack(stage.gradient),
            "kernel": None if stage.kernel is None else pack(stage.kernel),
        }
        for stage in flow.stages
    ]
    return {
        "flow": {
            "stages": stages,
            "loss": flow.loss,
            "input": flow.input.tolist(),
            "input_gradient": flow.input_gradient.tolist(),
            "index": index,
            "count": count,
            "target": target,
            "answer": answered,
            "trained": trained,
            "title": experiment.title,
        }
    }


text = lesson.begin("backpropagation")
lesson.picture(text, {}, answer)
lesson.rest(
    text,
    *with_makings(backpropagation_check.ask, backpropagation_check.judge, backpropagation_check.MAKINGS),
    doors=(
        Door("Watch these gradients train a network", "Opens Train with the two spirals", lambda: ready("spirals")),
        Door("See inside your own network", "Opens Network with the run in hand", page="pages/inside/network.py"),
    ),
)
