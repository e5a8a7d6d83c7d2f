"""Methods that follow what a network attends to."""

from nnviz.explanation import costs
from nnviz.explanation.catalog.method import Method

_KINDS = ("tokens", "sequence", "image")

ATTENTION = (
    Method(
        name="attention_rollout",
        title="Attention rollout",
        function="nnviz.explanation.methods.attention_flow:rollout",
        params=(),
        completeness=False,
        needs_background=False,
        uses_baseline=False,
        kinds=_KINDS,
        cost=costs.forward,
        help="How much of each step reaches the answer, if attention alone carried it.",
        guarantee="Never negative, and adds up to 1 at most; the same for every class.",
        reference="Abnar and Zuidema, Quantifying Attention Flow in Transformers, 2020",
        misleads="It asks for no class, and attention is not the reason: a step can be looked at and not used.",
        signed=False,
        unit="own",
        needs="attention",
    ),
    Method(
        name="attention_x_gradient",
        title="Attention × gradient",
        function="nnviz.explanation.methods.attention_flow:attention_x_gradient",
        params=(),
        completeness=False,
        needs_background=False,
        uses_baseline=False,
        kinds=_KINDS,
        cost=costs.gradient,
        help="Attention that counts only where more of it would raise the answer.",
        guarantee="Never negative; the values need not add up to anything.",
        reference="Chefer, Gur and Wolf, Generic Attention-model Explainability for Interpreting Bi-Modal and "
        "Encoder-Decoder Transformers, 2021",
        misleads="What the layers between do to a step is not followed. What speaks against the answer is not shown.",
        signed=False,
        unit="own",
        needs="attention",
    ),
)
