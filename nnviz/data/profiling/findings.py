"""All that should be known before training, the weightiest first."""

from nnviz.data.profiling import alike, balance, drift, hints, leaks, quality, texts_left_out, told_apart
from nnviz.data.profiling.evidence import with_examples
from nnviz.data.profiling.found import Finding
from nnviz.data.profiling.records import ColumnProfile, Relations
from nnviz.data.profiling.table import Table

_ORDER = {"leak": 0, "warning": 1, "hint": 2}

_OF_KIND = {
    "image": ("blank images", "a brightness or a spot that gives the class away"),
    "tokens": ("a length or a word that gives the class away",),
}


def findings(
    table: Table, profiles: tuple[ColumnProfile, ...], relations: Relations | None, of_rows: list[Finding]
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """(what was found, what was looked for in words).

    Args:
        of_rows: of `nnviz.data.profiling.rows`.
    """
    found = [*of_rows, *balance.classes(table), *hints.shortcuts(table)]
    checked = ["copies and near-copies of examples"]
    if table.groups is not None:
        kinds = dict.fromkeys([table.schema.kind, *(one.form.kind for one in table.further)])
        checked += ["rare classes", *(looked for kind in kinds for looked in _OF_KIND.get(kind, ()))]
    if not table.drawn:
        found += told_apart.findings(table)
        checked.append("differences between the parts")
    if table.inputs:
        found += [*leaks.columns(table, profiles), *quality.columns(table, profiles)]
        found += texts_left_out.findings(table)
        found += alike.findings(relations, profiles, table)
        checked += ["columns that give the answer away", "missing values", "outliers", "columns that say the same"]
        checked += ["names written in two ways"]
        if not table.drawn:
            found += drift.columns(table)
    ordered = sorted(found, key=lambda own: _ORDER[own.weight])
    return tuple(with_examples(own, table) for own in ordered), tuple(checked)
