"""What is strange about single columns: no change, gaps, values far from all others, numbers that are names."""

import numpy as np
from sklearn.isotonic import isotonic_regression

from nnviz import words
from nnviz.data.column import Column
from nnviz.data.profiling import mends
from nnviz.data.profiling.alike import listed
from nnviz.data.profiling.found import Finding
from nnviz.data.profiling.records import ColumnProfile
from nnviz.data.profiling.relations import association, correlation_ratio, gaps_association
from nnviz.data.profiling.table import Table

_MANY = 0.3
"""Share of missing values from which a column is told."""
_TELLING = 0.6
"""Association of a column's gaps with the target from which they are told."""
_FAR = 10
"""Quartile ranges outside the quartiles from which a value is told."""
_FEW_VALUES, _MORE = 12, 0.1
"""Different numbers that may be names, and by how much more they must tell as such than as an amount."""
_CODES = ("code", "type", "class", "zip", "postcode", "category", "region", "district", "cluster", "group", "kind")


def columns(table: Table, profiles: tuple[ColumnProfile, ...]) -> list[Finding]:
    """Columns that never change, lack many values, hold values far from all others, numbers that are names, or names
    that are written in two ways."""
    found = []
    for place, column in enumerate(table.inputs):
        own = next(profile for profile in profiles if profile.column.name == column.name)
        codes = table.codes[:, place]
        found += [*_constant(own, table), *_missing(own, table), *_gaps(own, codes, table), *_names(own, codes, table)]
    found += [finding for column in (table.target, *table.inputs) for finding in _spelled(column)]
    return found + _far([own for own in profiles if own.column.role == "input"], table)


def _constant(own: ColumnProfile, table: Table) -> list[Finding]:
    if own.distinct is None or own.distinct > 1:
        return []
    name = own.column.name
    sentence = f"{name} is the same in every example." if own.distinct else f"{name} has no value in any example."
    fix = mends.ignore([name], table)
    return [Finding("constant", "warning", sentence, "The network can learn nothing from it.", (name,), fix)]


def _missing(own: ColumnProfile, table: Table) -> list[Finding]:
    share = own.missing / max(own.examples, 1)
    if share < _MANY or own.distinct == 0:
        return []
    name = own.column.name
    evidence = (
        f"{own.missing:,} of {own.examples:,} examples lack it. What fills the gaps is made up, and says the same for "
        "all of them."
    )
    sentence = f"{name} is missing in {words.percent(share)} of the examples."
    return [Finding("missing", "warning", sentence, evidence, (name,), mends.ignore([name], table))]


def _gaps(own: ColumnProfile, codes: np.ndarray, table: Table) -> list[Finding]:
    """A column whose being there tells much of the target, as a date of return does of a loan."""
    if not 10 <= own.missing <= own.examples - 10 or table.schema.reconstructs:
        return []
    missing = np.isnan(codes)
    if table.groups is None:
        strength = association(missing.astype(float), table.y.astype(float), (True, False))
    else:
        strength = gaps_association(missing, table.groups, table.class_counts)
    if not strength.value >= _TELLING:
        return []
    name = own.column.name
    sentence = f"Whether {name} is missing tells much of the target, {table.target.name}."
    evidence = f"{_by_gaps(missing, table)} Is it filled in only once the answer is known? Then ignore it."
    return [Finding("gaps", "leak", sentence, evidence, (name,), mends.ignore([name], table))]


def _by_gaps(missing: np.ndarray, table: Table) -> str:
    """What the target is where a value is missing, and where it is there."""
    if table.groups is None:
        means = [words.plain(float(table.y[rows].mean())) for rows in (missing, ~missing)]
        return f"Where it is missing, the mean of {table.target.name} is {means[0]}; where it is there, {means[1]}."
    most = int(np.bincount(table.groups[missing]).argmax())
    shares = [words.percent(float((table.groups[rows] == most).mean())) for rows in (missing, ~missing)]
    return f"Where it is missing, {shares[0]} are {table.classes[most]}; where it is there, {shares[1]}."


def _far(profiles: list[ColumnProfile], table: Table) -> list[Finding]:
    """The columns whose extreme values lie ten quartile ranges outside, together; none where the scaling bears them."""
    if _bears_outliers(table):
        return []
    reaches = {own.column.name: _reach(own) for own in profiles}
    strange = [own for own in profiles if reaches[own.column.name] >= _FAR]
    if not strange:
        return []
    worst = max(strange, key=lambda own: reaches[own.column.name])
    names = [own.column.name for own in strange]
    low, high = worst.statistics["first quartile"], worst.statistics["third quartile"]
    least, most = worst.statistics["minimum"], worst.statistics["maximum"]
    unit = f" {worst.column.unit}" if worst.column.unit else ""
    end, value = ("largest", most) if most - high >= low - least else ("smallest", least)
    sentence = f"{listed(names)} {'has' if len(names) == 1 else 'have'} values far from all others."
    evidence = (
        f"The {end} of {worst.column.name} is {words.plain(value)}{unit}; half of its values lie between "
        f"{words.plain(low)} and {words.plain(high)}{unit}. Is it a slip of the pen, or another unit? Scaled by mean "
        "and deviation, such a value squeezes all others together."
    )
    return [Finding("outliers", "warning", sentence, evidence, tuple(names),
                    (*mends.clipped(names, table), *mends.robust_scaling(table)))]  # fmt: skip


def _bears_outliers(table: Table) -> bool:
    """Whether a step or the scaling keeps far values from squeezing the others."""
    steps = [(step.name, step.settings.get("how")) for step in table.spec.steps if step.on]
    bearing = {("scale", "robust"), ("scale", "quantile"), ("scale", "log")}
    if table.spec.steps:
        return any(name == "outliers" or (name, how) in bearing for name, how in steps)
    return table.spec.scaling == "robust"


def _reach(own: ColumnProfile) -> float:
    """How many quartile ranges its most extreme value lies outside the quartiles; 0 where there are none."""
    if not own.far:
        return 0.0
    low, high = own.statistics["first quartile"], own.statistics["third quartile"]
    return max(own.statistics["maximum"] - high, low - own.statistics["minimum"]) / (high - low)


def _names(own: ColumnProfile, codes: np.ndarray, table: Table) -> list[Finding]:
    """A few whole numbers that tell more as names than as amounts, or are called so."""
    if (
        own.column.kind != "number"
        or own.distinct is None
        or not 3 <= own.distinct <= _FEW_VALUES
        or own.examples < 10 * own.distinct
    ):
        return []
    there = np.isfinite(codes)
    if (codes[there] % 1).any() or table.schema.reconstructs:
        return []
    name, target = own.column.name, table.y.astype(float)
    called = any(word in name.lower().replace("_", " ").split() for word in _CODES)
    by_names, by_amount = _explained(codes[there], target[there], table.groups is not None)
    if not called and by_names - by_amount < _MORE:
        return []
    evidence = f"It has {own.distinct} different whole numbers"
    if by_names - by_amount >= _MORE:
        evidence += (
            f". Read as names they explain {words.percent(by_names)} of how the target, {table.target.name}, "
            "varies; read "
            f"as an amount that it rises or falls with, {words.percent(by_amount)}."
        )
    else:
        evidence += ", and its name suggests that more and less mean nothing: then each needs an input of its own."
    fix = mends.as_category(name, table)
    return [Finding("names", "hint", f"{name} may be names rather than amounts.", evidence, (name,), fix)]


def _spelled(column: Column) -> list[Finding]:
    """Names of a category that differ in nothing but capitals."""
    spelled: dict[str, list[str]] = {}
    for name in column.categories if column.kind == "category" else ():
        spelled.setdefault(name.casefold(), []).append(name)
    several = [names for names in spelled.values() if len(names) > 1]
    if not several:
        return []
    told = words.few([words.listed(names) for names in several], 3)
    evidence = (
        "To the network these are different names, of which each is learned from fewer examples. If they mean the "
        "same, write them alike in the file and bring it again."
    )
    sentence = f"{column.name} has names that differ in nothing but capitals: {told}."
    return [Finding("spelled", "hint", sentence, evidence, (column.name,))]


def _explained(codes: np.ndarray, target: np.ndarray, classes: bool) -> tuple[float, float]:
    """Shares of the target's variance that the values explain as names, and as amounts that the target rises or falls
    with; of classes, of the class for which both differ most."""
    columns = [(target == k).astype(float) for k in np.unique(target)] if classes else [target]
    pairs = [(float(np.nan_to_num(correlation_ratio(codes, own))) ** 2, _monotone(codes, own)) for own in columns]
    return max(pairs, key=lambda pair: pair[0] - pair[1])


def _monotone(codes: np.ndarray, target: np.ndarray) -> float:
    """The share of the target's variance that its best rising or falling function of the values explains."""
    _, places = np.unique(codes, return_inverse=True)
    counts = np.bincount(places)
    means, scatter = np.bincount(places, target) / counts, float(((target - target.mean()) ** 2).sum())
    fits = [isotonic_regression(means, sample_weight=counts, increasing=rising) for rising in (True, False)]
    between = max(float(counts @ (fit - target.mean()) ** 2) for fit in fits)
    return between / scatter if scatter else 0.0
