"""Networks of every width and depth on the same data: which is the smallest that does it? Imports no framework."""

from functools import partial

from nnviz.errors import SpecError
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.studies.knobs import KNOBS, hidden_layers
from nnviz.studies.race import Race

WIDTHS = (4, 8, 16, 32)
DEPTHS = (1, 2, 3)
TURNS = {"easy": 0.5, "middle": 1.0, "hard": 1.5}
"""How often an arm of the spirals goes around: the difficulty of the target."""
EPOCHS = 200
OWN_WIDTHS = (2, 4, 8, 16, 32)
"""Of every hidden layer of the reader's own network."""
_MOST_EPOCHS = 100


def dense_model(width: int, depth: int) -> ModelSpec:
    """`depth` hidden layers of `width` tanh units, and one sigmoid unit."""
    hidden = (
        LayerSpec(id=f"hidden_{i + 1}", kind="Dense", settings={"units": width, "activation": "tanh"})
        for i in range(depth)
    )
    return ModelSpec(
        layers=(*hidden, LayerSpec(id="output", kind="Dense", settings={"units": 1, "activation": "sigmoid"}))
    )


def spirals(turns: float, width: int, depth: int) -> Experiment:
    """Two spirals and one network for them."""
    return Experiment(
        title=f"Spirals of {turns:g} turns, {depth} × {width} units",
        data=DataSpec(source="spirals", settings={"turns": turns, "noise": 0.02, "points": 400}, seed=2),
        model=dense_model(width, depth),
        train=TrainSpec(learning_rate=0.01, batch_size=20, epochs=EPOCHS, seed=1),
    )


def label(width: int, depth: int) -> str:
    """What a network is called: "2 × 16"."""
    return f"{depth} × {width}"


def grid(level: str, own: Experiment | None = None) -> Race:
    """Every depth of every width on one level of TURNS; or the network given, with hidden layers of OWN_WIDTHS.

    Raises:
        SpecError: the network given has no hidden layer.
    """
    if own is not None:
        return _own_widths(own)
    cells = ((width, depth) for depth in DEPTHS for width in WIDTHS)
    return Race(level, tuple((label(w, d), spirals(TURNS[level], w, d)) for w, d in cells))


def _own_widths(own: Experiment) -> Race:
    if not hidden_layers(own):
        raise SpecError(
            "Your network has no hidden layer to make wider or narrower.",
            fix="Add one on the Build page.",
            where="race",
        )
    train = own.train.replace(epochs=min(own.train.epochs, _MOST_EPOCHS), early_stopping=0)
    base = own.replace(train=train)
    return Race("own widths", tuple((f"{width} units", KNOBS["units"].turn(base, width)) for width in OWN_WIDTHS))


RACES = {level: partial(grid, level) for level in TURNS}
"""Name → the race, of the reader's own experiment where one is given."""
