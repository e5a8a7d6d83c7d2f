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
            and distances of groups mean nothing: van der Maaten and Hinton, "Visualizing Data using t-SNE", 2008) or
            "umap" (neighbours kept together, groups rather less torn apart: McInnes, Healy and Melville, 2018).
        perplexity: for t-SNE and UMAP, about how many neighbours count; at most a third of the examples.
        seed: the random start of t-SNE and UMAP; PCA has none.

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


def of_vectors(
    vectors: np.ndarray,
    layer: str,
    method: str,
    perplexity: float,
    seed: int,
    *,
    reference: np.ndarray | None = None,
    carried: np.ndarray | None = None,
) -> Projection:
    """The projection of vectors (n, numbers). Raises as `project` does.

    Args:
        reference: (n, 2) where the same examples lay elsewhere: the picture is turned towards it (`aligned`).
        carried: (m, numbers) further vectors, that PCA places without being fitted to them.
    """
    from sklearn.decomposition import PCA
    from sklearn.manifold import trustworthiness

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
    turn = np.eye(2) if reference is None else turned_towards(_two(principal), reference)
    plane, explained = _two(principal) @ turn, np.resize(np.nan_to_num(components.explained_variance_ratio_), 2)
    explained[dimensions:] = 0.0
    placed = None if carried is None or method != "pca" else _two(components.transform(carried)) @ turn
    if method != "pca":
        spread = min(float(perplexity), (count - 1) / 3)
        plane, explained = _neighbours_kept(method, principal, plane, spread, seed), None
        plane = plane - plane.mean(0)
        plane = plane if reference is None else plane @ turned_towards(plane, reference)
    kept = trustworthiness(vectors, plane, n_neighbors=min(NEIGHBOURS, (count - 1) // 2))
    placed = None if placed is None else placed.astype("float32")
    return Projection(plane.astype("float32"), layer, method, dimensions, explained, float(kept), seed, placed)


def turned_towards(points: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """(2, 2) the rotation or reflection that brings points (n, 2) nearest to a reference (n, 2), so that pictures of
    different layers and moments do not turn over (orthogonal Procrustes: Schönemann, 1966)."""
    from scipy.linalg import orthogonal_procrustes

    turn, _ = orthogonal_procrustes(points - points.mean(0), reference - reference.mean(0))
    return turn


def _two(principal: np.ndarray) -> np.ndarray:
    """The first two components, the second zero where there is one alone."""
    return principal[:, :2] if principal.shape[1] > 1 else np.column_stack([principal[:, 0], np.zeros(len(principal))])


def _neighbours_kept(method: str, principal: np.ndarray, start: np.ndarray, spread: float, seed: int) -> np.ndarray:
    """(n, 2) by t-SNE or UMAP, begun from the plane of the principal components where that is one."""
    flat = not start.std(0).all()
    if method == "tsne":
        from sklearn.manifold import TSNE

        small = "random" if flat else (1e-4 * start / start[:, 0].std()).astype("float32")  # as its authors begin
        return TSNE(2, perplexity=spread, init=small, random_state=seed).fit_transform(principal)
    import umap

    wide = "random" if flat else (10 * start / np.abs(start).max()).astype("float32")  # as it scales its own starts
    neighbours = max(2, round(spread))
    return umap.UMAP(n_neighbors=neighbours, init=wide, random_state=seed, n_jobs=1).fit_transform(principal)


def nearest(vectors: np.ndarray, count: int) -> np.ndarray:
    """(n, count) for every vector the places of the others that lie nearest, the nearest first."""
    from sklearn.neighbors import NearestNeighbors

    count = min(count, len(vectors) - 1)
    return NearestNeighbors(n_neighbors=count).fit(vectors).kneighbors(return_distance=False)


def neighbours_agree(vectors: np.ndarray, classes: np.ndarray) -> float:
    """The share of every vector's nearest neighbours, itself left out, that have its class.

    Args:
        vectors: (n, numbers).    classes: (n,).
    """
    near = nearest(vectors, NEIGHBOURS)
    return float((classes[near] == classes[:, None]).mean())
