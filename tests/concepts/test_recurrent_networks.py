"""Recurrent networks: the browser's cells and their slopes against Keras, the tasks, the recorded trainings,
the check."""

import json

import keras
import numpy as np
import pytest
import tensorflow as tf

from nnviz import settings
from nnviz.concepts import recorder, recurrent_networks_check
from nnviz.concepts import recurrent_networks as concept
from nnviz.concepts import recurrent_networks_tasks as tasks
from nnviz.concepts.recordings import Recording
from nnviz.concepts.recurrent_networks_asked import recording_of
from nnviz.errors import SpecError
from nnviz.studies.race import record_of
from nnviz.views.packing import unpack
from tests.browser_twins import in_browser
from tests.sampling import whole

CELLS = {"lessons/recurrent_networks/cells.js": "answersOf, cellOf, numbersOf, reach, read"}
STATE = {"lessons/recurrent_networks/state.js": "kindsOf, loopOf, loopSlope, truthOf"}
_OPEN = (
    """const cellGiven = ({ kind, weights }) => cellOf(kind, weights.map(([shape, values]) => ({ shape, values })));"""
)
STEPS = 5


@pytest.fixture(scope="module", params=concept.CELLS)
def network(request):
    """(kind, network with weights by chance, inputs (1, STEPS, 3))."""
    model = tasks.reader(request.param)
    rng = np.random.default_rng(4)
    model.set_weights([rng.normal(0, 0.6, weight.shape) for weight in model.get_weights()])
    return request.param, model, rng.normal(size=(1, STEPS, 3)).astype("float32")


def given(kind, model, x, **more):
    weights = [[list(weight.shape), weight.ravel().tolist()] for weight in model.get_weights()]
    return {"kind": kind, "weights": weights, "inputs": x[0].tolist(), **more}


def said(expression: str, case: dict):
    function = f"(given) => {{ {_OPEN} const cell = cellGiven(given); return ({expression}); }}"
    return in_browser(CELLS, function, [case])[0]


def keras_states(model, x, states=None):
    """[(h, c or None)] after each step, by the cell of the layer alone."""
    cell = model.layers[0].cell
    states = states or [tf.zeros((1, concept.UNITS))] * (2 if isinstance(cell, keras.layers.LSTMCell) else 1)
    told = []
    for step in range(x.shape[1]):
        _, states = cell(x[:, step], list(states))
        told.append(list(states))
    return told


def test_states_and_answers_are_those_of_keras(network):
    kind, model, x = network
    expression = """(() => { const steps = read(cell, given.inputs);
        return [steps.map(({ h }) => [...h]), steps.map(({ c }) => [...c]), answersOf(cell, steps)]; })()"""
    h, c, answers = said(expression, given(kind, model, x))
    states = keras_states(model, x)
    assert np.array(h) == pytest.approx(np.array([s[0][0] for s in states]), abs=1e-5)
    if kind == "LSTM":
        assert np.array(c) == pytest.approx(np.array([s[1][0] for s in states]), abs=1e-5)
    assert answers == pytest.approx(np.ravel(model(x)), abs=1e-5)


def test_a_units_numbers_at_a_step_belong_together(network):
    kind, model, x = network
    told = said("numbersOf(cell, read(cell, given.inputs)[2], 3)", given(kind, model, x))
    states = keras_states(model, x)
    assert told["y"] == pytest.approx(float(states[2][0][0, 3]), abs=1e-5)
    if kind == "SimpleRNN":
        assert np.tanh(told["input"] + told["recurrent"] + told["bias"]) == pytest.approx(told["y"])
    elif kind == "GRU":
        assert told["h_before"] == pytest.approx(float(states[1][0][0, 3]), abs=1e-5)
        assert told["z"] * told["h_before"] + (1 - told["z"]) * told["n"] == pytest.approx(told["y"])
    else:
        assert told["f"] * told["c_before"] + told["i"] * told["g"] == pytest.approx(told["c"])
        assert told["o"] * np.tanh(told["c"]) == pytest.approx(told["y"])


def test_slopes_through_time_are_those_of_a_tape(network):
    kind, model, x = network
    sizes = said("reach(cell, read(cell, given.inputs))", given(kind, model, x))
    after = keras_states(model, x)
    for step in (0, 2, STEPS - 1):
        states = [tf.constant(state) for state in after[step]]
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(states)
            rest = x[:, step + 1 :]
            last = keras_states(model, rest, states)[-1][0] if rest.shape[1] else states[0]
        slopes = tape.jacobian(last, states, unconnected_gradients="zero", experimental_use_pfor=False)
        truth = np.sqrt(sum(float((np.array(slope) ** 2).sum()) for slope in slopes))
        assert sizes[step] == pytest.approx(truth, rel=1e-4)


def test_a_gate_that_is_held_wipes_or_keeps_the_memory():
    model = tasks.reader("LSTM")
    x = np.random.default_rng(1).normal(size=(1, STEPS, 3)).astype("float32")
    expression = (
        """read(cell, given.inputs, given.forced).map(({ c, f, i, g }) => [c, f, i, g].map((one) => [...one]))"""
    )
    forced = {"step": 2, "gates": {"f": 0}}
    wiped = said(expression, given("LSTM", model, x, forced=forced))
    free = said(expression, given("LSTM", model, x, forced=None))
    assert wiped[:2] == free[:2] and np.abs(np.array(wiped[3][0]) - free[3][0]).max() > 1e-3
    c, f, i, g = map(np.array, wiped[2])
    assert (f == 0).all() and c == pytest.approx(i * g)
    kept = said(expression, given("LSTM", model, x, forced={"step": 2, "gates": {"f": 1, "i": 0}}))
    assert kept[2][0] == free[1][0]
    gone = said(expression, given("LSTM", model, x, forced={"step": 2, "gates": {"f": 0, "i": 0}}))
    assert gone[3:] == said(expression, given("LSTM", model, x[:, 3:], forced=None)), "as if it began there"


def test_one_step_written_out_is_that_of_keras():
    rng = np.random.default_rng(2)
    layer = keras.layers.LSTMCell(1)
    layer.build((None, 1))
    kernel, recurrent, bias = rng.normal(size=(1, 4)), rng.normal(size=(1, 4)), rng.normal(size=4)
    layer.set_weights([kernel, recurrent, bias])
    gates = {name: (kernel[0, k], recurrent[0, k], bias[k]) for k, name in enumerate("ifgo")}
    told = concept.lstm_step(0.7, 0.2, -1.1, gates)
    _, (h, c) = layer(np.array([[0.7]]), [np.array([[0.2]]), np.array([[-1.1]])])
    assert (told["h"], told["c"]) == pytest.approx((float(h[0, 0]), float(c[0, 0])), abs=1e-5)


def test_the_loop_and_its_slope():
    state = {"w": 1.3, "u": 0.8, "b": -0.2, "inputs": [1, 0, -1, 0, 1, 0]}
    h, slope = in_browser(STATE, "(s) => [loopOf(s).map(({ h }) => h), loopSlope(s, loopOf(s))]", [state])[0]
    layer = keras.layers.SimpleRNN(1, return_sequences=True)
    layer.build((None, 6, 1))
    layer.set_weights([np.array([[1.3]]), np.array([[0.8]]), np.array([-0.2])])
    inputs = np.array(state["inputs"], "float32").reshape(1, 6, 1)
    assert h == pytest.approx(np.ravel(layer(inputs)), abs=1e-5)
    nudged = {**state, "inputs": [1 + 1e-5, *state["inputs"][1:]]}
    moved = in_browser(STATE, "(s) => loopOf(s).at(-1).h", [nudged])[0] - h[-1]
    assert moved / 1e-5 == pytest.approx(slope, rel=1e-3)


@pytest.mark.parametrize("task", concept.TASKS)
def test_what_is_true_of_a_text_is_told_alike_on_both_sides(task):
    _, truth = concept.drawn(task, 4, 20, seed=3)
    x, _ = concept.drawn(task, 4, 20, seed=3)
    kinds = x.argmax(-1).tolist()
    told = in_browser(STATE, "([task, kinds]) => truthOf(task, kinds)", [[task, own] for own in kinds])
    assert told == (truth[..., 0] > 0.5).tolist() and 0.1 < truth.mean() < 0.9
    chosen = concept.TASKS[task]
    described = {"kinds": chosen.kinds, "strict": chosen.strict}
    strange = in_browser(
        STATE, "([task, text]) => kindsOf(task, text).strange", [[described, chosen.text], [described, "7"]]
    )
    assert strange == [[], ["7"] if chosen.strict else []]


def test_tasks_by_hand():
    def answers(task, text):
        kinds = [[concept.TASKS[task].kinds.index(one) if one in concept.TASKS[task].kinds else 2 for one in text]]
        return "".join("y" if one else "." for one in concept.TASKS[task].answer(np.array(kinds))[0])

    assert answers("quotes", 'a"b"c') == ".yy.." and answers("parity", "01101") == ".y..y"
    assert answers("seen", "aacab") == "....y" and answers("brackets", ")(()))(") == ".yyy..y"


def test_the_unit_that_goes_with_the_answer_is_found():
    words = {"lessons/recurrent_networks/words.js": "closestUnit"}
    rng = np.random.default_rng(6)
    values, truth = rng.normal(size=(12, 4)), np.arange(12) % 3 == 0
    values[:, 2] = 0.1 * values[:, 2] - truth
    alike = [values.tolist(), [True] * 12]
    told, none = in_browser(
        words, "([values, truth]) => closestUnit(values, truth)", [[values.tolist(), truth.tolist()], alike]
    )
    assert told == {"unit": 2, "r": pytest.approx(np.corrcoef(values[:, 2], truth)[0, 1])} and none is None


def test_new_cells_are_drawn_as_keras_draws_them():
    """Rows of the recurrent weights at right angles, of one length; an LSTM's forget gate begins open."""
    fresh = {"lessons/recurrent_networks/fresh.js": "freshCell"}
    expression = (
        "(kind) => { const c = freshCell(kind, 8, 5, {}); return [[...c.recurrent], [...c.bias], [...c.kernel]]; }"
    )
    for kind, (recurrent, bias, kernel) in zip(
        concept.CELLS, in_browser(fresh, expression, list(concept.CELLS)), strict=True
    ):
        model = tasks.reader(kind)
        own_kernel, own_recurrent, own_bias = model.layers[0].get_weights()
        rows, own = np.array(recurrent).reshape(8, -1), own_recurrent
        assert rows @ rows.T == pytest.approx(np.eye(8), abs=1e-6) and own @ own.T == pytest.approx(np.eye(8), abs=1e-5)
        assert bias == np.ravel(own_bias).tolist()
        assert np.abs(kernel).max() == pytest.approx(np.abs(own_kernel).max(), rel=0.1)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(settings.get(), "home", tmp_path)


def test_a_training_is_recorded_once_with_all_weights(home, monkeypatch):
    monkeypatch.setattr(tasks, "_MOMENTS", (0, 2))
    monkeypatch.setattr(tasks, "_BATCHES", 2)
    recording = recording_of({"want": "memory", "task": "parity", "cell": "SimpleRNN"})
    tasks.train_memory(recording)
    text = record_of(recording.key).read_text()
    first, second, end = map(json.loads, text.splitlines())
    assert (first["step"], second["step"], end) == (0, 2, {"ended": True}) and first["loss"] is None
    assert 0 <= second["accuracy"] <= 1 and second["loss"] > 0
    fresh = tasks.reader("SimpleRNN").get_weights()
    for packed, weight in zip(first["weights"], fresh, strict=True):
        assert (unpack(packed) == weight).all()
    assert (unpack(second["weights"][0]) != fresh[0]).any()
    monkeypatch.setattr(tasks, "reader", None)
    tasks.train_memory(recording)
    assert record_of(recording.key).read_text() == text


def test_a_training_that_fails_leaves_nothing_that_looks_recorded(home):
    recording = Recording("train_memory", (("task", "none"),))

    def moments():
        yield {"step": 0}
        raise ValueError("no")

    with pytest.raises(ValueError):
        recorder.recorded(recording, moments)
    assert not record_of(recording.key).exists()


@whole  # the lesson's text; what wiping does is tested above
def test_what_the_text_says_of_forgetting_is_true(home):
    """With f = 0 for one step nothing goes wrong; with i = 0 too, all later answers are turned around."""
    tasks.train_memory(concept.memory("quotes", "LSTM"))
    line = json.loads(record_of(concept.memory("quotes", "LSTM").key).read_text().splitlines()[-2])
    model = tasks.reader("LSTM")
    model.set_weights([unpack(packed) for packed in line["weights"]])
    kinds = np.array([[0 if one == '"' else 2 for one in concept.TASKS["quotes"].text]])
    x, truth = np.eye(3)[kinds], concept.TASKS["quotes"].answer(kinds)[0]
    expression = "answersOf(cell, read(cell, given.inputs, given.forced)).map((answer) => answer > 0.5)"
    for gates, wrong in (({"f": 0}, False), ({"f": 0, "i": 0}, True)):
        told = said(expression, given("LSTM", model, x, forced={"step": 11, "gates": gates}))
        assert told[:11] == truth[:11].tolist() and told[12:] == (truth[12:] ^ wrong).tolist()


@whole  # the lesson's text; that training works is tested above and in the lab
def test_what_the_text_says_of_the_race_is_true(home):
    """With 10 numbers all learn to add, with 40 the SimpleRNN only guesses."""
    for length, failing in ((10, set()), (40, {"SimpleRNN"})):
        recording = concept.adding(length)
        tasks.train_adding(recording)
        lines = [json.loads(line) for line in record_of(recording.key).read_text().splitlines()[:-1]]
        last = {line["cell"]: line["error"] for line in lines}
        assert {cell for cell, error in last.items() if error > 0.08} == failing


def test_questions_from_the_browser_are_read_or_refused():
    assert recording_of({"want": "memory", "task": "quotes", "cell": "GRU"}) == concept.memory("quotes", "GRU")
    assert recording_of({"want": "adding", "length": 12}) == concept.adding(10)
    for wrong in ({}, {"want": "memory", "task": "quotes"}, {"want": "adding", "length": 4000}, {"want": "adding"}):
        with pytest.raises(SpecError):
            recording_of(wrong)


def test_answers_by_hand():
    words = recurrent_networks_check.ask(0).words
    c, f, i, g = (float(piece.split("**")[0].replace("−", "-")) for piece in words.split("**")[1::2])
    assert recurrent_networks_check.judge(0, f * c + i * g).right
    assert "multiplies it first" in recurrent_networks_check.judge(0, c + i * g).words
    for number in (4, 10):
        units, inputs = (
            int(piece.split()[-1 if "LSTM" in piece else 0].replace("**", ""))
            for piece in (
                recurrent_networks_check.ask(number).words.split(" units")[0].replace("**", ""),
                recurrent_networks_check.ask(number).words.split("reads **")[1].split("**")[0],
            )
        )
        layer = keras.layers.LSTM(units)
        layer.build((None, None, inputs))
        assert recurrent_networks_check.judge(number, layer.count_params()).right
        assert "four parts" in recurrent_networks_check.judge(number, layer.count_params() / 4).words


def test_the_picture_is_judged_by_what_it_measures():
    done = {"view": 1, "first": 1, "others": 0, "b": 0, "last": 0.8}
    assert recurrent_networks_check.judge(3, done).right
    for wrong in ({"view": 0}, {"first": 0}, {"others": 1}, {"b": 2}, {"last": 0.3}):
        assert not recurrent_networks_check.judge(3, {**done, **wrong}).right
    reached = {"view": 2, "drawn": 1, "LSTM": 0.8, "GRU": 0.2}
    assert recurrent_networks_check.judge(5, reached).right
    assert "GRU" in recurrent_networks_check.judge(5, {**reached, "GRU": 0.01}).words
