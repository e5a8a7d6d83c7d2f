"""Class activation maps that look at answers alone: what changes with a map left out, or with the rest hidden."""

import numpy as np

from nnviz import progress
from nnviz.explanation.baseline import baseline_points
from nnviz.explanation.methods.layer_maps import LayerMaps, enlarged, layer_maps, resized
from nnviz.explanation.problem import Outcome, Problem
from nnviz.inspection.from_layer import FromLayer

_ELEMENTS_A_BLOCK = 2**23


def ablation_cam(problem: Problem, layer: str | None = None, channels: int = 256, time_limit: float = 60.0) -> Outcome:
    """Σ_c (F − F with A_c at 0) · A_c.

    The paper divides by F, which changes all channels of an example alike, but turns them round where F is negative.
    Ramaswamy et al., "Ablation-CAM: Visual Explanations for Deep Convolutional Network via Gradient-free Localization"
    (2020).

    Args:
        channels: how many at most, those with the largest maps.
    """
    at = layer_maps(problem, layer)
    whole = problem.values(problem.points, np.arange(len(problem)))
    behind = FromLayer(problem.function, at.path, problem.batch)

    def fall(rows, chosen):
        maps = at.maps[rows].copy()
        maps[np.arange(len(rows)), :, :, chosen] = 0
        points, flat = ([array[rows] for array in arrays] for arrays in (problem.points, problem.flat))
        values = problem.constant[rows] + behind.values([*points, maps], flat, problem.weights[rows])
        return whole[rows] - values

    return _weighted(problem, at, channels, time_limit, fall)


def score_cam(
    problem: Problem,
    layer: str | None = None,
    baseline="zeros",
    channels: int = 256,
    blur_sigma: float = 4.0,
    time_limit: float = 60.0,
) -> Outcome:
    """Σ_c (F(x where A_c is large, the baseline elsewhere) − F(baseline)) · A_c.

    A_c, enlarged and brought to 0 … 1, says how much of each pixel is kept. Channels whose map is the same everywhere
    hide nothing and are left out. Wang et al., "Score-CAM: Score-Weighted Visual Explanations for Convolutional Neural
    Networks" (2020), equation 7.

    Args:
        channels: how many at most, those with the largest maps.
    """
    at = layer_maps(problem, layer)
    hidden, notes = baseline_points(problem, baseline, blur_sigma)
    everything = np.arange(len(problem))
    image, size = at.place, problem.points[at.place].shape[1:3]
    bare = list(problem.points)
    bare[image] = hidden[image]
    nothing = problem.values(bare, everything)

    def rise(rows, chosen):
        kept = resized(at.maps[rows, :, :, chosen][..., None], size)
        low, high = (limit(kept, axis=(1, 2, 3), keepdims=True) for limit in (np.min, np.max))
        flat = (high - low <= 0).reshape(-1)
        kept = (kept - low) / np.where(high > low, high - low, 1.0)
        points = [one[rows] for one in problem.points]
        points[image] = (kept * points[image] + (1 - kept) * hidden[image][rows]).astype("float32")
        return np.where(flat, 0.0, problem.values(points, rows) - nothing[rows])

    return _weighted(problem, at, channels, time_limit, rise, notes)


def _weighted(problem: Problem, at: LayerMaps, channels: int, time_limit: float, weigh, notes=()) -> Outcome:
    """The maps, each times `weigh(rows, channels)` (k,) of k pairs of example and channel."""
    count, total = len(at.maps), at.maps.shape[-1]
    order = np.argsort(-np.abs(at.maps).sum((1, 2), dtype="float64"), axis=1, kind="stable")[:, :channels]
    rows, ranks = np.tile(np.arange(count), order.shape[1]), np.repeat(np.arange(order.shape[1]), count)
    block = problem.some(_ELEMENTS_A_BLOCK // max(1, sum(one[0].size for one in (*problem.points, at.maps))))
    weights, limit, pairs = np.zeros((count, total)), progress.Limit(time_limit), 0
    while pairs < len(rows) and not (pairs >= count and limit.reached()):
        some = slice(pairs, pairs + block)
        chosen = order[rows[some], ranks[some]]
        with limit.ends(pairs >= count):
            progress.tell(pairs / len(rows))
            weights[rows[some], chosen] = weigh(rows[some], chosen)
            pairs += len(chosen)
    done = pairs // count
    if done < order.shape[1]:
        notes += (f"{limit.sentence[:-1]}: {done:,} of {total:,} channels were tried.",)
    elif done < total:
        notes += (f"The {done:,} of {total:,} channels with the largest maps were tried.",)
    return enlarged(problem, at, np.einsum("nhwc,nc->nhw", at.maps, weights), tuple(notes))
