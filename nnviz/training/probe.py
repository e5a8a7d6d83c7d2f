"""What a frame holds: the numbers behind the live pictures, taken from the model as it is at that step."""

import keras
import numpy as np
import tensorflow as tf

from nnviz.data import plane
from nnviz.data.schema import Dataset
from nnviz.training import topology
from nnviz.training.meaning import OutputMeaning
from nnviz.training.mistakes import Mistakes

_PLANE = 60
"""Rows and columns of the grid on which a plane's output is drawn; unit maps take every other one."""
_NAMED = 200
"""Answers whose names are told at most."""
_MAP = 28
"""Feature maps are sampled down to at most this many rows and columns."""


class Probe:
    """Reads a model at work on a fixed set of inputs.

    Attributes:
        graph: JSON-able description: columns and links of the diagram, the plane's axes and points, the samples.
        mistakes: asks about the held-out examples.
    """

    def __init__(self, model: keras.Model, dataset: Dataset, meaning: OutputMeaning):
        self.schema, self.meaning = dataset.schema, meaning
        self.mistakes = Mistakes(model, dataset, meaning)
        self._example = keras.tree.map_structure(tf.constant, self.mistakes.example)
        self._columns = topology.columns(model)
        self._links = [
            (source, target, arriving)
            for target, column in enumerate(self._columns)
            for source, arriving in column.feeds
        ]
        self._plane = Plane(dataset) if self.schema.is_plane else None
        outputs = [column.output for column in self._columns]
        graph = topology.functional(model)
        reader = keras.Model(_alone(graph.inputs), [*outputs, *graph.outputs]) if self._columns else model
        self._read = tf.function(lambda x: _inference(reader, x), autograph=False, reduce_retracing=True)
        self.graph = self._describe()

    @property
    def pictures(self) -> np.ndarray | None:
        """The held-out examples that may be shown, (n, height, width, channels) uint8; None for what is no image."""
        return self.mistakes.pictures

    def frame(self) -> dict[str, np.ndarray]:
        """`link_i`, `bias_i`, `map_i`, `output` and what `Mistakes.frame` tells, for the live view; float32."""
        arrays = {}
        for i, (source, target, arriving) in enumerate(self._links):
            matrix = topology.link(self._columns[target], self._columns[source], arriving)
            if matrix is not None:
                arrays[f"link_{i}"] = matrix
        for i, column in enumerate(self._columns[1:], 1):
            values = topology.bias(column.layer)
            if values is not None:
                arrays[f"bias_{i}"] = values[: column.shown].astype("float32")
        arrays |= self.mistakes.frame()
        if self._plane is not None:
            on_plane = [np.asarray(a) for a in self._read(self._plane.inputs)]
            arrays["output"] = self._plane.shape(self.meaning.readable(on_plane[-1]))
            maps = [
                self._plane.shape(a[:, : c.shown])[:, ::2, ::2] for a, c in zip(on_plane, self._columns, strict=False)
            ]
        else:
            on_example = [np.asarray(a) for a in self._read(self._example)]
            maps = [_maps(a[0], c.shown) for a, c in zip(on_example, self._columns, strict=False)]
        arrays |= {f"map_{i}": m.astype("float32") for i, m in enumerate(maps) if m is not None}
        return arrays

    def _named(self, units: int) -> bool:
        """Whether every unit of the last layer stands for a class, a label or a target with a name of its own."""
        return units == len(self.schema.class_names or self.schema.target_names)

    def _linked(self, source: int, target: int) -> dict:
        single = topology.is_single(self._columns[target], self._columns[source])
        return {"source": source, "target": target, **({"single": True} if single else {})}

    def _describe(self) -> dict:
        described = [topology.describe(column, place > 0) for place, column in enumerate(self._columns)]
        if described and self.schema.kind == "vector":
            described[0]["labels"] = list(self.schema.feature_names[: described[0]["shown"]])
        beside = {further.name: further.feature_names for further in self.schema.further}
        for column in described[1:]:
            if column["kind"] == "input" and beside.get(column["id"]):
                column["labels"] = list(beside[column["id"]][: column["shown"]])
        if described and self._named(described[-1]["total"]):
            described[-1]["labels"] = list(self.schema.answers[: described[-1]["shown"]])
        return {
            "columns": described,
            "links": [self._linked(source, target) for source, target, _ in self._links],
            "plane": self._plane.graph if self._plane else None,
            "task": self.schema.task,
            "meaning": self.meaning.to_json(),
            "class_names": list(self.schema.class_names),
            "target_name": self.schema.target_name,
            "answers": list(self.schema.answers) if self.schema.outputs <= _NAMED else [],
            "samples": self.mistakes.graph,
        }


class Plane:
    """A grid over the training points' bounding box, a tenth wider on every side, of `cells` rows and columns."""

    def __init__(self, dataset: Dataset, cells: int = _PLANE):
        self.cells = cells
        points = np.concatenate([dataset.train.x, dataset.validation.x])
        source = dataset.unscaled(points)[:, :2]
        low, high = source.min(0), source.max(0)
        pad = 0.1 * np.maximum(high - low, 1e-6)
        low, high = low - pad, high + pad
        axes = [np.linspace(a, b, cells) for a, b in zip(low, high, strict=True)]
        grid = np.stack(np.meshgrid(*axes), -1).reshape(-1, 2)
        further = dataset.schema.plane_features
        self.inputs = tf.constant(dataset.inputs(plane.inputs(grid, further)), tf.float32)
        labels = np.concatenate([dataset.train.y, dataset.validation.y])
        if dataset.schema.task == "regression":
            labels = dataset.unscaled_targets(labels)[:, 0]
        keep = np.linspace(0, len(source) - 1, min(len(source), 1000)).astype(int)
        self.graph = {
            "x": [float(low[0]), float(high[0])],
            "y": [float(low[1]), float(high[1])],
            "rows": cells,
            "cols": cells,
            "names": list(dataset.schema.feature_names[:2]) or ["x", "y"],
            "points": {
                "x": source[keep, 0].tolist(),
                "y": source[keep, 1].tolist(),
                "label": labels[keep].tolist(),
                "validation": (keep >= len(dataset.train)).astype(int).tolist(),
                "index": np.where(keep < len(dataset.train), keep, keep - len(dataset.train)).tolist(),
            },
        }

    def shape(self, values: np.ndarray) -> np.ndarray:
        """(rows · cols, k) → (k, rows, cols); row 0 has the smallest second coordinate."""
        return values.T.reshape(-1, self.cells, self.cells)


def _alone(tensors: list):
    return tensors[0] if len(tensors) == 1 else tensors


def _inference(reader, x):
    return [tf.cast(value, tf.float32) for value in keras.tree.flatten(reader(x, training=False))]


def _maps(values: np.ndarray, shown: int) -> np.ndarray | None:
    """One example's activation (…, units) as (shown, h, w): channels of an image, steps of a sequence, or single
    numbers."""
    if values.ndim == 3:
        step = -(-max(values.shape[:2]) // _MAP)
        return values[::step, ::step, :shown].transpose(2, 0, 1)
    if values.ndim == 2:
        return values[:, :shown].T[:, None, :]
    return values[:shown, None, None] if values.ndim == 1 else None
