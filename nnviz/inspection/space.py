"""The space of a layer: its output for many examples, brought down to a plane that people can look at."""

import keras
import numpy as np

from nnviz.errors import ModelError, unknown_name
from nnviz.inspection.activations import activations, to_array
from nnviz.inspection.inputs import as_batch
from nnviz.inspection.space_records import METHODS, NEIGHBOURS, Projection

_BATCH = 128
_MOST_NUMBERS = 50_000_000
"""Numbers of a layer, for all examples together: 200 MB."""
_BEFORE_TSNE = 50
"""Principal components that t-SNE is given where a layer has more numbers, as its authors advise."""


def project(model, x, layer: str = "", method: str = "pca", perplexity: float = 30.0, seed: int = 0) -> Projection:
    """Where the examples of `x` lie in the space of a layer's output, in two dimensions.

    Args:
        model: any Keras 3 model, left as found.
        x: (n, …) examples as the model takes them, at least 5.
        layer: path or name of a layer; "" for the input itself.
        method: "pca" (the two directions of largest variance: Pearson 1901) or "tsne" (neighbours kept together; sizes
            and distances of groups mean nothing: van der Maaten and Hinton, "Visualizing Data using t-SNE", 2008).
        perplexity: for t-SNE, about how many neighbours count; at most a third of the examples.
        seed: t-SNE's random start; PCA has none.

    Raises:
        ModelError: for an unknown layer or method, too few examples, or outputs that are not finite.
    """
    return of_vectors(layer_vectors(model, x, layer), layer, method, perplexity, seed)


def layer_vectors(model, x, layer: str = "") -> np.ndarray:
    """(n, numbers) float32: a layer's first output for every example, flattened. Raises ModelError."""
    batch, _ = as_batch(model, x)
    if not layer:
        if not isinstance(batch, np.ndarray):
            raise ModelError("The model has several inputs.", fix="Name a layer.", where="layer")
        return batch.reshape(len(batch), -1).astype("float32")
    pieces, count = [], len(keras.tree.flatten(batch)[0])
    for start in range(0, count, _BATCH):
        part = keras.tree.map_structure(lambda array, start=start: array[start : start + _BATCH], batch)
        values = activations(model, part, [layer])[layer].values
        pieces.append(to_array(values)[0].reshape(len(values), -1).astype("float32"))
        if pieces[0].shape[1] * count > _MOST_NUMBERS:
            raise ModelError(
                f"{layer} gives {pieces[0].shape[1]:,} numbers for each of {count:,} examples.",
                expected=f"at most {_MOST_NUMBERS:,} together",
                fix="Take fewer examples, or a later layer.",
                where="layer",
            )
    return np.concatenate(pieces)


def of_vectors(vectors: np.ndarray, layer: str, method: str, perplexity: float, seed: int) -> Projection:
    """The projection of vectors (n, numbers). Raises as `project` does."""
    from sklearn.decomposition import PCA
    from sklearn.manifold import TSNE, trustworthiness

    if method not in METHODS:
        raise unknown_name("projection", method, METHODS, kind=ModelError)
    count, dimensions = vectors.shape
    if count < 5:
        raise ModelError(f"Received {count} examples.", expected="at least 5", where="x")
    if not np.isfinite(vectors).all():
        raise ModelError(
            f"{layer or 'The input'} gives numbers that are not finite.",
            fix="Look at an earlier moment of the training.",
            where="layer",
        )
    components = PCA(min(_BEFORE_TSNE, count, dimensions), svd_solver="full").fit(vectors)
    principal = components.transform(vectors)
    plane = principal[:, :2] if dimensions > 1 else np.column_stack([principal[:, 0], np.zeros(count)])
    explained = np.resize(np.append(np.nan_to_num(components.explained_variance_ratio_), 0.0), 2)
    if method == "tsne":
        spread = min(float(perplexity), (count - 1) / 3)
        start = "pca" if dimensions > 1 else "random"
        plane = TSNE(2, perplexity=spread, init=start, random_state=seed).fit_transform(principal)
        explained = None
    kept = trustworthiness(vectors, plane, n_neighbors=min(NEIGHBOURS, (count - 1) // 2))
    return Projection(plane.astype("float32"), layer, method, dimensions, explained, float(kept), seed)


def neighbours_agree(vectors: np.ndarray, classes: np.ndarray) -> float:
    """The share of every vector's nearest neighbours, itself left out, that have its class.

    Args:
        vectors: (n, numbers).    classes: (n,).
    """
    from sklearn.neighbors import NearestNeighbors

    count = min(NEIGHBOURS, len(vectors) - 1)
    near = NearestNeighbors(n_neighbors=count).fit(vectors).kneighbors(return_distance=False)
    return float((classes[near] == classes[:, None]).mean())
