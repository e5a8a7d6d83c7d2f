"""Which network and data a run has, where they are not the ones in hand."""

from nnviz import escaping
from nnviz.data import catalog
from nnviz.runs.run import Run
from nnviz.specs import Experiment, ModelSpec, TrainSpec
from pages.shared.runs import untrained


def differs(run: Run, experiment: Experiment) -> bool:
    """Whether a run trained another network, or on other data, than the experiment in hand names."""
    return (run.experiment.data, run.experiment.model) != (experiment.data, experiment.model)


def earlier(run: Run, experiment: Experiment) -> str:
    """ "Two spirals, 3 layers", "another seed": what a run trained, as far as it is not what is in hand; Markdown.

    "" where it began with the very network in hand, measured in the same way.
    """
    trained, parts = run.experiment, []
    if trained.data != experiment.data:
        settings = ", other settings" if trained.data.source == experiment.data.source else ""
        parts.append(data_title(trained) + settings)
    if trained.model != experiment.model:
        words = _layers(trained.model)
        parts.append(f"another network of {words}" if words == _layers(experiment.model) else words)
    return ", ".join(parts or _otherwise(trained.train, experiment.train))


def data_title(experiment: Experiment) -> str:
    """The title of an experiment's data, as Markdown."""
    return escaping.markdown(catalog.title_of(experiment.data))


def begins_otherwise(run: Run, experiment: Experiment) -> bool:
    """Whether the untrained network of the experiment in hand, or what it is measured by, is another than the run's:
    then the run's pictures are not of what is in hand."""
    return untrained.decisive(run.experiment) != untrained.decisive(experiment)


def _otherwise(trained: TrainSpec, spec: TrainSpec) -> list[str]:
    differing = {
        "another seed": trained.seed != spec.seed,
        "another loss": (trained.loss, trained.loss_settings) != (spec.loss, spec.loss_settings),
        "other metrics": trained.metrics != spec.metrics,
    }
    return [words for words, differs in differing.items() if differs]


def _layers(model: ModelSpec) -> str:
    count = sum(layer.enabled for layer in model.layers)
    return f"{count:,} layer{'s' * (count != 1)}"
