"""Real series that plotly ships, cut into windows: from the last few values, how much will it be next?

Worker side: this module reads plotly's files. Examples are to be split by time (`Raw.times`), never at random.
"""

import numpy as np
from plotly import data

from nnviz.data.raw import Raw


def stocks(window: int, horizon: int, company: str, seed: int) -> Raw:
    """Weekly closing prices of six companies, 2018 and 2019, each divided by its first: (window, 1) → one number.

    Args:
        window: weeks that the network sees.
        horizon: how many weeks after the last of these the price is to be told.
        company: its letters on the exchange, such as AAPL, or "all".
    """
    table = data.stocks()
    chosen = table.columns.drop("date") if company == "all" else [company]
    return _forecasts([table[name].to_numpy(float) for name in chosen], window, horizon)


def life_expectancy(window: int, horizon: int, seed: int) -> Raw:
    """Life expectancy in years in 142 countries, every five years from 1952 to 2007: (window, 1) → one number."""
    table = data.gapminder().sort_values(["country", "year"])
    series = [group.to_numpy(float) for _, group in table.groupby("country", sort=True)["lifeExp"]]
    return _forecasts(series, window, horizon)


def _forecasts(series: list[np.ndarray], window: int, horizon: int) -> Raw:
    """Every window of every series and the value `horizon` steps after it; ordered by the time of that value."""
    begins = np.arange(len(series[0]) - window - horizon + 1)
    steps = begins[:, None] + np.arange(window)
    x = np.stack([one[steps] for one in series], axis=1).reshape(-1, window, 1)
    y = np.stack([one[begins + window - 1 + horizon] for one in series], axis=1).reshape(-1)
    times = np.repeat(begins + window - 1 + horizon, len(series))
    return Raw(x, y, times=times.astype(float), plain=x[:, -1, 0])
