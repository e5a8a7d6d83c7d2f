"""Marks of the glossary's terms in Markdown: the first use of each, and nothing else."""

import re

import pytest

from nnviz.glossary import terms
from nnviz.views.glossed import glossed, link

HOSTILE = (
    '"><img src=x onerror=alert(1)> weight',
    "weight](javascript:alert(1))",
    "[weight",
    "weight\\](x)",
    "`weight",
    "<script>weight</script>",
    "weight\u2028loss",
)


def plain(markdown: str) -> str:
    """The text without the marks."""
    return re.sub(r'\[([^\]]*)\]\(learn-glossary\?term=[^ ]+ "[^"]*"\)', r"\1", markdown)


def marked(markdown: str) -> list[str]:
    """What is marked, as it is written."""
    return re.findall(r"\[([^\]]*)\]\(learn-glossary\?term=", markdown)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A weight and a bias.", ["weight", "bias"]),
        ("Weights, weights, and the weight.", ["Weights"]),
        ("Two losses in batches.", ["losses", "batches"]),
        ("The learning rate, and the step size.", ["learning rate"]),
        ("The learning-rate\nschedule.", ["learning-rate\nschedule"]),
        ("One-hot, or one hot.", ["One-hot"]),
        ("**Dropout** and *epoch*", ["Dropout", "epoch"]),
        ("| loss | accuracy |", ["loss", "accuracy"]),
        ("lossless, weightless, unitary, classroom, sub-class", []),
        ("a mean squared error", ["mean squared error"]),
        ("gradient descent, then a gradient", ["gradient descent", "gradient"]),
        ("an input, an output, a model, an example", []),
        ("", []),
    ],
)
def test_the_first_use_of_each_term_is_marked(text, words):
    assert marked(glossed(text)) == words
    assert plain(glossed(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "`weight`",
        "``a ` weight``",
        "```python\nweight = loss\n```",
        "~~~\nweight\n~~~",
        "```\nweight, and no end",
        "$weight_1$ and $$\nloss\n$$",
        "# The weight",
        "### Weight and loss",
        "[the weight](https://example.org/loss)",
        "![a weight](loss.png)",
        "[weight][1]",
        "<b title='weight'>",
        "https://example.org/weight/loss",
        ":material/weight: :blue-badge[Loss]",
    ],
)
def test_code_formulas_links_headings_and_tags_stay_as_they_are(text):
    assert glossed(text) == text


def test_what_stands_beside_code_is_marked():
    assert marked(glossed("`weight` is a weight\n\n# Loss\nThe loss in $x$ and `y` of an epoch")) == [
        "weight",
        "loss",
        "epoch",
    ]


def test_a_mark_leads_to_its_entry_and_says_its_sentence():
    rate = terms()["learning-rate"]
    expected = f'[rate](learn-glossary?term=learning-rate&lesson=learn-learning-rate "{rate.sentence}")'
    assert link(rate, "rate") == expected
    assert glossed("t-SNE") == f'[t-SNE](learn-glossary?term=t-sne "{terms()["t-sne"].sentence}")'


def test_what_was_seen_above_is_not_marked_again():
    seen = set()
    assert marked(glossed("A weight.", seen)) == ["weight"]
    assert marked(glossed("Its weight, its loss.", seen)) == ["loss"]
    assert seen == {"weight", "loss"}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_mark_adds_nothing_but_itself_to_a_hostile_text(text):
    assert plain(glossed(text)) == text
