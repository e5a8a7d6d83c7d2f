"""The attribution methods, one file a family: what each takes, promises and costs. Imports no framework."""

from nnviz.explanation import costs
from nnviz.explanation.catalog.attention import ATTENTION
from nnviz.explanation.catalog.cam import CAM
from nnviz.explanation.catalog.games import GAMES
from nnviz.explanation.catalog.gradients import GRADIENTS
from nnviz.explanation.catalog.method import Method
from nnviz.explanation.catalog.paths import PATHS
from nnviz.explanation.catalog.perturbation import PERTURBATION
from nnviz.explanation.catalog.rules import RULES
from nnviz.explanation.catalog.shapley import SHAPLEY
from nnviz.explanation.catalog.shared import BASELINES
from nnviz.explanation.costs import Cost
from nnviz.params import fill, lookup
from nnviz.specs import ModelSpec

__all__ = ["BASELINES", "METHODS", "Method", "check_cost", "cost", "fitting", "method_named"]
_FAMILIES = (PATHS, SHAPLEY, GAMES, GRADIENTS, RULES, CAM, PERTURBATION, ATTENTION)
METHODS: dict[str, Method] = {method.name: method for family in _FAMILIES for method in family}


def method_named(name: str) -> Method:
    """The method with that name. Raises SpecError that names the nearest right spelling."""
    return lookup(METHODS, name, "method")


def fitting(kind: str, network: ModelSpec) -> tuple[list[str], dict[str, str]]:
    """The methods for a kind of data and a network, and of the others for that kind what the network has not.

    >>> from nnviz.specs import LayerSpec
    >>> fitting("image", ModelSpec(layers=(LayerSpec(id="a", kind="Flatten"),)))[1]["grad_cam"]
    'no convolution over an image'
    """
    layers = [layer.kind for layer in network.layers]
    there = {name: method.unfit(layers) for name, method in METHODS.items() if kind in method.kinds}
    return [name for name, why in there.items() if not why], {name: why for name, why in there.items() if why}


def check_cost(
    method: str, examples: int, shape: tuple[int, ...], orders: int = 10, steps: int = 20, layers: int = 0
) -> Cost:
    """What it costs to check a method with its own settings on some examples.

    Args:
        orders, steps: of deletion and insertion, see `nnviz.deletion_insertion`; 0 orders where that is not asked.
        layers: that get random weights, see `nnviz.randomization_check`; 0 where that is not asked.
    """
    once, curves = cost(method, examples, shape), examples * (orders + 1) * 2 * (steps + 1) if orders else 0
    return costs.repeated(once, layers + 1, curves)


def cost(method: str, examples: int = 1, shape: tuple[int, ...] = (), **settings) -> Cost:
    """How many forward and backward passes a method will make, before it starts.

    Args:
        method: a name in `METHODS`.
        examples: number of examples to explain.
        shape: shape of one example; of several inputs one shape each.
        settings: the method's own settings; defaults stand in for those not given.

    >>> cost("integrated_gradients", n_steps=32).backward
    32
    """
    entry = method_named(method)
    return entry.cost(examples, tuple(shape), fill(entry.params, settings))
