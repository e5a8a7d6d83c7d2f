"""What the generating networks stand at: plain arrays that travel between a page and a worker. No framework.

A worker keeps nothing: it is given a state and returns the next one, so that the same steps give the same numbers
wherever they are taken, and whoever holds the state can go on.
"""

from dataclasses import dataclass, field

import numpy as np

from nnviz.errors import TrainingError

MOST_EPOCHS = 2_000
MOST_ROUNDS = 20_000
MOST_POINTS = 1_000
LATENT = 2
BETAS = (0.0, 0.1, 0.5, 1.0, 2.0, 4.0, 8.0)
DISTRIBUTIONS = {"moons": "Two moons", "ring": "Ring of eight", "grid": "Grid of nine", "drawn": "Drawn by you"}


@dataclass(frozen=True)
class Weights:
    """All variables of networks and their optimizers, in the order of Keras; () before the first step."""

    networks: tuple[np.ndarray, ...] = ()
    optimizers: tuple[np.ndarray, ...] = ()

    @property
    def bytes(self) -> int:
        return sum(value.nbytes for value in (*self.networks, *self.optimizers))


@dataclass(frozen=True)
class VaeState:
    """A variational autoencoder at one moment.

    Attributes:
        beta: weight of the KL divergence in the loss (Higgins et al., 2017); 1 is the bound of Kingma and Welling.
        seed: of the weights, the order and the noise.
        epoch: passes over the training digits so far.
        reconstruction, kl: (epochs + 1,) mean losses of the held-out digits in nats an image, from before the first
            epoch on.
    """

    beta: float = 1.0
    seed: int = 0
    epoch: int = 0
    weights: Weights = field(default_factory=Weights)
    reconstruction: np.ndarray = field(default_factory=lambda: np.zeros(0))
    kl: np.ndarray = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True)
class VaeView:
    """What a picture shows of it.

    Attributes:
        means, deviations: (n, 2) of the latent Gaussians of the held-out digits.
        classes: (n,) which digits they are.
        originals, redrawn: (k, 8, 8) ink from 0 to 1; the second is decoded from the means of the first.
        decoder: (kernel, bias) of each layer: relu between them, and sigmoid at the end.
    """

    means: np.ndarray
    deviations: np.ndarray
    classes: np.ndarray
    originals: np.ndarray
    redrawn: np.ndarray
    decoder: tuple[tuple[np.ndarray, np.ndarray], ...]


@dataclass(frozen=True)
class GanState:
    """A generator and a discriminator at one moment.

    Attributes:
        points: (n, 2) the real points.
        seed: of the weights and of every step's draw.
        learning_rate: of both players.
        discriminator_steps, generator_steps: how many each player has taken.
        losses: (1 + steps, 2) of the discriminator and of the generator before the first and after each step, on the
            same fixed draw.
        plan: (unit of steps, how often) of all of them: ("DG", 300) is 300 rounds.
    """

    points: np.ndarray
    seed: int = 0
    learning_rate: float = 0.002
    discriminator_steps: int = 0
    generator_steps: int = 0
    weights: Weights = field(default_factory=Weights)
    losses: np.ndarray = field(default_factory=lambda: np.zeros((0, 2)))
    plan: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class GanView:
    """What a picture shows of it.

    Attributes:
        generated: (n, 2) from a fixed draw of noise.
        pulls: (m, 2) for the first m of them: minus the gradient of the generator's loss at the point, times m: where
            the discriminator would have it go.
        field: (rows, cols) what the discriminator says of the plane, from 0, made, to 1, real; row 0 is the lowest.
        reach: the field goes from -reach to reach on both axes.
        precision: share of generated points that lie among the real ones.
        coverage: share of real points that have a generated one near (Naeem et al., 2020).
    """

    generated: np.ndarray
    pulls: np.ndarray
    field: np.ndarray
    reach: float
    precision: float
    coverage: float

    def verdict(self, steps: int) -> str:
        """Whether the generator covers the points, in a sentence."""
        if not steps:
            return "The generator has not learnt anything yet: its points lie where chance put them."
        if self.coverage < 0.5 and self.precision > 0.5:
            return (
                "Mode collapse: most generated points lie among the real ones, but much of what is real is never "
                "generated."
            )
        if self.precision > 0.7 and self.coverage > 0.7:
            return "The generated points lie among the real ones and cover most of them."
        if self.precision <= 0.5:
            return "Most generated points do not lie among the real ones yet."
        return "Most generated points lie among the real ones; some of what is real is missed."


def check_points(points) -> np.ndarray:
    """(n, 2) float32 points of somebody's drawing. Raises TrainingError for too few, too many or broken ones."""
    try:
        values = np.asarray(points, "float32").reshape(-1, 2)
    except (TypeError, ValueError):
        raise TrainingError("The points cannot be read.", expected="pairs of numbers", where="points") from None
    if not 20 <= len(values) <= MOST_POINTS or not np.isfinite(values).all():
        raise TrainingError(
            f"There are {len(values):,} points.",
            expected=f"20 to {MOST_POINTS:,} to learn from",
            fix="Draw more of them on the plane." if len(values) < 20 else "Clear some of them.",
            where="points",
        )
    return np.clip(values, -2.0, 2.0)
