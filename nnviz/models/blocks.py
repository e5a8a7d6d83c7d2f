"""Blocks: several real layers put in at once. Imports no framework (shapes come from a preview).

`BLOCKS` is their catalog; `expand` puts one into a network. What comes out is ordinary layers that can be edited.
"""

from collections.abc import Callable
from dataclasses import dataclass

from nnviz.data.schema import Schema
from nnviz.errors import ModelError
from nnviz.models import block_makers
from nnviz.models.block_makers import Builder, Shape
from nnviz.models.catalog.common import choice, flag, integer, number
from nnviz.params import Param, fill, lookup
from nnviz.specs import ModelSpec


@dataclass(frozen=True, kw_only=True)
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
    make: Callable[[Builder, dict], None]


def expand(
    block: str, spec: ModelSpec, after_id: str, schema: Schema, settings: dict | None = None, shape: Shape | None = None
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
    chosen = lookup(BLOCKS, block, "block")
    settings = fill(chosen.params, settings or {})
    shape = shape or _shape(spec, after_id, schema)
    if len(shape) not in chosen.ranks:
        forms = {1: "a vector", 2: "a sequence", 3: "an image"}
        raise ModelError(
            f"The {chosen.title.lower()} cannot stand behind {after_id!r}, where {len(shape)} dimensions come out.",
            expected=" or ".join(forms[rank] for rank in chosen.ranks),
            where=after_id,
        )
    builder = Builder(spec, after_id, shape)
    chosen.make(builder, settings)
    return builder.spec


def _shape(spec: ModelSpec, layer_id: str, schema: Schema) -> Shape:
    from nnviz.models.preview import trace

    measured = trace(spec, schema).measured.get(layer_id)
    if measured is None:
        raise ModelError(
            f"What comes out of {layer_id!r} is not known yet.", fix="Fix the mistakes before it first.", where=layer_id
        )
    return measured.shape


_ACTIVATION = choice("activation", "relu", "Function of the hidden units.", ("relu", "tanh", "gelu", "elu", "silu"))
_RATE = number("rate", 0.1, "Share dropped while training; 0 for no dropout.", 0.0, 0.9)

BLOCKS: dict[str, Block] = {
    "residual": Block(
        title="Residual block",
        help="Two convolutions with a skip connection around them.",
        params=(
            integer("filters", None, "Feature maps; none keeps the number that comes in.", 1, 4096, optional=True),
            integer("strides", 1, "2 halves the size.", 1, 8),
        ),
        ranks=(2, 3),
        make=block_makers.residual,
    ),
    "inception": Block(
        title="Inception block",
        help="Windows of several sizes side by side.",
        params=(integer("filters", 8, "Feature maps of each branch.", 1, 1024),),
        ranks=(2, 3),
        make=block_makers.inception,
    ),
    "transformer": Block(
        title="Transformer encoder block",
        help="Self-attention and a small network, with skips.",
        params=(
            flag("positions", True, "Whether steps get a learnt position first; once in a network is enough."),
            integer("num_heads", 2, "How many looks at once.", 1, 64),
            integer("hidden", None, "Units of the small network; none means twice the width.", 1, 8192, optional=True),
            _ACTIVATION,
            _RATE,
        ),
        ranks=(2,),
        make=block_makers.transformer,
    ),
    "mlp": Block(
        title="MLP block",
        help="Dense layers with normalization and dropout.",
        params=(
            integer("units", 32, "Units of each layer.", 1, 8192),
            integer("depth", 2, "How many layers.", 1, 16),
            _ACTIVATION,
            flag("normalize", False, "Whether each layer is batch-normalized."),
            _RATE,
        ),
        ranks=(1,),
        make=block_makers.mlp,
    ),
}
