"""Blocks: several real layers put in at once. Imports no framework (shapes come from a preview).

`BLOCKS` is their catalog; `expand` puts one into a network. What comes out is ordinary layers that can be edited.
"""

from collections.abc import Callable
from dataclasses import dataclass

from nnviz.data.schema import Schema
from nnviz.errors import ModelError
from nnviz.models import edits
from nnviz.models.catalog.common import choice, flag, integer, number
from nnviz.params import Param, fill, lookup
from nnviz.specs import LayerSpec, ModelSpec

Shape = tuple[int | None, ...]


@dataclass(frozen=True)
class Block:
    """A named group of layers.

    Attributes:
        title, help: what a menu says.
        params: its settings.
        ranks: how many dimensions one example may have where it is put in.
        make: (builder, settings) → None; it calls `builder.put`.
    """

    title: str
    help: str
    params: tuple[Param, ...]
    ranks: tuple[int, ...]
    make: Callable[["Builder", dict], None]


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


def expand(
    block: str,
    spec: ModelSpec,
    after_id: str,
    schema: Schema,
    settings: dict | None = None,
    shape: Shape | None = None,
) -> ModelSpec:
    """`spec` with a block put in behind the layer `after_id` ("input" is the data).

    Args:
        block: a name in `BLOCKS`.
        spec: the network.
        after_id: the layer that feeds the block; what it fed is fed by the block's end.
        schema: of the data.
        settings: of the block; its defaults where left out.
        shape: of one example at `after_id`; found by a preview (in a worker) when None.

    Raises:
        SpecError: for an unknown block or setting.
        ModelError: where the block cannot stand.
    """
    found = lookup(BLOCKS, block, "block")
    settings = fill(found.params, settings or {})
    shape = shape or _shape(spec, after_id, schema)
    if len(shape) not in found.ranks:
        forms = {1: "a vector", 2: "a sequence", 3: "an image"}
        raise ModelError(
            f"The {found.title.lower()} cannot stand behind {after_id!r}, where {len(shape)} dimensions come out.",
            expected=" or ".join(forms[rank] for rank in found.ranks),
            where=after_id,
        )
    builder = Builder(spec, after_id, shape)
    found.make(builder, settings)
    return builder.spec


def _shape(spec: ModelSpec, layer_id: str, schema: Schema) -> Shape:
    from nnviz.models.preview import trace

    found = trace(spec, schema).measured.get(layer_id)
    if found is None:
        raise ModelError(
            f"What comes out of {layer_id!r} is not known yet.", fix="Mend the mistakes before it first.", where=layer_id
        )
    return found.shape


def _conv(shape: Shape) -> str:
    return f"Conv{len(shape) - 1}D"


def _residual(builder: Builder, settings: dict) -> None:
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
        skip = builder.put(kind, after=(start,), branch=True, filters=filters, kernel_size=1, strides=stride, padding="same")
    builder.put("Add", after=(end, skip))
    builder.put("Activation", activation="relu")


def _inception(builder: Builder, settings: dict) -> None:
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


def _transformer(builder: Builder, settings: dict) -> None:
    """Self-attention, then a small network for each step, each with a skip and a normalization
    (Vaswani et al. 2017). Positions are learnt: a bias of its own for every step, as in ViT."""
    steps, width = builder.shape
    if settings["positions"]:
        builder.put("EinsumDense", equation="abc,cd->abd", output_shape=[steps, width], bias_axes="bd", bias_initializer="uniform")
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


def _mlp(builder: Builder, settings: dict) -> None:
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


_ACTIVATION = choice("activation", "relu", "Function of the hidden units.", ("relu", "tanh", "gelu", "elu", "silu"))
_RATE = number("rate", 0.1, "Share dropped while training; 0 for no dropout.", 0.0, 0.9)

BLOCKS: dict[str, Block] = {
    "residual": Block(
        "Residual block",
        "Two convolutions with a skip connection around them.",
        (
            integer("filters", None, "Feature maps; none keeps the number that comes in.", 1, 4096, optional=True),
            integer("strides", 1, "2 halves the size.", 1, 8),
        ),
        (2, 3),
        _residual,
    ),
    "inception": Block(
        "Inception block",
        "Windows of several sizes side by side.",
        (integer("filters", 8, "Feature maps of each branch.", 1, 1024),),
        (2, 3),
        _inception,
    ),
    "transformer": Block(
        "Transformer encoder block",
        "Self-attention and a small network, with skips.",
        (
            flag("positions", True, "Whether steps get a learnt position first; once in a network is enough."),
            integer("num_heads", 2, "How many looks at once.", 1, 64),
            integer("hidden", None, "Units of the small network; none means twice the width.", 1, 8192, optional=True),
            _ACTIVATION,
            _RATE,
        ),
        (2,),
        _transformer,
    ),
    "mlp": Block(
        "MLP block",
        "Dense layers with normalization and dropout.",
        (
            integer("units", 32, "Units of each layer.", 1, 8192),
            integer("depth", 2, "How many layers.", 1, 16),
            _ACTIVATION,
            flag("normalize", False, "Whether each layer is batch-normalized."),
            _RATE,
        ),
        (1,),
        _mlp,
    ),
}
