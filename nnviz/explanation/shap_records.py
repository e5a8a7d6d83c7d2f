"""`ShapValues`: what moves a prediction away from the background's, with the pictures of it. Imports no framework."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from nnviz import words
from nnviz.data.column import Column
from nnviz.errors import ExplanationError, unknown_name
from nnviz.explanation.interactions_seen import partners
from nnviz.explanation.records import residuals
from nnviz.explanation.target import Target

WHOLE = "identifier"
"""The kind of a column that stands for a whole input, such as an image."""
FIGURES = ("waterfall", "force", "bar", "beeswarm", "scatter", "heatmap", "decision", "groups", "image", "text")


@dataclass(frozen=True)
class ShapPart:
    """The SHAP values of one input of several.

    Attributes:
        name: what the input is called.
        values: (n, …) signed.
        data: (n, …) the examples as people read them; of a table (n, columns) codes.
        columns: of a table; empty for other inputs.
    """

    name: str
    values: np.ndarray
    data: np.ndarray
    columns: tuple[Column, ...] = ()

    @property
    def totals(self) -> np.ndarray:
        """(n,) the sum of an example's values."""
        return self.values.reshape(len(self.values), -1).astype("float64").sum(1)

    def by_column(self, columns: Sequence[Column], of_column, data) -> "ShapPart":
        """As `ShapValues.by_column`."""
        return replace(
            self, values=added_up(self.values, of_column, len(columns)), columns=tuple(columns), data=np.asarray(data)
        )


@dataclass(frozen=True)
class ShapValues:
    """SHAP values of n examples: how far each part of an example moves the explained number from the background's mean.

    Attributes:
        values: (n, …) signed, in the explained number's own units; for tokens one a token.
        data: (n, …) the examples as people read them; of a table (n, columns) codes, as `Column.readable` takes them.
        target: what was explained, with the class found where none was given.
        output: (n,) the explained number of each example.
        base: (n,) its mean over the background.
        background: what the examples are compared with, in words.
        background_size: how many rows that is.
        method, params, seed: what was computed.
        seconds: how long it took.
        columns: of a table; empty for other inputs.
        notes: sentences about what was done.
        further: of several inputs, the values of those after the first; all together add up.
    """

    values: np.ndarray
    data: np.ndarray
    target: Target
    output: np.ndarray
    base: np.ndarray
    background: str
    background_size: int
    method: str
    params: dict
    seed: int
    seconds: float
    columns: tuple[Column, ...] = ()
    notes: tuple[str, ...] = ()
    further: tuple[ShapPart, ...] = ()

    def __len__(self) -> int:
        return len(self.values)

    @property
    def residual(self) -> np.ndarray:
        """(n,) |Σ values − (output − base)|, which is zero for exact values."""
        return residuals(self._totals, self.output, self.base)[0]

    @property
    def relative_residual(self) -> np.ndarray:
        """(n,) the residual as a share of the difference, as `nnviz.explanation.records.scale` measures it."""
        return residuals(self._totals, self.output, self.base)[1]

    @property
    def _totals(self) -> np.ndarray:
        return sum((part.totals for part in self.further), self._own.totals)

    @property
    def _own(self) -> ShapPart:
        """The first input's values."""
        return ShapPart("", self.values, self.data, self.columns)

    @property
    def importance(self) -> np.ndarray:
        """(…) the mean |value| over the examples: how much each part counts, whichever way."""
        return np.abs(self.values).mean(0)

    def extremes(self, example: int) -> tuple[int | None, int | None]:
        """The columns of a table that raise and that lower an example's number most; None where none does."""
        own = np.nan_to_num(self.values[example])
        up, down = int(own.argmax()), int(own.argmin())
        return up if own[up] > 0 else None, down if own[down] < 0 else None

    def moved_most(self, other: "ShapValues", example: int = 0) -> int:
        """The column whose value differs most from the one in another record of the same example."""
        return int(np.nan_to_num(np.abs(self.values[example] - other.values[example])).argmax())

    def labels(self, example: int) -> list[str]:
        """ "age (years) = 41", one a column."""
        pairs = zip(self.names, self.texts(example), strict=True)
        return [f"{name} = {text}" if text else name for name, text in pairs]

    def column(self, place: int) -> Column:
        """A column of the table; a made-up one where the columns have no names."""
        return self.columns[place] if self.columns else Column(self.names[place])

    def partners(self, column: int) -> np.ndarray:
        """(columns,) how closely each other column follows what this one's own value does not explain, 0 to 1."""
        return partners(self.values[:, column], self.data, column)

    @property
    def names(self) -> tuple[str, ...]:
        """One a column of a table, with its unit where the name does not tell it."""
        count = self.values.shape[1] if self.values.ndim == 2 else 0
        named = tuple(_titled(column) for column in self.columns)
        return named or tuple(f"feature {k + 1}" for k in range(count))

    def target_of(self, example: int) -> Target:
        """What was explained of one example."""
        index = self.target.index
        return replace(self.target, index=index[example]) if isinstance(index, tuple) else self.target

    def texts(self, example: int) -> list[str]:
        """An example's values as people write them, one a column: "17.99", "Rome", "2021-05-03", "missing"."""
        if not self.columns:
            return [words.plain(float(value)) for value in self.data[example].ravel()]
        return [_text(column, self.data[example, k : k + 1]) for k, column in enumerate(self.columns)]

    def by_column(self, columns: Sequence[Column], of_column, data) -> "ShapValues":
        """These values of a model's inputs (n, inputs) added up to the columns they come from.

        That keeps their sum: several inputs of one category become the one column that it is.

        Args:
            columns: of the table, in their order.
            of_column: (inputs,) the place in `columns` that each input comes from.
            data: (n, columns) the examples as codes, as `Column.readable` takes them.
        """
        sums = added_up(self.values, of_column, len(columns))
        return replace(self, values=sums, columns=tuple(columns), data=np.asarray(data, float))

    def as_columns(self, first: str = "the first input") -> "ShapValues":
        """The values of all inputs as the columns of one table: a table's own, and one for each input that is none.

        Args:
            first: what the first input is called where it is no table.
        """
        parts = [replace(self._own, name=first), *self.further]
        tables = [part if part.columns else _as_one_column(part) for part in parts]
        columns = tuple(column for part in tables for column in part.columns)
        values, data = (np.concatenate([getattr(part, one) for part in tables], axis=1) for one in ("values", "data"))
        return replace(self, values=values, data=data, columns=columns, further=())

    def only(self, examples: Sequence[int]) -> "ShapValues":
        """Some of the examples."""
        own, index = list(examples), self.target.index
        some = {name: getattr(self, name)[own] for name in ("values", "data", "output", "base")}
        further = tuple(replace(part, values=part.values[own], data=part.data[own]) for part in self.further)
        target = self.target
        if isinstance(index, tuple):
            target = replace(target, index=tuple(index[k] for k in own))
        return replace(self, **some, further=further, target=target)

    def explanation(self, name: str = "") -> Any:
        """These values as a `shap.Explanation`, which the shap package's own functions take.

        `data` are codes; `display_data` is what people read.

        Args:
            name: of several inputs, the one whose values are wanted; "" for the first.

        Raises:
            ExplanationError: for an input that is not there.
        """
        if name:
            parts = {part.name: part for part in self.further}
            if name not in parts:
                raise unknown_name("input", name, parts, kind=ExplanationError)
            part = parts[name]
            own = replace(self, values=part.values, data=part.data, columns=part.columns, further=())
            return own.explanation()
        from nnviz.explanation.shap_package import package

        table = self.values.ndim == 2
        return package().Explanation(
            self.values,
            base_values=self.base,
            data=self.data,
            display_data=np.array([self.texts(k) for k in range(len(self))], object) if table else None,
            feature_names=list(self.names) if table else None,
            output_names=[self.target.label(k) for k in range(len(self))],
            compute_time=self.seconds,
        )

    @staticmethod
    def joined(parts: Sequence["ShapValues"]) -> "ShapValues":
        """The examples of several records of one question, one after the other."""
        arrays = ("values", "data", "output", "base")
        together = {name: np.concatenate([getattr(part, name) for part in parts]) for name in arrays}
        together["further"] = tuple(
            replace(own[0], **{name: np.concatenate([getattr(one, name) for one in own]) for name in arrays[:2]})
            for own in zip(*(part.further for part in parts), strict=True)
        )
        index = [part.target.index for part in parts]
        target = parts[0].target if len(set(index)) == 1 else replace(parts[0].target, index=None)
        return replace(parts[0], **together, target=target, seconds=sum(part.seconds for part in parts))

    def figure(self, kind: str, *, example: int = 0, column: int | None = None, dark: bool = False, **options) -> Any:
        """A plotly figure of these values.

        Args:
            kind: for tables "waterfall" or "force" (one example), "bar", "beeswarm", "heatmap" or "decision" (all),
                "scatter" (one column) or "groups" (with `cohorts`, see `nnviz.explanation.cohorts`); "image" for
                pictures, of which every example that shows the same picture is a class; "text" for tokens.
            example: which one a waterfall, a force, an image or a text is of.
            column: which one a scatter is of; the most important when None.
            options: of the function in `nnviz.plots.shap` that draws it.

        Raises:
            ExplanationError: for a kind that does not suit these values.
        """
        from nnviz.explanation import shap_figures

        if kind not in FIGURES:
            raise unknown_name("figure", kind, FIGURES, kind=ExplanationError)
        wanted = {"image": (4,), "text": (2,)}.get(kind, (2,))
        if self.values.ndim not in wanted:
            raise ExplanationError(
                f"A {kind} cannot show values of the shape {self.values.shape}.",
                expected="(n, height, width, channels)" if kind == "image" else "(n, columns)",
                where="kind",
            )
        return getattr(shap_figures, kind)(self, example, column, dark, options)


def added_up(values: np.ndarray, of_column, columns: int) -> np.ndarray:
    """(n, columns) the values (n, inputs) of a model's inputs, added up over those that come from the same column."""
    sums = np.zeros((len(values), columns))
    np.add.at(sums.T, np.asarray(of_column), values.T.astype("float64"))
    return sums


def _as_one_column(part: ShapPart) -> ShapPart:
    """An input that is no table as one column, whose value nobody can write in a cell; a plain row as its numbers."""
    if part.values.ndim == 2:
        named = tuple(Column(f"{part.name} {k + 1}") for k in range(part.values.shape[1]))
        return replace(part, columns=named)
    data = np.full((len(part.values), 1), np.nan)
    return ShapPart(part.name, part.totals[:, None], data, (Column(part.name, WHOLE),))


def _text(column: Column, code: np.ndarray) -> str:
    """One value as people write it; "" for a whole input."""
    if column.kind == WHOLE:
        return ""
    read = column.readable(code)[0]
    return "missing" if read is None else words.plain(read) if isinstance(read, float) else read


def _titled(column: Column) -> str:
    shown = column.unit and column.unit not in column.name
    return f"{column.name} ({column.unit})" if shown else column.name
