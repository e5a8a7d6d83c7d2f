"""Operations of TensorFlow that tf2onnx does not know and ONNX can say by others."""

from functools import lru_cache

import numpy as np

from nnviz.errors import ServingError


@lru_cache(maxsize=1)
def register() -> None:
    """Teaches tf2onnx, in this process, erfc(x) = 1 − erf(x), which GELU needs, and expm1(x) = exp(x) − 1, which CELU
    needs."""
    from tf2onnx.handler import tf_op

    tf_op.register_handler(_Erfc.version_9, 9, ["Erfc"], "", {})
    tf_op.register_handler(_Expm1.version_7, 7, ["Expm1"], "", {})


def check(proto) -> None:
    """Raises ServingError for a converted model with an operation that ONNX does not have."""
    import onnx

    known = {schema.name for schema in onnx.defs.get_all_schemas()}
    unknown = sorted({node.op_type for node in _nodes(proto.graph)} - known)
    if unknown:
        listed = ", ".join(unknown[:4])
        raise ServingError(f"ONNX has no operation {listed}, which this network needs.")


def _nodes(graph):
    """All operations of a graph, those inside loops and branches too."""
    for node in graph.node:
        yield node
        for attribute in node.attribute:
            if attribute.HasField("g"):
                yield from _nodes(attribute.g)


class _Erfc:
    @classmethod
    def version_9(cls, ctx, node, **kwargs):
        _replace(ctx, node, "Erf", lambda one, value: [one, value])


class _Expm1:
    @classmethod
    def version_7(cls, ctx, node, **kwargs):
        _replace(ctx, node, "Exp", lambda one, value: [value, one])


def _replace(ctx, node, inner: str, order) -> None:
    """Puts a difference of `inner` of the input and 1 in the place of a node."""
    name, dtype = node.output[0], ctx.get_dtype(node.output[0])
    shape, given = ctx.get_shape(name), list(node.input)
    ctx.remove_node(node.name)
    one = ctx.make_const(f"{node.name}_one", np.array(1.0, "float32")).output[0]
    value = ctx.make_node(inner, given, dtypes=[dtype], shapes=[shape]).output[0]
    ctx.make_node("Sub", order(one, value), outputs=[name], dtypes=[dtype], shapes=[shape])
