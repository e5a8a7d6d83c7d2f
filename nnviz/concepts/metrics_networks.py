"""The networks that the lesson on metrics judges: three that sort real cases of breast cancer. Imports no framework."""

from dataclasses import dataclass

from nnviz.data.catalog import known_schema
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec

POSITIVE = "malignant"
PEOPLE = 100
"""Of the held-out cases, so many are in the waiting room: the first ones."""
_QUICK = ("mean texture", "mean smoothness")


@dataclass(frozen=True)
class Test:
    """A network that tests people: what it is called, in one sentence what it is, and how it is trained."""

    title: str
    words: str
    columns: tuple[str, ...]
    units: tuple[int, ...]
    train: TrainSpec

    def experiment(self) -> Experiment:
        """Half of scikit-learn's 569 cases to learn from, the other half to be judged by."""
        source = DataSpec(source="breast_cancer", validation_fraction=0.0, test_fraction=0.5, seed=3)
        names = known_schema(source).feature_names
        left_out = {name: {"role": "ignored"} for name in names if self.columns and name not in self.columns}
        hidden = (
            LayerSpec(id=f"hidden_{i + 1}", kind="Dense", settings={"units": units, "activation": "relu"})
            for i, units in enumerate(self.units)
        )
        output = LayerSpec(id="output", kind="Dense", settings={"units": 1, "activation": "sigmoid"})
        return Experiment(
            title=f"Breast cancer: {self.title.lower()}",
            data=source.replace(columns=left_out),
            model=ModelSpec(layers=(*hidden, output)),
            train=self.train,
        )


def _training(rate: float, epochs: int) -> TrainSpec:
    return TrainSpec(learning_rate=rate, batch_size=32, epochs=epochs, seed=1)


TESTS = {
    "quick": Test("Quick test", "It sees two measurements of the cells.", _QUICK, (8,), _training(0.01, 60)),
    "full": Test("Full test", "It sees all thirty measurements.", (), (16,), _training(0.003, 60)),
    "sure": Test(
        "Too sure", "It sees two measurements, and learnt its cases by heart.", _QUICK, (64, 64), _training(0.005, 250)
    ),
}
