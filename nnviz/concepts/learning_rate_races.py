"""The same network at six learning rates, each ten times the one before. Imports no framework."""

from nnviz.gallery import ready
from nnviz.specs import Experiment
from nnviz.studies.race import Race

RATES = (0.0001, 0.001, 0.01, 0.1, 1.0, 10.0)
_EPOCHS = 200


def rates(own: Experiment | None) -> Race:
    """A network at each of `RATES`: the one given, or one for the two spirals."""
    experiment = own or ready("spirals")
    train = experiment.train.replace(
        schedule="constant",
        schedule_settings={},
        early_stopping=0,
        epochs=_EPOCHS if own is None else min(own.train.epochs, _EPOCHS),
    )
    title = experiment.title or "A network"
    variants = (
        (f"{rate:g}", experiment.replace(title=f"{title}, rate {rate:g}", train=train.replace(learning_rate=rate)))
        for rate in RATES
    )
    return Race("Six learning rates", tuple(variants))


RACES = {"rates": rates}
