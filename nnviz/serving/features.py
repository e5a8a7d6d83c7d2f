"""What a row is remembered by, when what is asked is compared with what was learnt from. No framework."""

import dataclasses
from collections import Counter

import numpy as np

from nnviz.data.column import Column
from nnviz.data.preparing.carried import steps
from nnviz.serving.carried import prepare

UNKNOWN = -1.0
"""The code of a category that training did not know."""


def features(recipe: dict, rows) -> np.ndarray:
    """(n, k): of a table the codes of its columns, NaN where missing and `UNKNOWN` for new names; of images and
    sequences the mean and the deviation of each; of texts how many words each has, and the share of them that training
    did not know; of tokens nothing. Of several inputs all of theirs."""
    if "inputs" in recipe:
        parts = [features(own, prepare.of_input(rows, own["name"])) for own in recipe["inputs"]]
        return np.concatenate(parts, axis=1)
    if recipe["columns"]:
        return _with_unknown(recipe, rows)
    if recipe["kind"] == "text":
        return _of_texts(recipe, rows)
    if recipe["kind"] == "tokens":
        return np.empty((len(rows), 0))
    x = np.asarray(rows, float).reshape(len(rows), -1)
    return np.stack([np.nanmean(x, 1), np.nanstd(x, 1)], axis=1)  # NaN follows the end of a sequence


def columns(recipe: dict) -> tuple[Column, ...]:
    """What `features` are, as columns; of several inputs named so that no two are alike."""
    if "inputs" in recipe:
        each = [(own["name"], column) for own in recipe["inputs"] for column in columns(own)]
        names = Counter(column.name for _, column in each)
        return tuple(
            dataclasses.replace(column, name=f"{column.name} of {name}") if names[column.name] > 1 else column
            for name, column in each
        )
    if recipe["columns"]:
        return tuple(
            Column(own["name"], own["kind"], unit=own["unit"], categories=tuple(own["categories"]))
            for own in recipe["columns"]
        )
    if recipe["kind"] == "text":
        return (Column("words"), Column("share of unknown words"))
    if recipe["kind"] == "tokens":
        return ()
    return (
        (Column("brightness"), Column("contrast")) if recipe["kind"] == "image" else (Column("mean"), Column("spread"))
    )


def unknown_names(recipe: dict, rows) -> list[str]:
    """A sentence for each column that holds names which training did not know."""
    if "inputs" in recipe:
        parts = [unknown_names(own, prepare.of_input(rows, own["name"])) for own in recipe["inputs"]]
        return [sentence for part in parts for sentence in part]
    told = []
    for column in recipe["columns"]:
        known = set(column["categories"])
        new = (
            {prepare.label(column, row[column["name"]]) for row in rows if _given(column, row)} - known
            if known
            else set()
        )
        if new:
            names = ", ".join(repr(name) for name in sorted(new)[:3]) + (", …" if len(new) > 3 else "")
            told.append(f"{column['name']}: training did not know {names}; none of the column's inputs is on.")
    return told


def _of_texts(recipe: dict, texts: list[str]) -> np.ndarray:
    known = set(recipe["words"])
    split = [steps.split_text(text, *recipe.get("split", ())) for text in texts]
    unknown = [sum(word not in known for word in words) / max(len(words), 1) for words in split]
    return np.stack([[float(len(words)) for words in split], unknown], axis=1)


def _with_unknown(recipe: dict, rows) -> np.ndarray:
    codes = prepare.codes(recipe, rows).reshape(len(rows), len(recipe["columns"]))
    if isinstance(rows, list):
        for place, column in enumerate(recipe["columns"]):
            if column["categories"]:
                given = np.array([_given(column, row) for row in rows], bool)
                codes[given & np.isnan(codes[:, place]), place] = UNKNOWN
    return codes


def _given(column: dict, row: dict) -> bool:
    value = row.get(column["name"])
    return value is not None and value != "" and value == value
