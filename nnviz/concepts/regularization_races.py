"""What the lesson on regularization trains side by side: a network that learns by heart, and remedies."""

from nnviz.models import edits
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.studies.knobs import KNOBS, hidden_layers
from nnviz.studies.race import Race

EPOCHS = 150
_MOST_EPOCHS = 60
"""Of the reader's own network, which may be larger."""


def overfitting() -> Experiment:
    """Two half moons that overlap, 64 training examples, and a network with 40 times as many parameters."""
    hidden = tuple(
        LayerSpec(id=f"hidden_{i}", kind="Dense", settings={"units": 48, "activation": "relu"}) for i in (1, 2)
    )
    output = LayerSpec(id="output", kind="Dense", settings={"units": 1, "activation": "sigmoid"})
    return Experiment(
        title="Overlapping moons",
        data=DataSpec(source="moons", settings={"points": 160, "noise": 0.35}, validation_fraction=0.6, seed=3),
        model=ModelSpec(layers=(*hidden, output)),
        train=TrainSpec(learning_rate=0.01, batch_size=16, epochs=EPOCHS, seed=1),
    )


def penalised(experiment: Experiment, kind: str, strength: float) -> Experiment:
    """The experiment with "l1" or "l2" of that strength on every hidden kernel."""
    model = KNOBS["l2"].turn(experiment, strength).model
    for layer in hidden_layers(experiment):
        settings = next(own for own in model.layers if own.id == layer.id).settings
        name = next(name for name in settings if name.endswith("_regularizer"))
        model = edits.set_settings(model, layer.id, **{name: kind})
    return experiment.replace(model=model)


def remedies(own: Experiment | None = None) -> Race:
    """The network as it is, and with each remedy alone."""
    base = own or overfitting()
    if own is not None:
        base = base.replace(train=base.train.replace(epochs=min(base.train.epochs, _MOST_EPOCHS), early_stopping=0))
    return Race(
        "remedies",
        (
            ("Nothing", base),
            ("L1", penalised(base, "l1", 0.003)),
            ("L2", penalised(base, "l2", 0.01)),
            ("Dropout", KNOBS["dropout"].turn(base, 0.5)),
            ("Batch norm", KNOBS["batch_normalization"].turn(base, True)),
            ("Augmentation", KNOBS["augmentation"].turn(base, True)),
            ("Early stopping", base.replace(train=base.train.replace(early_stopping=10))),
        ),
    )


RACES = {"remedies": remedies}
"""Name → the race, of the reader's own experiment where one is given."""
