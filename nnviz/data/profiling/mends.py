"""The changes of a specification that mend what was found."""

from collections.abc import Sequence

import numpy as np

from nnviz import words
from nnviz.data.catalog import SOURCES
from nnviz.data.preparing import step_edits
from nnviz.data.preparing.steps import check, implied
from nnviz.data.profiling.found import Mend
from nnviz.data.profiling.table import Table

_MOST_LEFT_OUT = 20_000
"""Examples that a specification names."""


def ignore(names: Sequence[str], table: Table) -> tuple[Mend, ...]:
    """Columns that the network is not given; none where they are all that there is, or cannot be left out."""
    there = set(table.schema.feature_names)
    if SOURCES[table.spec.source].columns:
        there |= {column.name for one in table.schema.further for column in one.columns}
    alone = table.schema.kind == "vector" and not table.schema.further
    if not set(names) <= there or (alone and there == set(names)):
        return ()  # what stands beside an image that is made cannot be left out
    title = "Ignore this column" if len(names) == 1 else f"Ignore these {len(names):,} columns"
    done = f"{words.few(list(names), 3)} {'is' if len(names) == 1 else 'are'} ignored now."
    return (Mend(title, done, {name: {"role": "ignored"} for name in names}),)


def as_category(name: str, table: Table) -> tuple[Mend, ...]:
    """A number read as names, where people say what columns are."""
    if not SOURCES[table.spec.source].columns:
        return ()
    return (Mend("Make it a category", f"{name} is a category now.", {name: {"kind": "category"}}),)


def robust_scaling(table: Table) -> tuple[Mend, ...]:
    """Scaling that a few strange values do not move."""
    if table.spec.scaling == "robust" or table.spec.steps:
        return ()
    done = "Columns are scaled by their median and quartiles now."
    return (Mend("Use robust scaling", done, fields={"scaling": "robust"}),)


def without_copies(table: Table) -> tuple[Mend, ...]:
    """Only the first of examples that are alike in everything."""
    if table.spec.duplicates == "drop":
        return ()
    return (Mend("Drop the duplicates", "Each example stands once now.", fields={"duplicates": "drop"}),)


def without_classes(names: Sequence[str], table: Table) -> tuple[Mend, ...]:
    """The other classes alone, where two or more are left."""
    left = tuple(name for name in table.classes if name not in names)
    if len(left) < 2 or not table.schema.has_classes:
        return ()
    title = "Leave out this class" if len(names) == 1 else f"Leave out these {len(names)} classes"
    done = f"{words.few(list(names), 3)} {'is' if len(names) == 1 else 'are'} left out now."
    return (Mend(title, done, fields={"only_classes": left}),)


def weighed(table: Table) -> tuple[Mend, ...]:
    """Rare classes count as much as frequent ones, and so yes and no to a label."""
    if table.spec.balance != "none" or table.schema.task == "regression":
        return ()
    if table.schema.has_labels:
        done = "In training, yes and no to each label count alike now."
        return (Mend("Weigh the labels", done, fields={"balance": "class_weights"}),)
    done = "In training, each class counts as much as any other now."
    return (Mend("Weigh the classes", done, fields={"balance": "class_weights"}),)


def clipped(names: Sequence[str], table: Table) -> tuple[Mend, ...]:
    """Values beyond the quartiles are moved to a limit, as a step of preparation."""
    if any(step.name == "outliers" and step.on for step in table.spec.steps):
        return ()
    steps = implied(table.spec, table.schema, bool(SOURCES[table.spec.source].columns))
    steps = step_edits.added(steps, "outliers", tuple(names))
    place = next(k for k, step in enumerate(steps) if step.name == "outliers" and step.columns == tuple(names))
    steps = step_edits.changed(steps, place, settings={"how": "quartiles", "factor": 3.0})
    done = f"Values of {words.few(list(names), 3)} beyond three quartile ranges are clipped now."
    return (Mend("Clip these values", done, fields={"steps": steps}),)


def without_word(word: str, table: Table) -> tuple[Mend, ...]:
    """Texts read without a word, by the step that reads them."""
    steps = implied(table.spec, table.schema, coded=False)
    place = next((place for place, step in enumerate(steps) if step.name == "text"), None)
    if place is None or " " in word:
        return ()
    settings = steps[place].settings
    left = " ".join(filter(None, (settings.get("without", ""), word)))
    steps = step_edits.changed(steps, place, settings={**settings, "without": left}, on=True)
    return (Mend("Leave this word out", f"“{word}” is passed over now.", fields={"steps": steps}),)


def left_out_words(table: Table) -> set[str]:
    """The words that a step leaves out already."""
    told = (step.settings.get("without", "") for step in table.spec.steps if step.on and step.name == "text")
    return {word for words_of_step in told for word in words_of_step.split()}


def covered(area: tuple[slice, slice], table: Table, name: str = "") -> tuple[Mend, ...]:
    """An area of all images in one colour; nothing for those beside another input, which have a `name`."""
    if name:
        return ()
    rows, columns = area
    settings = {
        "row": rows.start + 1,
        "column": columns.start + 1,
        "height": rows.stop - rows.start,
        "width": columns.stop - columns.start,
    }
    steps = step_edits.added(implied(table.spec, table.schema, coded=False), "cover")
    place = max(place for place, step in enumerate(steps) if step.name == "cover")
    done = f"Rows {rows.start + 1} to {rows.stop}, columns {columns.start + 1} to {columns.stop} are covered now."
    return (Mend("Cover this area", done, fields={"steps": step_edits.changed(steps, place, settings=settings)}),)


def covered_areas(table: Table, name: str = "") -> list[tuple[slice, slice]]:
    """The areas of images that steps cover already; `name` is that of images beside another input."""
    steps = (step for step in table.spec.steps if step.on and step.name == "cover")
    told = [check(step) for step in steps if not step.columns or (name or "image") in step.columns]
    return [(_pixels(own["row"], own["height"]), _pixels(own["column"], own["width"])) for own in told]


def _pixels(first: int, count: int) -> slice:
    return slice(first - 1, first - 1 + count)


def kept_together(name: str, table: Table) -> tuple[Mend, ...]:
    """Examples that share a value are in one part, where people say what columns are."""
    if not SOURCES[table.spec.source].columns:
        return ()
    done = f"Examples of one {name} are in one part now, and the network is not given it."
    return (Mend("Keep groups together", done, {name: {"role": "group"}}),)


def left_out(positions: np.ndarray, table: Table) -> tuple[Mend, ...]:
    """The other examples alone."""
    rows = tuple(sorted({*table.spec.left_out, *map(int, table.rows[positions])}))
    count = len(positions)
    if len(rows) > _MOST_LEFT_OUT or count > len(table) / 2:
        return ()
    title = "Leave it out" if count == 1 else f"Leave these {count:,} out"
    done = f"{count:,} example{'s are' if count > 1 else ' is'} left out now."
    return (Mend(title, done, fields={"left_out": rows}),)
