"""What a prediction server is asked and answers, as pydantic models made from the data's own columns."""

from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from nnviz import words
from nnviz.data.preparing.carried import steps
from nnviz.serving.carried import prepare
from nnviz.serving.images import pixels

_LONGEST = 200
"""Characters of a category or a date."""
_LISTED = 20
"""Names that a description tells."""


def request_model(recipe: dict, most: int, example: Any = None) -> type[BaseModel]:
    """{"rows": [row, …]}, from 1 to `most` of them, each row as the data have it.

    Args:
        recipe: as `nnviz.serving.recipe` writes it.
        example: a row for the documentation.
    """
    row = _row(recipe)
    shown = {"examples": [[example]]} if example is not None else {}
    rows = (list[row], Field(min_length=1, max_length=most, json_schema_extra=shown))
    return create_model("Rows", __config__=ConfigDict(extra="forbid"), rows=rows)


def _row(recipe: dict) -> Any:
    """One row of one input; of several inputs an object with each by its name."""
    if "inputs" in recipe:
        fields = {
            f"input_{k}": (_row(own), Field(alias=own["name"], title=own["name"]))
            for k, own in enumerate(recipe["inputs"])
        }
        return create_model("Row", __config__=ConfigDict(extra="forbid"), **fields)
    if recipe["columns"]:
        return _table_row(recipe)
    if "joined" in recipe:
        return Annotated[_TEXT_ROW, BeforeValidator(lambda value: _joined(value, *recipe["joined"]))]
    return _TEXT_ROW if recipe["kind"] == "text" else _array_row(recipe)


def _joined(value: Any, columns: list[str], between: str) -> Any:
    """A text that is several columns, also sent as an object of them, as one."""
    if isinstance(value, dict) and not (
        set(value) <= set(columns) and all(isinstance(own, str) for own in value.values())
    ):
        raise ValueError(f"a text, or an object with texts called {words.listed(columns)}")
    return steps.joined(value, columns, between) if isinstance(value, dict) else value


def answer_model(recipe: dict) -> type[BaseModel]:
    """{"answers": […], "notes": […]}, one answer a row."""
    if recipe["classes"]:
        numbers = (_numbers("Classes", recipe["classes"]), Field(description="The number of each."))
        fields = {**_decided(recipe), recipe["number"]: numbers}
        answer: Any = create_model("Answer", **fields)
    else:
        answer = _numbers("Answer", recipe["targets"])
    notes = (list[str], Field(description="What should be known of how rows were read."))
    return create_model("Answers", answers=(list[answer], ...), notes=notes)


def _decided(recipe: dict) -> dict:
    """The field of what is decided for: a class, or the labels that are there."""
    if recipe.get("labels"):
        return {"labels": (list[str] | None, Field(description="The labels that are there."))}
    return {"class_": (str | None, Field(alias="class", description=f"The {recipe['target']} that is decided for."))}


def _numbers(title: str, names: list[str]) -> Any:
    """{name: number}, each name told in the documentation where there are not too many."""
    if len(names) > _LISTED:
        return dict[str, float | None]
    return create_model(title, **{f"number_{k}": (float | None, Field(alias=name)) for k, name in enumerate(names)})


def as_arrays(recipe: dict, body: BaseModel) -> Any:
    """The rows of a checked request, as `carried.prepare.predict` takes them."""
    if "inputs" not in recipe:
        return _as_array(recipe, body.rows)
    return {
        own["name"]: _as_array(own, [getattr(row, f"input_{k}") for row in body.rows])
        for k, own in enumerate(recipe["inputs"])
    }


def _as_array(recipe: dict, rows: list) -> list[dict] | list[str] | np.ndarray:
    """The rows of one input."""
    if recipe["columns"]:
        return [row.model_dump(by_alias=True) for row in rows]
    return list(rows) if recipe["kind"] == "text" else np.stack(rows)


def _table_row(recipe: dict) -> type[BaseModel]:
    fields = {f"column_{k}": _field(column) for k, column in enumerate(recipe["columns"])}
    return create_model(recipe.get("name", "Row").title(), __config__=ConfigDict(extra="forbid"), **fields)


def _field(column: dict) -> tuple[Any, Any]:
    about = {"alias": column["name"], "title": column["name"], "description": _about(column)}
    kind = _KINDS[column["kind"]](column)
    return (kind, Field(**about)) if column["required"] else (kind | None, Field(default=None, **about))


def _about(column: dict) -> str:
    unit = f", in {column['unit']}" if column["unit"] else ""
    gap = "It may not be missing." if column["required"] else _gap(column)
    if column["kind"] == "category":
        names = ", ".join(column["categories"][:_LISTED]) + (", …" if len(column["categories"]) > _LISTED else "")
        return f"One of: {names}. {gap}"
    what = {"boolean": "Yes or no", "date": "A day, 2026-01-31, or a moment in UTC, 2026-01-31T12:00:00"}
    return f"{what.get(column['kind'], 'A number')}{unit}. {gap}"


def _gap(column: dict) -> str:
    if "gap" in column:
        return column["gap"]
    if column["fill"] is None:
        return "Where it is missing, none of its inputs is on."
    if column["kind"] == "boolean":
        return f"Where it is missing, {column['categories'][int(column['fill'])]} is taken."
    return f"Where it is missing, {words.plain(column['fill'])} is taken."


def _date(value: Any) -> Any:
    if isinstance(value, str) and value:
        try:
            prepare.days(value)
        except ValueError:
            raise ValueError("a day such as 2026-01-31, or a moment such as 2026-01-31T12:00:00") from None
    return value


def _named(value: Any) -> Any:
    """Numbers and truths as the names that a category has in the data."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.12g}" if isinstance(value, int | float) else value


_TEXT_ROW = Annotated[str, Field(min_length=1, max_length=20_000, description="A text.")]
_TEXT = Annotated[str, Field(max_length=_LONGEST)]
_KINDS = {
    "number": lambda column: Annotated[float, Field(allow_inf_nan=False)],
    "boolean": lambda column: bool,
    "category": lambda column: Annotated[_TEXT, BeforeValidator(_named)],
    "date": lambda column: Annotated[_TEXT, BeforeValidator(_date)],
}


def _array_row(recipe: dict) -> Any:
    """One example of images, sequences or tokens, which arrives as nested lists, an image also as a PNG in base64."""
    shape = words.sizes(recipe["shape"])
    most = "at most " if recipe.get("padded") else ""
    about = f"An array of {most}{shape}" + ("" if recipe["kind"] != "image" else ", or a PNG of that size in base64")
    if recipe["kind"] == "image":
        about += f"; its white counts as {words.plain(recipe['brightest'])}"
    schema = {
        "description": f"{about}.",
        "anyOf": [{"type": "array"}, {"type": "string"}][: 1 + (recipe["kind"] == "image")],
    }
    return Annotated[Any, BeforeValidator(lambda value: _array(recipe, value)), Field(json_schema_extra=schema)]


def _array(recipe: dict, value: Any) -> np.ndarray:
    shape = tuple(recipe["shape"])
    if recipe["kind"] == "image" and isinstance(value, str):
        return pixels(value, shape, recipe["brightest"])
    expected = f"an array of {words.sizes(shape)} numbers"
    if not isinstance(value, list):
        raise ValueError(expected)
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{expected}, with lists of equal length") from None
    if array.dtype.kind not in "iuf" or not np.isfinite(array).all():
        raise ValueError(expected)
    if array.shape == shape[:-1] and shape[-1:] == (1,):
        array = array[..., None]
    if recipe.get("padded") and array.ndim == len(shape) and 0 < len(array) < shape[0] and array.shape[1:] == shape[1:]:
        array = np.concatenate([array, np.full((shape[0] - len(array), *shape[1:]), np.nan)])
    if array.shape != shape:
        raise ValueError(f"{expected}, not {words.sizes(array.shape) or 'one number'}")
    if recipe["dtype"] == "int32" and not _tokens(array, recipe["vocabulary"]):
        raise ValueError(f"whole numbers from 0 to {recipe['vocabulary'] - 1:,}")
    return array.astype("float64")


def _tokens(array: np.ndarray, vocabulary: int) -> bool:
    return bool(array.dtype.kind in "iu" and array.min(initial=0) >= 0 and array.max(initial=0) < max(vocabulary, 1))


Health = create_model(
    "Health",
    state=(Literal["ready"], ...),
    run=(str, Field(description="The run whose network answers.")),
    answered=(int, Field(description="Rows answered since the start.")),
)
