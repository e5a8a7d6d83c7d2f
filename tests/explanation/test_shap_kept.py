"""SHAP values that are kept with a run, worked on in the background, put into groups, and given to the shap package."""

import dataclasses

import numpy as np
import pytest

from nnviz import progress
from nnviz.data.column import Column
from nnviz.errors import ExplanationError
from nnviz.explanation import cohorts, shap_asked, shap_kept
from nnviz.explanation.background import choose, groups_of, numbered
from nnviz.explanation.interactions_seen import partners
from nnviz.explanation.shap_kept import Question
from nnviz.explanation.shap_records import ShapPart, ShapValues
from nnviz.explanation.shap_whole import mean_maps, word_means
from nnviz.explanation.target import Target
from nnviz.training.meaning import assumed

RNG = np.random.default_rng(2)
COLUMNS = (Column("age", unit="years"), Column("city", "category", categories=("Lima", "Oslo", "Rome")))


class Folder:
    """A run, as far as keeping goes."""

    def __init__(self, folder):
        self.folder, self.moment, self.model_path = folder, None, folder / "model.keras"
        self.reference = "r"

    def weight_ids(self):
        return [3, 7]


@pytest.fixture
def run(tmp_path):
    return Folder(tmp_path)


def some(n=12):
    data = np.stack([RNG.integers(20, 80, n), RNG.integers(0, 3, n)], 1).astype(float)
    data[0] = np.nan
    values = np.stack([0.01 * (np.nan_to_num(data[:, 0]) - 50), 0.1 * (data[:, 1] == 1)], 1)
    target = Target(tuple([1, 0] * (n // 2)), names=("no", "yes"), meaning=assumed("softmax", 2))
    base = np.full(n, 0.5)
    part = ShapPart("image", RNG.normal(size=(n, 2, 2, 1)), np.zeros((n, 2, 2, 1)))
    output = base + values.sum(1) + part.values.reshape(n, -1).sum(1)
    return ShapValues(values, data, target, output, base, "12 rows", 12, "kernel_shap", {"sets": 9}, 0, 0.5, COLUMNS,
                      ("Exact.",), (part,))  # fmt: skip


def test_what_is_kept_comes_back_as_it_was_and_other_weights_have_their_own(run):
    shap, question = some(), Question("test", (1, 2), (0, 1), settings={"sets": 9})
    assert shap_kept.find(run, question) is None
    shap_kept.keep(run, question, shap)
    again = shap_kept.find(run, question)
    for name in ("values", "data", "output", "base"):
        np.testing.assert_array_equal(getattr(again, name), getattr(shap, name))
    assert (again.target, again.columns, again.notes, again.params) == (shap.target, COLUMNS, ("Exact.",), {"sets": 9})
    np.testing.assert_array_equal(again.further[0].values, shap.further[0].values)
    assert shap_kept.find(run, dataclasses.replace(question, rows=51)) is None
    run.moment = 3
    assert shap_kept.find(run, question) is None
    run.moment = None


def test_work_in_the_background_tells_how_far_it_is_and_ends_when_it_is_told_to(run, monkeypatch):
    question, seen = Question("test", tuple(range(40))), []
    monkeypatch.setattr(shap_asked.Run, "open", lambda reference: run)
    monkeypatch.setattr(shap_asked, "_EVERY", -1.0)

    def answered(run_id, split, indexes, *others):
        progress.tell(0.5)
        seen.append((shap_kept.work(run, question).share, indexes))
        if ending and indexes[0]:
            shap_kept.stop(run, question)
        progress.tell()
        return some(len(indexes))

    monkeypatch.setattr(shap_asked, "shap_of_run", answered)
    ending = True
    shap_kept.begin(run, question)
    shap_asked.shap_later("r", question)
    assert shap_kept.work(run, question).state == "stopped" and shap_kept.find(run, question) is None
    ending = False
    shap_kept.begin(run, question)
    shap_asked.shap_later("r", question)
    assert len(shap_kept.find(run, question)) == 40 and shap_kept.work(run, question) is None
    assert [share for share, _ in seen] == [0.25, 0.75, 0.75], "it goes on from where it was ended"
    assert seen[2][1] == tuple(range(20, 40))
    asked = len(seen)
    assert len(shap_asked.shap_now("r", question)) == 40 and len(seen) == asked, "kept values are not asked again"

    def fails(*arguments):
        raise ExplanationError("There is no such row.")

    monkeypatch.setattr(shap_asked, "shap_of_run", fails)
    other = dataclasses.replace(question, rows=3)
    shap_asked.shap_later("r", other)
    assert shap_kept.work(run, other).message == "There is no such row."


def test_groups_of_examples():
    shap = some()
    city = cohorts.by_column(COLUMNS[1], shap.data[:, 1])
    assert city.names[0] == "city: missing" and city.counts[0] == 1 and sum(city.counts) == 12
    rome = shap.data[:, 1] == 2
    np.testing.assert_allclose(
        city.means(shap.values)[city.names.index("city: Rome")], np.abs(shap.values[rome]).mean(0)
    )
    age = cohorts.by_column(COLUMNS[0], shap.data[:, 0])
    middle = np.nanmedian(shap.data[:, 0])
    np.testing.assert_array_equal(age.of == 1, shap.data[:, 0] >= middle)
    assert age.names[1] == f"age {middle:g} years and above" and age.names[2] == "missing"
    many = cohorts.by_class([str(k) for k in range(1000)], np.repeat(np.arange(40), range(1, 41)), "is {}")
    assert many.names == ("is 35", "is 36", "is 37", "is 38", "is 39", "is another class") and not many.classes
    assert cohorts.by_class(("a", "b"), np.array([0, 1, 1])).classes
    assert cohorts.by_rightness(np.array([0.0, 2.0])).counts == [1, 1]
    own = shap.only([2, 5])
    assert own.target.index == (1, 0) and own.further[0].values.shape[0] == 2 and own.residual.max() < 1e-12


def test_the_column_that_acts_together_with_another_is_found():
    data = RNG.normal(size=(400, 4))
    values = data[:, 1] * data[:, 3] + 0.5 * data[:, 1] ** 2
    strength = partners(values, data, 1)
    assert strength.argmax() == 3 and strength[1] == 0 and strength[3] > 3 * strength[[0, 2]].max()
    assert not partners(np.zeros(400), data, 1).any()


def test_means_of_words_and_maps():
    shap = dataclasses.replace(some(2), values=np.array([[1.0, 2.0, 9.0], [3.0, -6.0, 0.0]]))
    names, means, counts = word_means(shap, [["good", "bad", "once"], ["good", "bad", ""]])
    assert (names, means.tolist(), counts.tolist()) == (["good", "bad"], [2.0, -2.0], [2, 2])
    maps = mean_maps(
        dataclasses.replace(shap, values=np.ones((2, 3, 3, 1))), cohorts.Cohorts(("a", "b"), np.zeros(2, int))
    )
    assert maps[0].min() == 1 and maps[1].max() == 0


def test_backgrounds_by_class_by_share_and_by_name():
    rows, classes = np.arange(100.0)[:, None], np.repeat([0, 1, 2], [88, 9, 3])
    drawn = choose(rows, "stratified", 20, strata=classes).rows[:, 0].astype(int)
    assert np.bincount(classes[drawn]).tolist() == [17, 2, 1]
    assert set(classes[choose(rows, "class", 5, strata=classes, own=(1,), named="rare").rows[:, 0].astype(int)]) == {1}
    assert "all of them rare" in choose(rows, "class", 5, strata=classes, own=(1,), named="rare").words
    assert choose(rows, "own", own=(7, 3)).rows[:, 0].tolist() == [3, 7]
    assert np.bincount(groups_of(np.linspace(0, 1, 100))).tolist() == [20] * 5
    with pytest.raises(ExplanationError, match="No training example is seven"):
        choose(rows, "class", 5, strata=classes, own=(7,), named="seven")
    with pytest.raises(ExplanationError, match="some of 0 to 99"):
        choose(rows, "own", own=(100,))
    assert numbered("3, 7; 20-23, 7") == (3, 7, 20, 21, 22, 23)
    for wrong in ("", "x", "9-3", "1-99999", "3 4", "-5"):
        with pytest.raises(ExplanationError, match="row numbers such as 3, 7, 20-25"):
            numbered(wrong)


def test_the_shap_packages_own_record():
    shap = some()
    explanation = shap.explanation()
    np.testing.assert_array_equal(explanation.values, shap.values)
    np.testing.assert_array_equal(explanation.base_values, shap.base)
    assert list(explanation.feature_names) == ["age (years)", "city"] and explanation.display_data[0, 1] == "missing"
    assert explanation[3].values.shape == (2,)


@pytest.mark.parametrize("kind", ["force", "heatmap", "decision", "groups", "scatter"])
def test_pictures_of_a_table_add_up_and_escape_names(kind):
    shap = dataclasses.replace(some(), columns=(Column("a<i>"), COLUMNS[1]), further=())
    shap = dataclasses.replace(shap, output=shap.base + shap.values.sum(1))
    options = {"cohorts": cohorts.by_column(COLUMNS[1], shap.data[:, 1])} if kind == "groups" else {}
    options |= {"column": 0, "other": 1} if kind == "scatter" else {}
    figure = shap.figure(kind, **options)
    assert "<i>" not in figure.to_json().replace("a&lt;i&gt;", "")
    if kind == "force":
        tips = [trace.x for trace in figure.data if trace.fill == "toself"]
        assert {round(max(x) - min(x), 6) for x in tips} == {round(abs(v), 6) for v in shap.values[0] if v}
    if kind == "decision":
        ends = {round(x, 9) for trace in figure.data for x, y in zip(trace.x, trace.y, strict=True) if y == 2}
        assert ends == {round(x, 9) for x in shap.output}
    if kind == "heatmap":
        drawn = next(trace for trace in figure.data if trace.type == "heatmap").z
        assert sorted(map(tuple, np.round(drawn.T, 9))) == sorted(
            map(tuple, np.round(shap.values[:, np.argsort(-shap.importance)], 9)))  # fmt: skip
    if kind == "groups":
        lengths = np.concatenate([np.asarray(trace.x, float) for trace in figure.data])
        np.testing.assert_allclose(sorted(lengths), sorted(options["cohorts"].means(shap.values).ravel()))
    if kind == "scatter":
        assert {trace.name for trace in figure.data} == {"Lima", "Oslo", "Rome", "missing"}
