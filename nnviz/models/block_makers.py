"""How each block is put together, layer by layer. Imports no framework."""

from nnviz.models import edits
from nnviz.specs import LayerSpec, ModelSpec

Shape = tuple[int | None, ...]


class Builder:
    """A network to which layers are added one after another, behind one anchor."""

    def __init__(self, spec: ModelSpec, anchor: str, shape: Shape):
        self.spec, self.anchor, self.shape = spec, anchor, shape
        self.last = anchor

    def put(self, kind: str, *, after: tuple[str, ...] = (), branch: bool = False, **settings) -> str:
        """A new layer behind `after` (the last one put, when empty); returns its id.

        A branch leaves what its source feeds as it is; the layer that ends it names all branches in `after`.
        """
        sources = after or (self.last,)
        layer = LayerSpec(id=self.spec.new_id(kind), kind=kind, settings=settings, inputs=sources)
        if len(sources) > 1:
            self.spec = edits.insert_after(self.spec, sources[0], layer)
        else:
            self.spec = edits.insert_after(self.spec, sources[0], layer, branch=branch)
        self.last = layer.id
        return layer.id


def _conv(shape: Shape) -> str:
    return f"Conv{len(shape) - 1}D"


def residual(builder: Builder, settings: dict) -> None:
    """x → convolution, normalization, relu, convolution, normalization, + x → relu (He et al. 2015)."""
    start, kind, stride = builder.last, _conv(builder.shape), settings["strides"]
    filters = settings["filters"] or builder.shape[-1]
    same = {"kernel_size": 3, "padding": "same", "use_bias": False}
    builder.put(kind, filters=filters, **same, **({"strides": stride} if stride > 1 else {}))
    builder.put("BatchNormalization")
    builder.put("Activation", activation="relu")
    builder.put(kind, filters=filters, **same)
    end, skip = builder.put("BatchNormalization"), start
    if stride > 1 or filters != builder.shape[-1]:
        skip = builder.put(
            kind, after=(start,), branch=True, filters=filters, kernel_size=1, strides=stride, padding="same"
        )
    builder.put("Add", after=(end, skip))
    builder.put("Activation", activation="relu")


def inception(builder: Builder, settings: dict) -> None:
    """Windows of 1, 3 and 5 and a pooling side by side, then joined (Szegedy et al. 2014)."""
    start, kind, width = builder.last, _conv(builder.shape), settings["filters"]
    shared = {"filters": width, "padding": "same", "activation": "relu"}
    pooling = f"MaxPooling{len(builder.shape) - 1}D"
    pooled = builder.put(pooling, after=(start,), branch=True, pool_size=3, strides=1, padding="same")
    ends = [builder.put(kind, after=(pooled,), branch=True, kernel_size=1, **shared)]
    for size in (5, 3):  # a branch is listed directly behind its start, so the last one made comes first
        narrow = builder.put(kind, after=(start,), branch=True, kernel_size=1, **shared)
        ends.append(builder.put(kind, after=(narrow,), branch=True, kernel_size=size, **shared))
    ends.append(builder.put(kind, after=(start,), branch=True, kernel_size=1, **shared))
    _join(builder, "Concatenate", start, ends[::-1])


def _join(builder: Builder, kind: str, start: str, ends: list[str]) -> None:
    """A merge of all branches; what `start` fed before them is fed by it."""
    merge = LayerSpec(id=builder.spec.new_id(kind), kind=kind)
    builder.spec = edits.join(builder.spec, start, tuple(ends), merge)
    builder.last = merge.id


def transformer(builder: Builder, settings: dict) -> None:
    """Self-attention, then a small network for each step, each with a skip and a normalization
    (Vaswani et al. 2017). Positions are learnt: a bias of its own for every step, as in ViT."""
    steps, width = builder.shape
    if settings["positions"]:
        builder.put(
            "EinsumDense",
            equation="abc,cd->abd",
            output_shape=[steps, width],
            bias_axes="bd",
            bias_initializer="uniform",
        )
    start, heads = builder.last, settings["num_heads"]
    builder.put("MultiHeadAttention", num_heads=heads, key_dim=max(1, width // heads))
    if settings["rate"]:
        builder.put("Dropout", rate=settings["rate"])
    builder.put("Add", after=(builder.last, start))
    middle = builder.put("LayerNormalization")
    builder.put("Dense", units=settings["hidden"] or 2 * width, activation=settings["activation"])
    builder.put("Dense", units=width)
    builder.put("Add", after=(builder.last, middle))
    builder.put("LayerNormalization")


def mlp(builder: Builder, settings: dict) -> None:
    """Dense layers, each with a normalization and dropout if wanted."""
    for _ in range(settings["depth"]):
        if settings["normalize"]:
            builder.put("Dense", units=settings["units"], use_bias=False)
            builder.put("BatchNormalization")
            builder.put("Activation", activation=settings["activation"])
        else:
            builder.put("Dense", units=settings["units"], activation=settings["activation"])
        if settings["rate"]:
            builder.put("Dropout", rate=settings["rate"])
