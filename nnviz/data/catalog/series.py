"""Real series, cut into windows to forecast the next values; always split by time."""

from nnviz.data import known_made
from nnviz.data.catalog.kinds import SERIES, Source
from nnviz.params import Param

COMPANIES = ("all", "GOOG", "AAPL", "AMZN", "FB", "NFLX", "MSFT")


def _horizon(unit: str, maximum: int) -> Param:
    return Param("horizon", "int", 1, f"How many {unit} ahead.", minimum=1, maximum=maximum)


ENTRIES = (
    Source(
        name="stocks",
        title="Stock prices",
        group=SERIES,
        kind="sequence",
        task="regression",
        params=(
            Param("window", "int", 8, "Weeks that the network sees.", minimum=2, maximum=40),
            _horizon("weeks", 12),
            Param("company", "choice", "all", "Whose prices.", choices=COMPANIES),
        ),
        function="nnviz.data.series:stocks",
        help="Weekly prices of six companies: from the last weeks, the next price. Hardly anything beats "
        "the last price itself.",
        credit="Closing prices of 2018 and 2019, shipped with plotly",
        schema=known_made.of_stocks,
    ),
    Source(
        name="life_expectancy",
        title="Life expectancy",
        group=SERIES,
        kind="sequence",
        task="regression",
        params=(
            Param("window", "int", 4, "Values that the network sees, one every five years.", minimum=2, maximum=9),
            Param("horizon", "int", 1, "How many of these steps of five years ahead.", minimum=1, maximum=3),
        ),
        function="nnviz.data.series:life_expectancy",
        help="142 countries, every five years: from the last values, the next one. Later years are held out.",
        credit="Gapminder Foundation, gapminder.org, CC BY; shipped with plotly",
        schema=known_made.of_life_expectancy,
    ),
)
