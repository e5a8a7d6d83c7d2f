"""What pushes along the gradient cost. Imports no framework."""

from nnviz.explanation.costs import Cost


def attacked(examples: int, strengths: int, steps: int) -> Cost:
    """Of that many examples, each pushed at several strengths."""
    backward = examples * strengths * steps
    forward = 3 * backward
    return Cost(forward, backward, forward, backward, f"{forward:,} forward and {backward:,} backward passes")
