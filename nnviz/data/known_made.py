"""Schemas of data that were made with known truth, and of real series, before any is read. Imports no framework."""

from collections.abc import Mapping
from typing import Any

from nnviz.data import known
from nnviz.data.made import lists, motifs, objects, walks
from nnviz.data.schema import Schema


def of_objects(settings: Mapping[str, Any]) -> Schema:
    size = settings["size"]
    return known.images("Objects", (size, size, 1), objects.CLASSES, "object")


def of_formula(settings: Mapping[str, Any]) -> Schema:
    columns = tuple(f"x{k + 1}" for k in range(settings["columns"]))
    classes = ("low", "high") if settings["answer"] == "class" else ()
    return known.table("Formula", columns, classes, "y")


def of_motifs(settings: Mapping[str, Any]) -> Schema:
    classes = motifs.CLASSES[: settings["classes"]]
    task, outputs = ("binary", 1) if len(classes) == 2 else ("multiclass", len(classes))
    return Schema("sequence", task, (settings["steps"], 1), ("signal",), classes, "motif", outputs, source="Motifs")


def of_walks(settings: Mapping[str, Any]) -> Schema:
    shape, target = (settings["steps"], 1), "end"
    return Schema("sequence", "binary", shape, ("height",), walks.CLASSES, target, 1, source="Walks", padded=True)


def of_lists(settings: Mapping[str, Any]) -> Schema:
    length, letters = settings["length"], settings["letters"]
    names, tokens = tuple(lists.LETTERS[:letters]), lists.list_tokens(length, letters)
    return _tokens("Lists", length + 1, names, "letter", tokens, "places")


def of_brackets(settings: Mapping[str, Any]) -> Schema:
    tokens = ("", *lists.BRACKETS[: 2 * settings["kinds"]])
    return _tokens("Brackets", settings["length"], ("wrong", "balanced"), "brackets", tokens, "memory")


def of_stocks(settings: Mapping[str, Any]) -> Schema:
    return _forecast("Stock prices", settings, "price (first week = 1)")


def of_life_expectancy(settings: Mapping[str, Any]) -> Schema:
    return _forecast("Life expectancy", settings, "life expectancy (years)")


def _forecast(source: str, settings: Mapping[str, Any], channel: str) -> Schema:
    return Schema("sequence", "regression", (settings["window"], 1), (channel,), (), channel, 1, source=source)


def _tokens(
    source: str, length: int, classes: tuple[str, ...], target: str, tokens: tuple[str, ...], order: str
) -> Schema:
    task, outputs = ("binary", 1) if len(classes) == 2 else ("multiclass", len(classes))
    return Schema(
        "tokens", task, (length,), (), classes, target, outputs,
        vocabulary=len(tokens), token_names=tokens, source=source, order=order,
    )  # fmt: skip
