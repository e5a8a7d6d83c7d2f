"""Data made with known truth: the truth that is returned is the one that the data follow."""

import re

import numpy as np
import pytest

import nnviz
from nnviz.data.load import load, read, schema_of
from nnviz.data.made.lists import BRACKETS, first_wrong
from nnviz.data.made.motifs import LENGTH
from nnviz.data.made.sentences import BAD, GOOD
from nnviz.errors import DataError
from nnviz.specs import DataSpec

FUNCTIONS = {"·": "*", "−": "-", "²": "**2", "³": "**3", "sin": "np.sin"}


def spec(source: str, **settings) -> DataSpec:
    return DataSpec(source=source, settings=settings)


def test_the_deciding_object_alone_gives_the_class_and_lies_where_the_mask_says():
    made = spec("objects", points=300, noise=0.0, distractors=4)
    raw, truth = read(made), nnviz.truth_of(made)
    assert truth.parts.shape == raw.x.shape[:3] and (raw.x[..., 0][truth.parts] >= 0.5).all()
    alone = np.where(truth.parts, raw.x[..., 0], 0)
    area = (alone > 0.5).sum((1, 2))
    corners = [np.argwhere(one).min(0).tolist() + np.argwhere(one).max(0).tolist() for one in truth.parts]
    box = np.array([(c[2] - c[0] + 1) * (c[3] - c[1] + 1) for c in corners])
    filled = [np.median((area / box)[raw.y == k]) for k in range(3)]
    assert filled[0] > filled[1] > filled[2], "a square fills its box, a triangle about half, a cross less"
    rest = np.where(truth.parts, 0, raw.x[..., 0])
    assert (rest > 0.5).sum((1, 2)).min() > 20, "there are distractors in every image"


@pytest.mark.parametrize("form", ["curved", "linear", "product"])
def test_the_formula_in_words_gives_the_numbers_and_names_the_columns_that_matter(form):
    made = spec("formula", points=200, columns=9, telling=4, form=form, noise=0.0)
    raw, truth = read(made), nnviz.truth_of(made)
    text = truth.formula.removeprefix("y = ")
    for mark, code in FUNCTIONS.items():
        text = text.replace(mark, code)
    text = re.sub(r"\|(\w+)\|", r"np.abs(\1)", text)
    columns = {f"x{k + 1}": raw.x[:, k] for k in range(9)}
    np.testing.assert_allclose(eval(text, {"np": np, **columns}), raw.y, atol=1e-12)
    told = {int(k) - 1 for k in re.findall(r"x(\d)", truth.formula)}
    assert told == set(np.flatnonzero(truth.parts[0])) and len(told) == 4


def test_a_column_that_does_not_matter_can_copy_one_that_does():
    raw = read(spec("formula", columns=4, telling=1, correlation=0.9, noise=0.0))
    truth = nnviz.truth_of(spec("formula", columns=4, telling=1, correlation=0.9, noise=0.0)).parts[0]
    between = np.abs(np.corrcoef(raw.x.T)[truth][0][~truth])
    assert (between > 0.95).all()
    classes = read(spec("formula", answer="class"))
    assert set(np.bincount(classes.y)) == {500}


def test_the_motif_stands_where_the_truth_says_and_nowhere_else():
    made = spec("motifs", points=200, classes=4, noise=0.0)
    raw, truth = read(made), nnviz.truth_of(made)
    assert (truth.parts.sum(1) == LENGTH).all()
    marked = raw.x[..., 0][truth.parts].reshape(len(raw.x), LENGTH)
    halves = np.sign(marked[:, 2]), np.sign(marked[:, 9])
    signs = [(1, -1), (-1, 1), (1, 1), (-1, -1)]
    assert [tuple(int(s) for s in pair) for pair in zip(*halves, strict=True)] == [signs[k] for k in raw.y]
    rest = np.where(truth.parts, 0, raw.x[..., 0])
    assert (np.count_nonzero(np.abs(rest) > 1e-12, axis=1) == LENGTH // 2).all(), "one hump"


@pytest.mark.parametrize("negation", [False, True])
def test_the_words_that_decide_are_marked_and_decide(negation):
    made = spec("sentences", points=300, negation=negation)
    raw, truth = read(made), nnviz.truth_of(made)
    turned = 0
    for row, label, parts in zip(raw.x.astype(int), raw.y, truth.parts, strict=True):
        *before, word = [raw.words[k] for k in row[parts]]
        assert before in ([], ["not"]) and word in GOOD + BAD
        assert label == ((word in GOOD) != bool(before))
        others = {raw.words[k] for k in row[~parts]}
        assert not others & {*GOOD, *BAD, "not"}
        turned += bool(before)
    assert (turned > 100) == negation


def test_the_letter_that_answers_is_marked():
    turned, ordered = (read(spec("lists", points=200, order=order)) for order in ("turned around", "from A to Z"))
    assert len(turned.x) == len(np.unique(turned.x, axis=0)) == 200
    for raw, sort in ((turned, False), (ordered, True)):
        names = schema_of(spec("lists")).token_names
        for row, label, parts in zip(raw.x.astype(int), raw.y, raw.truth.parts, strict=True):
            asked, *letters = (names[k] for k in row)
            result = sorted(letters) if sort else letters[::-1]
            assert result[int(asked[:-1]) - 1] == "ABCDE"[label]
            assert {names[k] for k in row[parts]} == {"ABCDE"[label]} and (sort or parts.sum() == 1)


def test_brackets_are_balanced_or_wrong_where_the_truth_says():
    raw = read(spec("brackets", points=400, kinds=2, length=16))
    for row, label, parts in zip(raw.x.astype(int), raw.y, raw.truth.parts, strict=True):
        text = "".join(BRACKETS[k - 1] for k in row if k)
        before = ""
        while before != text:  # taking pairs away leaves nothing of a balanced list
            before, text = text, text.replace("()", "").replace("[]", "")
        assert (text == "") == bool(label)
        if not label:
            assert parts.sum() == 1
    assert first_wrong("([)]") == 2 and first_wrong("(())(") == 4 and first_wrong("[]()") is None
    assert len(np.unique(raw.x, axis=0)) == 400 and set(np.bincount(raw.y)) == {200}
    few = read(spec("brackets", points=400, kinds=1, length=6))
    assert len(few.x) < 60 and "different lists" in few.notes[0]
    lengths = (raw.x > 0).sum(1)
    assert abs(lengths[raw.y == 0].mean() - lengths[raw.y == 1].mean()) < 1, "their length says nothing"


def test_the_truth_follows_the_rows_of_a_split_and_of_a_choice_of_classes():
    made = spec("motifs", points=120).replace(only_classes=("up then down", "twice up"), test_fraction=0.2)
    data, truth = load(made), nnviz.truth_of(made)
    parts = truth.fitted(data.test.rows, data.schema)
    inside, outside = (np.abs(data.test.x[..., 0])[where].mean() for where in (parts, ~parts))
    assert inside > 2 * outside
    assert truth.fitted(data.test.rows, schema_of(spec("objects"))) is None, "resized inputs have no known truth"


def test_nobody_knows_the_truth_of_real_data():
    with pytest.raises(DataError, match="Iris is not known"):
        nnviz.truth_of(DataSpec(source="iris"))
