"""Real tables of numbers and names that plotly ships.

Worker side: this module reads plotly's files. What each column is can be corrected, as in a table of one's own.
"""

from collections.abc import Mapping

import pandas as pd
from plotly import data

from nnviz.data.own import tables
from nnviz.data.raw import Raw


def tips(columns: Mapping[str, Mapping], seed: int) -> Raw:
    """244 bills: bill and tip in dollars, who paid, smokers, day, meal, people at the table."""
    names = {"total_bill": "bill (dollars)", "tip": "tip (dollars)", "size": "people"}
    return _table(data.tips().rename(columns=names), "Tips", "tip (dollars)", columns)


def countries(columns: Mapping[str, Mapping], seed: int) -> Raw:
    """142 countries in 2007: continent, life expectancy in years, population, income a head in dollars of 2000."""
    names = {"lifeExp": "life expectancy (years)", "pop": "population", "gdpPercap": "income a head (dollars)"}
    table = data.gapminder(year=2007)[["country", "continent", *names]].rename(columns=names)
    return _table(table, "Countries", "life expectancy (years)", columns)


def _table(frame: pd.DataFrame, title: str, target: str, columns: Mapping[str, Mapping]) -> Raw:
    frame = frame.reset_index(drop=True).astype({name: object for name in frame.select_dtypes(exclude="number")})
    target_first = {target: {"role": "target"}} if not _has_target(columns) else {}
    return tables.of_frame(frame, title, {**target_first, **columns})


def _has_target(columns: Mapping[str, Mapping]) -> bool:
    return any(choice.get("role") == "target" for choice in columns.values())
