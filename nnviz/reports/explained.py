"""One prediction in a report: what several methods say of every input of it, on one scale."""

from collections.abc import Mapping

import numpy as np

from nnviz import words
from nnviz.explanation.catalog import METHODS
from nnviz.explanation.compared import Compared, compare
from nnviz.explanation.of_run import label_of
from nnviz.explanation.records import Attribution
from nnviz.inspection.examples import Examples
from nnviz.plots import compared as plots
from nnviz.reports.html import Page

_MOST_LETTERS = 60


def draw(page: Page, results: Mapping[str, Attribution], held_out: Examples, position: int) -> None:
    """A picture for each input that the network takes, and what the methods promise and agree on."""
    first = next(iter(results.values()))
    found = compare(results)
    page.figure(_first(found, held_out, position), _caption(results, held_out))
    for place, name in enumerate(first.input_names[1:], 1):
        if name in held_out.further:
            page.figure(_beside(compare(results, place), held_out, position, name), f"The same of the {name}.")
    if isinstance(first.values, tuple):
        page.text(_each_counts(results, held_out))
    if found.verdict:
        page.text(found.verdict, "note")
    for trouble in dict.fromkeys(str(one) for result in results.values() for one in result.troubles):
        page.text(trouble, "note")


def _caption(results: Mapping[str, Attribution], held_out: Examples) -> str:
    """ "For malignant. The parts of Integrated gradients add up within 0.1 %; …"."""
    sums = []
    for name, result in results.items():
        if result.relative_residual is None:
            sums.append(f"{METHODS[name].short} does not promise a sum")
        else:
            sums.append(f"{METHODS[name].short} adds up within {words.within(float(result.relative_residual))}")
    target = next(iter(results.values())).target
    return f"For {label_of(target, held_out.schema)}. {words.listed(sums)}."


def _each_counts(results: Mapping[str, Attribution], held_out: Examples) -> str:
    """How much each input counts in all, by each method: "By Integrated gradients the image counts 0.62, the table
    0.2."."""
    sentences = []
    for name, result in results.items():
        nouns = (held_out.schema.first_noun, *result.input_names[1:])
        totals = [words.plain(float(total), 3) for total in result.totals]
        counts = words.listed([f"{total} for the {noun}" for noun, total in zip(nouns, totals, strict=True)])
        sentences.append(f"{METHODS[name].short}: {counts}.")
    return f"What each input counts in all. {' '.join(sentences)}"


def _first(found: Compared, held_out: Examples, position: int):
    """The picture that fits the first input."""
    schema = held_out.schema
    if schema.kind == "image":
        pixels = held_out.pixel_range
        return plots.compared_images(held_out.inputs[position], found.shares, found.titles, pixel_range=pixels)
    if schema.kind == "sequence":
        names = schema.feature_names
        return plots.compared_series(held_out.inputs[position], found.shares, found.titles, channel_names=names)
    texts = held_out.value_texts(position)
    if schema.kind == "tokens":
        ends = max([k + 1 for k, token in enumerate(texts) if token], default=1)
        names = [token or "·" for token in texts[:ends]]
        return plots.compared_parts(found.shares[:, :ends], found.titles, names, in_order=True)
    names = [f"{name} = {text}" for name, text in zip(schema.feature_names, texts, strict=True)]
    return plots.compared_parts(found.shares, found.titles, names)


def _beside(found: Compared, held_out: Examples, position: int, name: str):
    """The picture that fits what stands beside the first input."""
    form, own = held_out.beside(name), held_out.further[name][position]
    if form.kind == "image":
        ends = float(held_out.further[name].min()), float(held_out.further[name].max())
        return plots.compared_images(own, found.shares, found.titles, pixel_range=ends)
    if form.kind == "sequence":
        return plots.compared_series(own, found.shares, found.titles)
    pairs = zip(form.feature_names, np.ravel(own), strict=True)
    names = [f"{one[:_MOST_LETTERS]} = {words.plain(float(value))}" for one, value in pairs]
    return plots.compared_parts(found.shares, found.titles, names)
