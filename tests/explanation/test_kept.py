"""What was found out about a run lies in its folder, and comes back for its weights and its question alone."""

import dataclasses
import os
from types import SimpleNamespace

import numpy as np
import pytest

from nnviz import progress
from nnviz.data.own import handmade
from nnviz.explanation import kept
from nnviz.explanation.packed import packed, unpacked
from nnviz.explanation.records import Attribution, Trouble
from nnviz.explanation.target import Target
from nnviz.training.meaning import assumed


@pytest.fixture
def run(tmp_path):
    model = tmp_path / "final.keras"
    model.write_bytes(b"1")
    return SimpleNamespace(folder=tmp_path, model_path=model, moment=None, weight_ids=lambda: [3])


def found(seconds: float = 0.5) -> Attribution:
    target = Target((1,), names=("no", "yes"), meaning=assumed("softmax", 2))
    values = np.random.default_rng(1).normal(size=(3, 2)), np.array([np.nan, np.inf])
    settings = {"n_steps": 32, "groups": (0, 1), "baseline": "zeros"}
    own = (Trouble("jump", "It jumps.", "Do not."),)
    return Attribution(values, target, values, None, 0.5, float("nan"), None, None, False, "lime", settings, 0, seconds,
                       ("a", "b"), ("A note.",), own)  # fmt: skip


def same(one, other) -> bool:
    if dataclasses.is_dataclass(one):
        names = [own.name for own in dataclasses.fields(one)]
        return type(one) is type(other) and all(same(getattr(one, name), getattr(other, name)) for name in names)
    if isinstance(one, tuple):
        return isinstance(other, tuple) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    return one == other or (one != one and other != other)


def test_a_record_comes_back_as_it_was_and_nothing_else_is_made_of_bytes():
    assert same(unpacked(packed(found())), found())
    assert not same(unpacked(packed(found())), found(0.6)), "the comparison can fail"
    with pytest.raises(TypeError):
        packed(SimpleNamespace(values=1))
    tree = {"record": "subprocess:Popen", "fields": {"args": "true"}}
    with pytest.raises(TypeError, match="not a record"):
        unpacked(_archive(tree))


def _archive(tree) -> bytes:
    import io
    import json

    buffer = io.BytesIO()
    np.savez_compressed(buffer, tree=np.array(json.dumps(tree)))
    return buffer.getvalue()


def test_other_weights_have_their_own_and_what_is_broken_is_not_there(run):
    asked = ("test", 4, (0, 1), "lime", {"samples": 9})
    kept.keep(run, "attribution", asked, found())
    assert same(kept.find(run, "attribution", asked), found())
    assert kept.find(run, "attribution", (*asked[:4], {"samples": 10})) is None
    os.utime(run.model_path, ns=(1, 1))
    assert kept.find(run, "attribution", asked) is None, "another epoch was restored"
    kept.keep(run, "attribution", asked, found())
    run.weight_ids = lambda: [3, 4]
    assert kept.find(run, "attribution", asked) is None, "the training went on"
    run.moment = 3
    assert kept.find(run, "attribution", asked) is None, "a moment of the training is looked at"
    run.moment, run.weight_ids = None, lambda: [3]
    (run.folder / "thresholds.json").write_text("[0.3]")
    assert kept.find(run, "attribution", asked) is None, "labels are decided otherwise"
    (run.folder / "thresholds.json").unlink()
    for path in (run.folder / "explained").iterdir():
        path.write_bytes(path.read_bytes()[:200])
    assert kept.find(run, "attribution", asked) is None


def test_what_was_looked_at_longest_ago_gives_way_and_nothing_of_a_persons_own_is_kept(run, monkeypatch):
    monkeypatch.setattr(kept, "_MOST_FILES", 3)
    for index in range(3):
        kept.keep(run, "attribution", (index,), found())
        os.utime(kept._path(run, ("attribution", (index,))), ns=(index, index))
    assert kept.find(run, "attribution", (0,)) is not None, "now it is the one that was looked at last"
    kept.keep(run, "attribution", (3,), found())
    assert [kept.find(run, "attribution", (index,)) is not None for index in range(4)] == [True, False, True, True]
    own = handmade.part_of("a drawing")
    kept.keep(run, "attribution", (own, 0), found())
    assert kept.find(run, "attribution", (own, 0)) is None


def test_a_function_answers_from_the_folder_unless_it_was_cut_short(run, monkeypatch):
    monkeypatch.setattr(kept.Run, "open", lambda reference: run)
    asked = []

    @kept.with_run("attribution")
    def explain(run_id, index, method="lime"):
        asked.append(index)
        return found()

    with progress.heard_by(lambda share: True):
        explain("r", 1)
    for _ in range(2):
        assert same(explain("r", 1), found())
    explain("r", 1, method="rise")
    assert asked == [1, 1, 1] and kept.find(run, "attribution", (1,)) is not None
