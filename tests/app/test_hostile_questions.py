"""What a browser sends to lessons and to the builder may be anything: an answer or a sentence, never an exception."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from nnviz import gallery
from nnviz.concepts.flow_records import Flow
from nnviz.concepts.hyperparameters import PAIRS, PLAYS
from nnviz.concepts.network_kinds import KINDS
from nnviz.concepts.own_layers_records import OwnLayers
from nnviz.concepts.task_to_network import Choices
from nnviz.data.catalog import known_schema
from nnviz.errors import NnvizError
from nnviz.models.records import Preview
from nnviz.specs import INPUT
from pages.shared import engine
from pages.shared.builder import actions
from pages.shared.lessons import lesson, racing
from pages.shared.lessons.course import LESSONS
from pages.shared.session import record as records
from pages.shared.session import state
from tests.app import asked_by_lessons
from tests.concepts.test_asked import RACE
from tests.hostile import questions

ROOT = Path(__file__).resolve().parents[2]
DECIDED = Choices("breast_cancer", "standard", 1, "sigmoid", "binary_crossentropy", "suggested")
GOOD = {
    **asked_by_lessons.GOOD,
    "activations": ({"want": "race", "id": "1", "race": "each", "own": True}, {"want": "sums", "id": "2"}),
    "layers": ({"want": "race", "id": "1", "race": "hard", "own": False},),
    "losses": ({"want": "race", "id": "1", "race": "each", "own": False}, {"want": "answers", "id": "2"}),
    "overfitting": ({"want": "race", "id": "1", "race": "sizes", "own": True},),
    "vanishing_gradients": ({"want": "race", "id": "1", "race": "depths", "own": True}, {"want": "layers", "id": "2"}),
    "initialization": ({"want": "race", "id": "1", "race": "starts", "own": False}, {"want": "layers", "id": "2"}),
    "stability": ({"want": "race", "id": "1", "race": "seeds_3", "own": True}, {"want": "between", "id": "2"}),
    "batches": tuple(
        {"want": want, "id": "1", "network": "digits", "compared": "sizes"}
        for want in ("examples", "gradients", "runs")
    ),
    "regularization": ({"want": "race", "id": "1", "race": "remedies", "own": False}, {"want": "dropout", "id": "2"}),
    "backpropagation": ({"want": "flow", "id": "1", "index": 4},),
    "convolutions": ({"want": "kernels", "id": "1"}, {"want": "photograph", "id": "2"}),
    "gradient_descent": ({"want": "line", "id": "1"}, {"want": "network", "id": "2"}, RACE),
    "task_to_network": (
        {"want": "look", "id": "1", "data": "digits", "scaling": "none"},
        {"want": "network", "id": "2", **vars(DECIDED)},
    ),
    "what_is_a_network": (
        {"want": "rows", "id": "1"},
        {"want": "kinds", "id": "2"},
        {"want": "kind", "id": "3", "name": "recurrent"},
    ),
    "recurrent_networks": (
        {"want": "memory", "id": "1", "task": "quotes", "cell": "LSTM"},
        {"want": "adding", "id": "2", "length": 10},
    ),
    "attention": (
        {"want": "transformer", "id": "1", "task": "reverse", "positions": True, "mask": "none"},
        {"want": "transformer", "id": "2", "task": "sort", "positions": False, "mask": "causal"},
    ),
    "cross_validation": ({"want": "race", "id": "1", "race": "folds", "own": True},),
    "hyperparameters": (
        {"want": "surface", "id": "1", "pair": "l2"},
        {"want": "search", "id": "2", "pair": "units", "sampler": "gp", "play": 3},
    ),
    "learning_rate": (
        {"want": "finder", "id": "1", "network": "diagnosis"},
        {
            "want": "runs",
            "id": "2",
            "key": "race",
            "network": "own",
            "shapes": [{"kind": "cosine", "peak": 0.1, "end": 0.01, "warmup": 0.1}],
        },
    ),
}
"""What the pictures that ask something ask."""
FLOW = Flow((), 1.0, np.zeros(1), np.zeros(1), np.zeros(2), np.zeros(2))
KERNELS = {"kernels": np.zeros((1, 3, 3, 1)), "biases": np.zeros(1), "layer": "c", "total": 1, "accuracy": 0.9}
PLANE = {"values": np.zeros((2, 4, 4)), "x": (-1, 1), "y": (-1, 1), "examples": 2, "loss": 0.0}


class Engine:
    """Answers with little, and only what was asked with arguments of the right kind."""

    asked = 0

    def call(self, task, *arguments, timeout=None):
        self.asked += 1
        if task in asked_by_lessons.ANSWERS:
            return asked_by_lessons.ANSWERS[task]
        return getattr(self, task)(*arguments)

    def learn_flow(self, experiment, run_id, index):
        assert run_id is None and type(index) is int
        return FLOW, index, 9, "yes", "no (51.0 %)"

    def learn_race(self, names, surface, start, rate, steps, schedule, batch_size, settings):
        assert surface.examples >= 0 and all(type(number) is float for number in (*start, rate))
        assert type(steps) is type(batch_size) is int and set(settings) == set(names)
        return {name: np.zeros((2, 2)) for name in names}

    def learn_kernels(self, run_id):
        return KERNELS

    def learn_photograph(self):
        return np.zeros((2, 2, 3))

    def learn_line_data(self):
        return {"inputs": np.zeros(3), "targets": np.zeros(3), "names": ("a", "b")}

    def learn_plane(self, run_id):
        return PLANE

    def learn_rows(self, run_id):
        numbers = dict.fromkeys(("low", "high", "offset", "scale", "rows", "truths", "outputs"), np.zeros(1))
        return {**numbers, "layers": []}

    def learn_kinds(self):
        return []

    def learn_kind(self, name):
        assert name in KINDS
        return {"name": name, "stages": [np.zeros((8, 3))], "images": None, "drawn": np.zeros((8, 8, 8))}

    def learn_look(self, spec):
        return {"schema": known_schema(spec), "training": 400, "validation": 100, "images": None}

    def preview(self, model, data, train):
        return Preview((), (), (1,), 0, 0, 0, 0)

    def learn_sums(self, experiment, run_id):
        assert run_id is None
        return {}

    learn_answers = learn_sums

    def learn_dropout(self):
        return {}

    def learn_own_layers(self, experiment, run_id):
        assert run_id is None
        return OwnLayers((), 1.0, experiment.title, False)

    def learn_between(self):
        return {}

    def begin(self, race):
        assert len(race.key) == 32

    def learn_batch_examples(self, experiment):
        return {"x": None, "labels": np.zeros(2), "orders": np.zeros((5, 2))}

    def learn_batch_gradients(self, experiment):
        return [{"points": np.zeros((2, 2))}]

    def learn_batch_runs(self, experiment, compared):
        assert compared in ("sizes", "order")
        return {"runs": []}

    def learn_surface(self, pair):
        assert pair in PAIRS
        return dict.fromkeys(("validation", "test", "curse"), np.ones((2, 2, 2)))

    def learn_search(self, pair, sampler, play):
        assert pair in PAIRS and sampler in ("tpe", "gp") and type(play) is int and 0 <= play < PLAYS
        return np.ones((2, 3), int)

    def learn_rate_finder(self, experiment):
        arrays = {name: np.ones(3) for name in ("rates", "losses", "smoothed")}
        return {**arrays, "title": experiment.title}

    def learn_rate_runs(self, experiment, shapes):
        assert all(0 < shape.peak <= 100 and 0 <= shape.warmup < 1 for shape in shapes)
        return {"epochs": 1, "runs": [{"loss": [1.0]} for _ in shapes]}


@pytest.fixture
def worker(monkeypatch):
    """An engine that needs no cluster, and a session with nothing in it."""
    worker, session = Engine(), records.SessionRecord()
    monkeypatch.setattr(engine, "call", worker.call)
    monkeypatch.setattr(racing, "begin", lambda race: worker.call("begin", race))
    monkeypatch.setattr(state, "run", lambda: None)
    monkeypatch.setattr(state, "experiment", lambda: gallery.ready("spirals"))
    monkeypatch.setattr(records, "record", lambda: session)
    monkeypatch.setattr(lesson, "record", lambda: session)
    return worker


def answer_of(page: Path, monkeypatch):
    """What the page gives its picture to ask; None for a picture that asks nothing."""
    given = {}
    monkeypatch.setattr(lesson, "begin", lambda name: SimpleNamespace(name=name, rows=lambda title: []))
    monkeypatch.setattr(lesson, "picture", lambda text, data=None, answer=None: given.update(answer=answer))
    monkeypatch.setattr(lesson, "rest", lambda *arguments, **named: None)
    runpy.run_path(str(page))
    return given["answer"]


@pytest.mark.parametrize("name", LESSONS)
def test_every_lesson_answers_or_refuses_with_a_sentence(name, worker, monkeypatch):
    answer, good = answer_of(ROOT / LESSONS[name].page, monkeypatch), GOOD.get(name, ())
    assert (answer is None) == (not good)
    for one in good:
        assert isinstance(answer(one), dict)
        refused = answered = 0
        for question in questions(one):
            try:
                assert isinstance(answer(question), dict)
                answered += 1
            except NnvizError as refusal:
                refused += 1
                assert str(refusal).endswith((".", "?")) and len(str(refusal)) < 1500
        assert refused > 25 and answered
    assert bool(worker.asked) == bool(good)


def test_a_refusal_reaches_the_picture_with_the_questions_own_name(worker, monkeypatch):
    text = SimpleNamespace(name="backpropagation")
    monkeypatch.setattr(lesson.st, "rerun", lambda scope: None)
    answer = answer_of(ROOT / "pages" / "learn" / "backpropagation.py", monkeypatch)
    for question in questions(GOOD["backpropagation"][0], rounds=50):
        monkeypatch.setattr(lesson, "_picture", lambda text, data, question=question: question)
        lesson._asking(text, {}, answer)
        if question is None:
            continue
        told = lesson.record().lesson("backpropagation").answer
        assert told["id"] is None or isinstance(told["id"], str)
        assert isinstance(told.get("error", ""), str) and ("error" in told) != ("flow" in told)


def test_a_question_whose_run_of_the_page_is_ended_by_another_is_answered_by_that_one(monkeypatch):
    text, kept, drawn = SimpleNamespace(name="neuron"), lesson.record().lesson("neuron"), []
    asks = iter([{"id": "1", "want": "x"}, None, None, {"id": "2"}, None])
    monkeypatch.setattr(lesson, "_picture", lambda text, data: next(asks))
    monkeypatch.setattr(lesson, "_draw_again", lambda: drawn.append(kept.answer))

    def ended(question):
        raise RerunException(RerunData())

    with pytest.raises(RerunException):
        lesson._asking(text, {}, ended)
    for _ in range(2):  # the question is answered, once
        lesson._asking(text, {}, lambda question: {"told": question["want"]})
    assert drawn == [{"id": "1", "told": "x"}]
    with pytest.raises(KeyError):
        lesson._asking(text, {}, lambda question: question["want"])
    lesson._asking(text, {}, ended)  # nothing is left to be asked


def test_a_question_that_comes_again_after_its_answer_is_not_worked_out_again(monkeypatch):
    text, worked_out = SimpleNamespace(name="losses"), []
    asks = iter(
        [{"id": "1", "want": "x"}, {"id": "1", "want": "x"}, {"id": "2", "want": "x"}, {"want": "x"}, {"want": "x"}]
    )
    monkeypatch.setattr(lesson, "_picture", lambda text, data: next(asks))
    monkeypatch.setattr(lesson, "_draw_again", lambda: None)
    for _ in range(5):
        lesson._asking(text, {}, lambda question: worked_out.append(question.get("id")) or {})
    assert worked_out == ["1", "2", None, None]


@pytest.fixture
def builder(monkeypatch):
    """The builder's history, which notes what it is told."""
    model, done = gallery.ready("spirals").model, []

    def noting(name):
        return lambda *arguments, **named: done.append((name, *arguments, *named.values()))

    parts = {name: noting(name) for name in ("edit", "choose", "undo", "redo", "refuse")}
    monkeypatch.setattr(actions, "history", SimpleNamespace(model=lambda: model, **parts))
    return model, done


def test_clicks_and_keys_in_the_builder_are_done_or_refused_with_a_sentence(builder):
    model, done = builder
    known = {INPUT, *(layer.id for layer in model.layers)}
    for action in actions._ACTIONS:
        for event in questions({"action": action, "id": model.layers[0].id, "position": 1}, rounds=60):
            done.clear()
            actions.follow(event)
            for name, *arguments in done:
                if name == "refuse":
                    assert arguments[0].endswith((".", "?")) and len(arguments[0]) < 1500
                elif name in ("choose", "edit"):
                    layer_id, *rest = arguments[name == "edit" :]
                    assert layer_id in known and all(isinstance(one, int | str) for one in rest)


def test_a_good_click_is_done(builder):
    model, done = builder
    actions.follow({"action": "select", "id": model.layers[1].id})
    actions.follow({"action": "undo"})
    actions.follow({"action": "remove", "id": "gone"})
    actions.follow({"action": "fly", "id": model.layers[1].id})
    assert done[:2] == [("choose", model.layers[1].id), ("undo",)]
    assert [name for name, *_ in done] == ["choose", "undo", "refuse"]
    assert "Action must be one of select, up, down" in done[2][1]
