"""What the lesson on hyperparameters has workers do: the surface, trained once on a machine, and searches of it."""

from types import SimpleNamespace

import numpy as np

from nnviz.concepts.hyperparameters import LEVELS, MOST_TRIALS, SEEDS, base
from nnviz.concepts.kept_arrays import kept_arrays

_FORM = 2
"""Counts up when what is kept changes its form."""


def learn_surface(pair: str) -> dict:
    """The losses of all networks of a pair of settings, trained where nobody has trained them on this machine.

    Args:
        pair: a name in `nnviz.concepts.hyperparameters.PAIRS`.

    Returns {"validation", "test", "curse"}, float32, as `nnviz.concepts.response_surface.surface` returns them.
    """
    from nnviz.concepts.response_surface import surface

    def measure() -> dict:
        return {name: losses.astype("float32") for name, losses in surface(pair).items()}

    return kept_arrays("hyperparameters", f"surface {_FORM} {pair} {base().key}", measure)


def learn_search(pair: str, sampler: str, play: int) -> np.ndarray:
    """A search of MOST_TRIALS trials by one of the app's own samplers, which sees nothing but what its trials came to.

    Args:
        sampler: "tpe" or "gp".     play: its seed.

    Returns (MOST_TRIALS, 3) whole numbers: the levels of rate and of the other setting, and the seed of the network.
    """

    def measure() -> dict:
        losses = learn_surface(pair)["validation"]
        return {"trials": np.array(played(losses, sampler, play), "int16")}

    name = f"search {_FORM} {pair} {sampler} {play} {base().key}"
    return kept_arrays("hyperparameters", name, measure)["trials"]


def played(losses: np.ndarray, sampler: str, play: int, trials: int = MOST_TRIALS) -> list[tuple[int, int, int]]:
    """One search: the levels and the seed of each trial.

    Args:
        losses: (LEVELS, LEVELS, SEEDS); the smaller the better.
    """
    import optuna
    from optuna.distributions import IntDistribution

    from nnviz.studies.search import sampler_of

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(sampler=sampler_of(SimpleNamespace(sampler=sampler), play))
    space = {name: IntDistribution(0, LEVELS - 1) for name in ("other", "rate")}
    seeds = np.random.default_rng(play).integers(SEEDS, size=trials)
    told = []
    for seed in seeds:
        trial = study.ask(space)
        at = (trial.params["rate"], trial.params["other"], int(seed))
        study.tell(trial, float(losses[at]))
        told.append(at)
    return told
