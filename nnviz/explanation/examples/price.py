"""What influence costs. Imports no framework."""

from nnviz.explanation.costs import Cost

_MOMENTS, _MOST = 8, 5_000


def influence(method: str, examples: int, parameters: int, moments: int) -> Cost:
    """Of a run with so many examples, parameters and recorded moments."""
    count = min(_MOST, examples)
    if method == "head":
        return Cost(count, 0, count, 0, f"{count:,} forward passes and the solution of the last layer")
    passes = count * max(1, min(_MOMENTS, moments))
    told = f"{passes:,} forward passes and twice as many backward ones"
    return Cost(passes, 2 * passes, passes, 2 * passes, told)
