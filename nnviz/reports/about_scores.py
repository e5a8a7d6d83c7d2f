"""What a report says of how well a network does on examples that it has not seen."""

import numpy as np

from nnviz import words
from nnviz.evaluation.of_run import evaluation_of_run, parts_of_run
from nnviz.evaluation.records import Evaluation, scores_in_words
from nnviz.plots import evaluation as plots
from nnviz.plots import theme
from nnviz.reports.html import Page

_MOST_MATRIX, _MOST_CLASSES = 20, 60
_NOUNS = {"test": "test", "validation": "validation", "train": "training"}


def scores(page: Page, run_id: str) -> Evaluation | None:
    """The scores on the test part, or on the next best one; None for data that have no answers of their own."""
    parts = parts_of_run(run_id)
    part = next((name for name, count in parts.items() if count), None)
    page.heading("Scores")
    if part is None:
        page.text("There are no examples to score.")
        return None
    evaluation = evaluation_of_run(run_id, part)
    page.facts({f"{_NOUNS[part].capitalize()} examples": f"{evaluation.size:,}", **scores_in_words(evaluation.scores)})
    if part == "train":
        page.text("These are examples that training saw: a good score here says little.", "note")
    elif part == "validation":
        page.text("Validation examples helped to choose when to stop; there is no test part.", "note")
    if evaluation.schema.task == "regression":
        _regression(page, evaluation)
    elif not evaluation.schema.has_labels:
        _classes(page, evaluation)
    return evaluation


def _classes(page: Page, evaluation: Evaluation) -> None:
    names = evaluation.schema.class_names
    head = ["Class", "Precision", "Recall", "F1", "Examples"]
    rows = [
        [own.name, words.percent(own.precision), words.percent(own.recall), words.percent(own.f1), own.examples]
        for own in evaluation.classes[:_MOST_CLASSES]
    ]
    page.table(head, rows)
    if len(names) > _MOST_MATRIX:
        return
    page.subheading("What is mistaken for what")
    counts = evaluation.confusion
    rows = [[name, *(int(n) for n in own)] for name, own in zip(names, counts, strict=True)]
    page.table(["", *names], rows, [["", *own] for own in _shades(counts)])
    page.text("Rows are what the examples are, columns what the network calls them.", "note")


def _shades(counts: np.ndarray) -> list[list[str]]:
    """The deeper the more of its row; right ones blue, wrong ones orange."""
    colour = theme.tokens(False)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return [
        [
            theme.with_alpha(colour["positive" if i == k else "negative"], 0.08 + 0.5 * share) if share else ""
            for k, share in enumerate(row)
        ]
        for i, row in enumerate(shares.tolist())
    ]


def _regression(page: Page, evaluation: Evaluation) -> None:
    if evaluation.schema.reconstructs:
        return
    name = evaluation.schema.answers[0]
    truth = np.reshape(evaluation.truth, np.shape(evaluation.shown))[:, 0]
    page.figure(plots.predictions_against_truth(truth, evaluation.shown[:, 0], name), "Predictions against the truth.")
