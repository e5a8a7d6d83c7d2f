"""What gives the class away in images, sequences and texts: their brightness or length, one place, one word."""

import numpy as np

from nnviz import words
from nnviz.data.profiling import mends
from nnviz.data.profiling.alone import alone, guessing, skill
from nnviz.data.profiling.found import Finding
from nnviz.data.profiling.images import means
from nnviz.data.profiling.samples import sample
from nnviz.data.profiling.table import Table
from nnviz.data.profiling.texts import text_lengths

_NEARLY, _MUCH = 0.97, 0.6
_MOST, _NUMBERS = 4_000, 8_000_000
"""Images, and numbers of them, in which the most telling pixel is looked for."""


def shortcuts(table: Table) -> list[Finding]:
    """Simple things that nearly tell the class, which a network may learn instead of what matters."""
    if table.groups is None or len(table) < 40:
        return []
    beside = [
        finding
        for one in table.further
        if one.form.kind == "image"
        for finding in _of_images(table.looking_at(one), one.form.name)
    ]
    return _of_first(table) + beside


def _of_first(table: Table) -> list[Finding]:
    kind = table.schema.kind
    if kind == "image":
        return _of_images(table)
    if kind == "tokens":
        return _whole(table, text_lengths(table), "length", "How long the text is") + _one_word(table)
    return []


def _of_images(table: Table, name: str = "") -> list[Finding]:
    """The same of images, which have a name where they stand beside another input."""
    called = f"the image {name}" if name else "the image"
    bright = _whole(table, means(table.x), "brightness", f"How bright {called} is")
    return _blank(table, name) + bright + _spot(table, name)


def _whole(table: Table, values: np.ndarray, kind: str, sentence: str) -> list[Finding]:
    """One number of the whole example that tells much of the class."""
    guess = guessing(table.y, True)
    score = alone(values, table.y, False, True)
    if skill(score, guess) < _MUCH:
        return []
    evidence = (
        f"Judged by other examples that are nearest in this number alone, {words.percent(score)} are told "
        "right; always "
        f"guessing the most frequent class is right for {words.percent(guess)}. Will that hold for the examples "
        "to come?"
    )
    weight = "leak" if skill(score, guess) >= _NEARLY else "hint"
    return [Finding(kind, weight, f"{sentence} tells much of the class.", evidence)]


def _blank(table: Table, name: str) -> list[Finding]:
    flat = table.x.reshape(len(table), -1)
    blank = np.flatnonzero(flat.max(axis=1) == flat.min(axis=1))
    if not len(blank):
        return []
    sentence = f"{len(blank):,} image{'s' * (len(blank) > 1)}{f' of {name}' if name else ''} "
    sentence += f"{'are' if len(blank) > 1 else 'is'} blank."
    evidence = "All pixels have one value. Was something lost when it was saved or read?"
    fix = mends.left_out(blank, table)
    return [Finding("blank", "warning", sentence, evidence, (), fix, tuple(map(int, table.rows[blank[:8]])))]


def _spot(table: Table, name: str) -> list[Finding]:
    """The pixel of the training images that tells most of the class, where it tells nearly all."""
    trained = np.flatnonzero(table.parts == 0)
    rows = trained[sample(len(trained), max(40, min(_MOST, _NUMBERS // table.x[0].size)))]
    if len(rows) < 40:
        return []
    y, flat = table.y[rows], table.x[rows].reshape(len(rows), -1).astype("float32")
    ratios = _ratios(flat, y).reshape(table.x.shape[1:])
    for area in mends.covered_areas(table, name):
        ratios[area] = 0
    place = int(np.argmax(ratios))
    guess, score = guessing(y, True), alone(flat[:, place].astype(float), y, False, True)
    if skill(score, guess) < _NEARLY:
        return []
    row, column = map(int, np.unravel_index(place, table.x.shape[1:])[:2])
    evidence = (
        f"The pixel in row {row + 1:,}, column {column + 1:,} alone is right for {words.percent(score)} of the "
        f"training images; guessing is right for {words.percent(guess)}. A network will look there and nowhere else."
    )
    fix = mends.covered(_around(ratios.max(axis=-1) if ratios.ndim > 2 else ratios, row, column), table, name)
    evidence += _elsewhere(table, place)
    sentence = f"One spot of the image{f' {name}' if name else ''} gives the class away."
    return [Finding("spot", "leak", sentence, evidence, (), fix)]


def _around(ratios: np.ndarray, row: int, column: int) -> tuple[slice, slice]:
    """The area (rows, columns) around a pixel whose edges tell less than half as much; half of the image at most."""
    above, below, left, right = row, row + 1, column, column + 1
    (height, width), enough = ratios.shape, ratios[row, column] / 2
    while 2 * max((below - above) / height, (right - left) / width) < 1:
        wider = max(0, above - 1), min(height, below + 1), max(0, left - 1), min(width, right + 1)
        inside, around = (own.max(initial=0) for own in _parts(ratios, (above, below, left, right), wider))
        if around < enough or not inside:
            break
        above, below, left, right = wider
    return slice(above, below), slice(left, right)


def _parts(ratios: np.ndarray, area: tuple[int, ...], wider: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """The pixels of an area, and those of a wider one that are not in it."""
    there = np.zeros(ratios.shape, bool)
    there[area[0] : area[1], area[2] : area[3]] = True
    within = np.zeros(ratios.shape, bool)
    within[wider[0] : wider[1], wider[2] : wider[3]] = True
    return ratios[there], ratios[within & ~there]


def _elsewhere(table: Table, place: int) -> str:
    """How the pixel does in the test part, where it does worse."""
    from sklearn.tree import DecisionTreeClassifier

    flat = table.x.reshape(len(table), -1)[:, [place]]
    trained, tested = table.parts == 0, table.parts == 2
    if tested.sum() < 20:
        return ""
    tree = DecisionTreeClassifier(max_leaf_nodes=16, random_state=0).fit(flat[trained], table.y[trained])
    score = float(tree.score(flat[tested], table.y[tested]))
    return f" In the test part the same rule is right for {words.percent(score)}." if score < 0.9 else ""


def _ratios(flat: np.ndarray, y: np.ndarray) -> np.ndarray:
    """(numbers,) correlation ratio of each number of x (n, numbers) by class; 0 for one that never changes."""
    centred = flat - flat.mean(axis=0)
    total = (centred**2).sum(axis=0)
    between = sum((y == k).sum() * centred[y == k].mean(axis=0) ** 2 for k in np.unique(y))
    return np.divide(between, total, out=np.zeros(len(total)), where=total > 1e-12)


def _one_word(table: Table) -> list[Finding]:
    """The word whose being there tells most of the class, where it tells nearly all."""
    classes = len(table.classes)
    x = table.x.astype(np.int64)
    width = int(x.max()) + 1
    rows = np.repeat(np.arange(len(x)), x.shape[1])
    pairs = np.unique(rows * width + x.reshape(-1))
    texts_with = np.bincount((pairs % width) * classes + table.y[pairs // width].astype(int),
                             minlength=width * classes).reshape(width, classes)  # fmt: skip
    sizes = np.bincount(table.y.astype(int), minlength=classes)
    right = texts_with.max(axis=1) + (sizes - texts_with).max(axis=1)
    right[0] = 0
    left_out = mends.left_out_words(table)
    right[[place for place, name in enumerate(table.words[:width]) if name in left_out]] = 0
    word, guess = int(right.argmax()), guessing(table.y, True)
    score = float(right[word] / len(table))
    if skill(score, guess) < _NEARLY or classes > 2:
        return []
    name = table.words[word] if word < len(table.words) else str(word)
    evidence = (
        f"Whether it stands in a text tells the class of {words.percent(score)} of them. A network needs to learn "
        "nothing else. Will it be so for the texts to come?"
    )
    fix = mends.without_word(name, table)
    return [Finding("word", "leak", f"The word “{name}” gives the class away.", evidence, (), fix)]
