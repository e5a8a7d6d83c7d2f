"""The trainings of the lesson on preparing data, with a fault and with what helps. Imports no framework."""

from nnviz.data import known
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, StepSpec, TrainSpec
from nnviz.studies.race import Race

PLANE = ("alcohol", "proline")
"""The two columns on which boundaries can be seen."""
HARD = ("ash", "alcalinity of ash", "magnesium")
"""Three columns that do not tell the cultivars apart by themselves."""
SCALINGS = {"standard": "Standardized", "minmax": "Min–max", "robust": "Robust"}
UNITS = {"kg": 1e-3, "g": 1.0, "mg": 1e3}
"""What proline is told in → what its values are multiplied by. (The table does not say its unit: "g" stands for it.)"""
GAPS = ("5", "10", "20", "device")
"""Per cent of the cells that are empty by chance; or what a coarse device does not tell."""
FILLS = {"mean": "Mean", "median": "Median", "indicator": "Median + indicator"}
TYPING = (1, 10, 100, 1000)
CURES = {"robust": "Robust scaling", "clip": "Clipped, then standardized"}
LEAKS = ("number", "bottle", "chosen")


_USUAL = {"unit": 1.0, "typing": 1.0, "judge": "by chance"}


def network(units: int, outputs: int = 3) -> ModelSpec:
    """One hidden layer."""
    hidden = LayerSpec(id="hidden", kind="Dense", settings={"units": units, "activation": "tanh"})
    return ModelSpec(layers=(hidden, _output(outputs)))


def _output(outputs: int) -> LayerSpec:
    return LayerSpec(id="output", kind="Dense", settings={"units": outputs, "activation": "softmax"})


def wines(title: str, columns: tuple[str, ...] | None, steps: tuple, settings: dict, **more) -> Experiment:
    """A network on the wines with faults, given these columns alone (None: all)."""
    ignored = [name for name in known.WINE.feature_names if columns and name not in columns]
    data = DataSpec(
        source="spoilt_wine",
        settings={name: value for name, value in settings.items() if value != _USUAL.get(name)},
        columns={name: {"role": "ignored"} for name in ignored},
        steps=steps,
        scaling="none",
        seed=0,
    )
    usual = {"optimizer": "sgd", "learning_rate": 0.05, "batch_size": 16, "epochs": 60, "seed": 1}
    units = more.pop("units", 8)
    return Experiment(title=title, data=data, model=network(units), train=TrainSpec(**{**usual, **more}))


def scale(how: str) -> StepSpec:
    return StepSpec(name="scale", settings={"how": how})


def fill(how: str) -> StepSpec:
    settings = {"how": "median", "indicator": True} if how == "indicator" else {"how": how}
    return StepSpec(name="missing", settings=settings)


NOTHING = StepSpec(name="scale", on=False)
"""No preparation at all: a step that does nothing stands for it."""


def scaling(unit: str, how: str, own: Experiment | None = None) -> Race:
    """As it is measured, and scaled."""
    if own is not None:
        return Race(f"scale {unit} {how}", (("As it is", _scaled(own, "none")), (SCALINGS[how], _scaled(own, how))))
    settings = {"unit": UNITS[unit]}
    return Race(
        f"scale {unit} {how}",
        (
            ("As measured", wines(f"Wine as measured, proline in {unit}", PLANE, (NOTHING,), settings)),
            (SCALINGS[how], wines(f"Wine, {SCALINGS[how].lower()}", PLANE, (scale(how),), settings)),
        ),
    )


def _scaled(own: Experiment, how: str) -> Experiment:
    """The experiment in hand with its numbers scaled so, or ("none") as they are; all else is prepared as before, and a
    target that is a number is standardised in either case, so that losses can be compared."""
    scaling = StepSpec(name="scale", on=False) if how == "none" else scale(how)
    others = own.data.steps or (StepSpec(name="missing"), StepSpec(name="categories"))
    steps = (*(step for step in others if step.name != "scale"), scaling)
    train = own.train.replace(epochs=min(own.train.epochs, 60), early_stopping=0)
    return own.replace(data=own.data.replace(steps=steps, scaling="standard"), train=train)


def gaps(share: str, how: str, own: Experiment | None = None) -> Race:
    """Rows with gaps left out, and gaps filled."""
    settings = {"device": True} if share == "device" else {"gaps": int(share) / 100}
    settings["judge"] = "new wines"
    told = "what the device tells" if share == "device" else f"{share} % of the cells empty"
    return Race(
        f"gaps {share} {how}",
        (
            ("Rows left out", filled(f"Wine, {told}, rows left out", "drop", settings)),
            (FILLS[how], filled(f"Wine, {told}, {FILLS[how].lower()}", how, settings)),
        ),
    )


def filled(title: str, how: str, settings: dict) -> Experiment:
    """All columns, gaps filled or left out, judged by new wines; batches so small that four rows make one."""
    return wines(title, None, (fill(how), scale("standard")), settings, batch_size=4)


def outliers(factor: int, how: str, own: Experiment | None = None) -> Race:
    """One value typed wrong, standardized, and what helps."""
    clip = StepSpec(name="outliers", settings={"how": "quartiles"})
    steps = (scale("robust"),) if how == "robust" else (clip, scale("standard"))
    settings = {"typing": float(factor)}
    title = f"Wine, one value times {factor}"
    return Race(
        f"outliers {factor} {how}",
        (
            ("Standardized", wines(f"{title}, standardized", PLANE, (scale("standard"),), settings)),
            (CURES[how], wines(f"{title}, {CURES[how].lower()}", PLANE, steps, settings)),
        ),
    )


def categories(own: Experiment | None = None) -> Race:
    """Five continents as the numbers 1 to 5, and an input for each; one neuron that tells how long people live."""
    return Race(
        "categories",
        tuple(
            (label, countries(f"Life expectancy, continents {words}", how))
            for label, words, how in (("Numbers 1 to 5", "as numbers", "ordinal"), ("One-hot", "one-hot", "one_hot"))
        ),
    )


def countries(title: str, how: str) -> Experiment:
    """One linear neuron on the continent alone."""
    ignored = ("country", "population", "income a head (dollars)")
    data = DataSpec(
        source="countries",
        columns={name: {"role": "ignored"} for name in ignored} | {"life expectancy (years)": {"role": "target"}},
        steps=(StepSpec(name="categories", settings={"how": how}),),
    )
    layer = LayerSpec(id="output", kind="Dense", settings={"units": 1, "activation": "linear"})
    train = TrainSpec(optimizer="sgd", learning_rate=0.02, batch_size=16, epochs=100, seed=1)
    return Experiment(title=title, data=data, model=ModelSpec(layers=(layer,)), train=train)


def leaks(kind: str, own: Experiment | None = None) -> Race:
    """A network judged by its validation part and by new wines, with the leak and without it: four networks, two with
    the same training examples each."""
    with_leak, without = _LEAKS[kind]
    return Race(
        f"leaks {kind}",
        (
            (f"{with_leak[0]}: validation", _judged(kind, with_leak, "")),
            (f"{with_leak[0]}: new wines", _judged(kind, with_leak, ", new wines")),
            (f"{without[0]}: validation", _judged(kind, without, "")),
            (f"{without[0]}: new wines", _judged(kind, without, ", new wines")),
        ),
    )


_LEAKS = {
    "number": (("With the number", {"numbered": True}), ("Without it", {})),
    "bottle": (("Split by chance", {"measured": 3}), ("Split by bottle", {"measured": 3, "judge": "by bottle"})),
    "chosen": (("Chosen on all", {"chosen": "on all"}), ("Chosen on training", {"chosen": "on training"})),
}
_TRAINED = {
    "number": {"units": 16, "epochs": 120},
    "bottle": {"units": 64, "epochs": 150, "optimizer": "adam", "learning_rate": 0.02},
    "chosen": {"units": 8, "epochs": 60},
}


def _judged(kind: str, way: tuple[str, dict], who: str) -> Experiment:
    label, settings = way
    given = {"number": (*HARD, "sample number"), "bottle": HARD, "chosen": ("",)}[kind]
    if who:
        settings = {**settings, "judge": "new wines by bottle" if "judge" in settings else "new wines"}
    return wines(f"Wine, {label.lower()}{who}", given, (scale("standard"),), settings, **_TRAINED[kind])


def _bound(function, *arguments):
    return lambda own=None: function(*arguments, own)


RACES = {
    **{f"scale {unit} {how}": _bound(scaling, unit, how) for unit in UNITS for how in SCALINGS},
    **{f"gaps {share} {how}": _bound(gaps, share, how) for share in GAPS for how in FILLS},
    **{f"outliers {factor} {how}": _bound(outliers, factor, how) for factor in TYPING for how in CURES},
    "categories": categories,
    **{f"leaks {kind}": _bound(leaks, kind) for kind in LEAKS},
}
"""Name → the race, of the reader's own experiment where one is given and the race is about scaling."""
