"""`group_rates`: how the groups of a column fare under one threshold, and under rules that make a criterion hold."""

from nnviz.data.load import load
from nnviz.errors import DataError
from nnviz.evaluation.depth import remembered, slices_of_run
from nnviz.evaluation.fairness import fair_rules, rates, same_for_all
from nnviz.evaluation.group_records import GroupsFound
from nnviz.runs.run import Run


def groups_of_run(
    run: Run | str,
    part: str = "test",
    attribute: str = "",
    positive: int = 1,
    criterion: str = "opportunity",
    miss: float = 1.0,
    alarm: float = 1.0,
) -> GroupsFound:
    """Scores by group of a run's network: with its own threshold, and with rules that make a criterion hold.

    The rules are found on the validation part, where there is one, and told on `part`: there the criterion holds as far
    as the two parts are alike.

    Args:
        attribute: a column, or whatever else `slices_of_run` divides the examples by.
        positive: the class or label whose examples are looked for.
        criterion: a name in `nnviz.evaluation.fairness.CRITERIA`.
        miss, alarm: what an error of each kind costs.

    Raises:
        DataError: as `fair_rules`, and for an attribute or a class that is not there.

    >>> import nnviz
    >>> found = nnviz.groups_of_run(run, "test", "sex", 1, "odds")  # doctest: +SKIP
    >>> found.before.gap("odds"), found.after.gap("odds")  # doctest: +SKIP
    >>> found.before.accuracy - found.after.accuracy  # doctest: +SKIP
    """
    run = Run.open(run) if isinstance(run, str) else run
    judged = remembered(run, part)
    if judged.schema.task == "regression" or not 0 <= positive < len(judged.schema.class_names):
        raise DataError("Groups are compared by how a class or a label is decided.", where="positive")
    own = _examples(run, part, attribute, positive)
    fitted_on = "validation" if part == "test" and len(load(run.experiment.data).validation) else part
    theirs = own if fitted_on == part else _examples(run, fitted_on, attribute, positive)
    threshold, groups = float(judged.meaning.cut(positive)), own[3]
    found = {rule.group: rule for rule in fair_rules(*theirs, criterion, miss, alarm)}
    plain = same_for_all(groups, threshold)
    rules = tuple(found.get(rule.group, rule) for rule in plain)
    return GroupsFound(
        attribute,
        judged.schema.class_names[positive],
        criterion,
        fitted_on,
        rates(*own, plain, miss, alarm),
        rates(*own, rules, miss, alarm),
        rates(*theirs, rules, miss, alarm).gap(criterion),
        rules,
    )


def _examples(run: Run, part: str, attribute: str, positive: int):
    """What `fair_rules` takes: who is positive, the numbers, the groups' codes and names."""
    is_so, numbers = remembered(run, part).against(positive)
    own = slices_of_run(run, part).of(attribute)
    return is_so, numbers, own.codes, own.groups
