"""What pages ask for: one prediction of a run's network, explained."""

from nnviz.inspection.of_run import one_example
from nnviz.runs.run import Run
from nnviz.training.warm import warm


def attribution_of_run(run_id: str, split: str, index: int, target: int | None, method: str, settings: dict):
    """One prediction explained; methods that compare with other examples take them from the training split."""
    from nnviz.explanation.attribute import attribute
    from nnviz.explanation.target import Target
    from nnviz.training.head import meaning_of_model

    model, dataset = warm(run_id)
    meaning = meaning_of_model(model, Run.open(run_id).experiment.train, dataset.schema, dataset.target_scaler)
    return attribute(
        model,
        one_example(dataset, split, index)[0],
        Target(target, meaning=meaning, names=dataset.schema.class_names),
        method=method,
        background=dataset.train.x[:200],
        seed=0,
        **settings,
    )
