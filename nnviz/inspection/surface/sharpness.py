"""How curved the loss is where a network lies: the ends of the spectrum of its Hessian, by the method of Lanczos."""

import numpy as np

from nnviz.inspection.surface.objective import Objective
from nnviz.inspection.surface.records import Sharpness


def sharpness(
    model, x, y, loss, *, count: int = 3, products: int = 40, seed: int = 0, sample_weights: np.ndarray | None = None
) -> Sharpness:
    """The largest eigenvalues of the Hessian of the mean loss, and its smallest; the model stays as it is.

    Lanczos, "An iteration method for the solution of the eigenvalue problem" (1950), with full orthogonalization, on
    products of the Hessian with a vector.

    Args:
        model, x, y, loss, sample_weights: as for `Objective`.
        count: of eigenvalues at the upper end.
        products: of the Hessian with a vector at most.
        seed: of the vector that it starts with.

    Raises:
        ModelError: as `Objective`; for a network that cannot be differentiated.
    """
    objective = Objective(model, x, y, loss, sample_weights)
    objective.slope()  # a network that cannot be differentiated is refused with a sentence
    search = Lanczos(objective, seed)
    search.go(products)
    return search.sharpness(count)


class Lanczos:
    """A search that can be gone on with: `vectors` are orthonormal, `diagonal` and `beside` the matrix in their space.

    Args:
        objective: whose Hessian.
        seed: of the first vector.
    """

    def __init__(self, objective: Objective, seed: int = 0):
        self.objective, self.diagonal, self.beside, self.vectors = objective, [], [], []
        self._next = _unit(np.random.default_rng(seed).normal(size=objective.parameters))

    @property
    def complete(self) -> bool:
        """Whether there is no further direction."""
        return self._next is None

    def go(self, products: int) -> None:
        """Takes up to so many products of the Hessian with a vector."""
        for _ in range(products):
            if self._next is None:
                return
            vector = self._next
            self.vectors.append(vector.astype("float32"))
            product = _flat(self.objective.times(_like(vector, self.objective.weights)))
            self.diagonal.append(float(vector @ product))
            for _ in range(2):  # once more against what rounding leaves
                for own in self.vectors:
                    product -= own * float(own @ product)
            length = float(np.linalg.norm(product))
            ended = len(self.vectors) >= len(vector) or not length > 1e-6 * (1e-6 + max(map(abs, self.diagonal)))
            self.beside.append(0.0 if ended else length)
            self._next = None if ended else product / length

    def eigen(self, size: int | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(k,) eigenvalues in falling order, (k, k) their vectors in the space of `vectors`, (k,) residuals.

        Args:
            size: how many products count, so that a search that was gone on with answers as before; all when None.
        """
        size = min(size or len(self.diagonal), len(self.diagonal))
        diagonal, beside = self.diagonal[:size], self.beside[:size]
        matrix = np.diag(diagonal) + np.diag(beside[:-1], 1) + np.diag(beside[:-1], -1)
        values, vectors = np.linalg.eigh(matrix)
        return values[::-1], vectors[:, ::-1], np.abs(beside[-1] * vectors[-1, ::-1])

    def direction(self, place: int, size: int | None = None) -> list[np.ndarray]:
        """The direction of that eigenvalue, of length 1, one array for each of the network's weights."""
        _, inside, _ = self.eigen(size)
        shares = inside[:, min(place, len(inside) - 1)]
        flat = sum(share * own for share, own in zip(shares, self.vectors[: len(shares)], strict=True))
        return _like(_unit(flat), self.objective.weights)

    def sharpness(self, count: int, learning_rate: float | None = None, optimizer: str = "") -> Sharpness:
        """What has been found so far."""
        values, _, residuals = self.eigen()
        numbers = (len(values), self.objective.examples, self.objective.parameters)
        ends = float(values[-1]), float(residuals[-1])
        return Sharpness(values[:count], residuals[:count], *ends, *numbers, learning_rate, optimizer)


def _unit(vector: np.ndarray) -> np.ndarray:
    return vector / np.linalg.norm(vector)


def _flat(arrays: list[np.ndarray]) -> np.ndarray:
    return np.concatenate([np.ravel(own) for own in arrays]).astype("float64")


def _like(flat: np.ndarray, weights: list[np.ndarray]) -> list[np.ndarray]:
    edges = np.cumsum([0, *(weight.size for weight in weights)])
    return [flat[a:b].reshape(own.shape) for a, b, own in zip(edges[:-1], edges[1:], weights, strict=True)]
