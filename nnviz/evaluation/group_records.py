"""How groups fare, before and after a criterion is made to hold. Plain numbers, no framework."""

from dataclasses import dataclass

from nnviz.evaluation.fairness import Rates, Rule


@dataclass(frozen=True)
class GroupsFound:
    """Scores by group.

    Attributes:
        attribute: what divides the examples;  positive: the class that is looked for.
        criterion: a name in `nnviz.evaluation.fairness.CRITERIA`.
        fitted_on: the part on which the rules were found.
        before, after: the rates with one threshold for all, and with the rules.
        gap_where_fitted: of the criterion, with the rules, on the part that they were found on.
        rules: one a group.
    """

    attribute: str
    positive: str
    criterion: str
    fitted_on: str
    before: Rates
    after: Rates
    gap_where_fitted: float
    rules: tuple[Rule, ...]
