"""Settings that many layers share: activation, initializers, regularizers, constraints, windows.

A regularizer is three plain settings, so that JSON stays flat: `kernel_regularizer` is None, "l1", "l2",
"l1_l2" or "orthogonal"; `kernel_regularizer_strength` is its factor (the L1 factor of "l1_l2");
`kernel_regularizer_l2_strength` is the L2 factor of "l1_l2" alone.
"""

from nnviz.params import Param

ACTIVATIONS = (
    "linear",
    "relu",
    "tanh",
    "sigmoid",
    "softmax",
    "elu",
    "selu",
    "gelu",
    "silu",
    "leaky_relu",
    "relu6",
    "softplus",
    "softsign",
    "exponential",
    "hard_sigmoid",
    "hard_silu",
    "hard_tanh",
    "mish",
    "celu",
    "log_softmax",
    "log_sigmoid",
    "tanh_shrink",
    "soft_shrink",
    "hard_shrink",
    "squareplus",
    "sparsemax",
)
INITIALIZERS = (
    "glorot_uniform",
    "glorot_normal",
    "he_uniform",
    "he_normal",
    "lecun_uniform",
    "lecun_normal",
    "zeros",
    "ones",
    "random_normal",
    "random_uniform",
    "uniform",
    "truncated_normal",
    "orthogonal",
    "identity",
    "variance_scaling",
)
REGULARIZERS = ("l1", "l2", "l1_l2", "orthogonal")
CONSTRAINTS = ("max_norm", "min_max_norm", "non_neg", "unit_norm")
DTYPES = ("float32", "float16", "float64", "int32", "int64", "int8", "uint8", "bool", "string")

STRENGTH, L2_STRENGTH = "_strength", "_l2_strength"
"""Endings of the settings that belong to a regularizer."""


def integer(name, default, help, low=1, high=65_536, **more) -> Param:
    return Param(name, "int", default, help, minimum=low, maximum=high, **more)


def number(name, default, help, low=None, high=None, **more) -> Param:
    return Param(name, "float", default, help, minimum=low, maximum=high, **more)


def flag(name, default, help, **more) -> Param:
    return Param(name, "bool", default, help, **more)


def choice(name, default, help, choices, **more) -> Param:
    return Param(name, "choice", default, help, choices=tuple(choices), **more)


def text(name, default, help, **more) -> Param:
    return Param(name, "text", default, help, **more)


def activation(default=None, name="activation", **more) -> Param:
    return choice(
        name,
        default,
        "Function applied to the layer's sums; none leaves them as they are.",
        ACTIVATIONS,
        optional=True,
        **more,
    )


def initializer(of: str, default: str) -> Param:
    return choice(
        f"{of}_initializer", default, f"Where the {of.replace('_', ' ')} starts.", INITIALIZERS, advanced=True
    )


def regularizer(of: str) -> tuple[Param, Param, Param]:
    """The three settings of a penalty on `of` ("kernel", "bias", "activity", …)."""
    name, what = f"{of}_regularizer", "outputs" if of == "activity" else of.replace("_", " ")
    return (
        choice(name, None, f"Penalty on the {what}, added to the loss.", REGULARIZERS, optional=True, advanced=True),
        number(
            name + STRENGTH,
            0.01,
            "Factor of that penalty (of its L1 part, for both).",
            0.0,
            1000.0,
            log=True,
            advanced=True,
        ),
        number(
            name + L2_STRENGTH,
            0.01,
            "Factor of the L2 part, when the penalty is both.",
            0.0,
            1000.0,
            log=True,
            advanced=True,
        ),
    )


def constraint(of: str) -> Param:
    return choice(
        f"{of}_constraint",
        None,
        f"Rule that the {of.replace('_', ' ')} is held to after every step.",
        CONSTRAINTS,
        optional=True,
        advanced=True,
    )


def weights(*parts: tuple[str, str], activity: bool = True) -> tuple[Param, ...]:
    """Initializers, regularizers and constraints of weights given as (name, default initializer) pairs."""
    names = [name for name, _ in parts]
    params = [initializer(name, default) for name, default in parts]
    for name in [*names, "activity"] if activity else names:
        params.extend(regularizer(name))
    return (*params, *(constraint(name) for name in names))


def use_bias() -> Param:
    return flag("use_bias", True, "Whether a learnt constant is added to every sum.")


def window(name: str, default, help: str, low=1, high=1024, **more) -> Param:
    """One whole number for every dimension, or one a dimension."""
    return Param(name, "ints", default, help, minimum=low, maximum=high, **more)


def padding(*choices: str) -> Param:
    return choice(
        "padding",
        "valid",
        "valid: inside the input only; same: zeros around it keep the size"
        + ("; causal: looks back only." if "causal" in choices else "."),
        ("valid", "same", *choices),
    )


def rate(default: float, help: str) -> Param:
    return number("rate", default, help, 0.0, 1.0)


def seed() -> Param:
    return integer(
        "seed",
        None,
        "Seed of its random numbers; none takes the experiment's.",
        0,
        2**31 - 1,
        optional=True,
        advanced=True,
    )
