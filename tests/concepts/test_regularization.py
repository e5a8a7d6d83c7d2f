"""The lesson on regularization: the penalty in closed form, the sub-networks of dropout, the races and the checks."""

import keras
import numpy as np
import pytest

from nnviz.concepts import regularization_check as check
from nnviz.concepts.penalty import best, cost
from nnviz.concepts.regularization_races import overfitting, remedies
from nnviz.concepts.regularization_tasks import dropout_experiment
from nnviz.data.load import load
from nnviz.gallery import ready
from nnviz.models.build import build
from tests.browser_twins import in_browser

ROOM = "lessons/regularization"
CASES = [
    {"star": star, "l1": l1, "l2": l2}
    for star in (-2.3, -0.4, 0.0, 0.7, 2.0)
    for l1 in (0, 0.4, 1.5)
    for l2 in (0, 0.5, 2)
]


def test_the_best_weight_is_where_no_other_costs_less():
    grid = np.linspace(-3, 3, 60_001)
    for case in CASES:
        costs = [cost(w, **case) for w in grid]
        assert best(**case) == pytest.approx(grid[int(np.argmin(costs))], abs=2e-4)


@pytest.mark.parametrize("star, l1, l2", [(1.4, 0.4, 0.0), (-1.2, 0.0, 0.75), (1.8, 0.3, 0.5), (0.3, 0.5, 0.1)])
def test_keras_learns_that_weight(star, l1, l2):
    """One weight, one example, plain gradient descent with Keras's own penalty."""
    layer = keras.layers.Dense(1, use_bias=False, kernel_regularizer=keras.regularizers.L1L2(l1=l1, l2=l2))
    model = keras.Sequential([keras.Input((1,)), layer])
    model.compile(keras.optimizers.SGD(keras.optimizers.schedules.PolynomialDecay(0.1, 300, 1e-4)), "mse")
    x, y = np.full((1, 1), 0.5**0.5), np.full((1, 1), star * 0.5**0.5)
    for _ in range(300):
        model.train_on_batch(x, y)
    assert float(layer.get_weights()[0][0, 0]) == pytest.approx(best(star, l1, l2), abs=2e-3)


def test_the_browser_has_the_same_formulas():
    answers = in_browser({f"{ROOM}/penalty.js": "best, costs"}, "(c) => [best(c), costs(0.8, c).total]", CASES)
    assert answers == pytest.approx(np.array([[best(**case), cost(0.8, **case)] for case in CASES]), abs=1e-12)


def test_sub_networks_in_the_browser_are_kerass():
    """With all units in, the network itself; with some out, what the Dropout layer's output would give."""
    experiment = dropout_experiment()
    dataset = load(experiment.data)
    model = build(experiment.model, dataset.schema, seed=3)
    kernel, bias, output, offset = model.get_weights()
    network = {
        "kernel": kernel.tolist(),
        "bias": bias.tolist(),
        "output": output[:, 0].tolist(),
        "offset": float(offset[0]),
    }
    points = dataset.train.x[:9]
    rng = np.random.default_rng(0)
    kept = [None, *(rng.random((3, len(bias))) < 0.5).tolist()]
    cases = [{"point": point.tolist(), "kept": mask} for mask in kept for point in points]
    answers = in_browser(
        {f"{ROOM}/subnetworks.js": "answerAt"},
        f"(c) => answerAt({network}, c.point, c.kept, 0.5)".replace("'", '"'),
        cases,
    )
    expected = [model(points).numpy().ravel()]
    dense, last = (layer for layer in model.layers if isinstance(layer, keras.layers.Dense))
    for mask in kept[1:]:
        expected.append(last(dense(points) * np.array(mask, "float32") / 0.5).numpy().ravel())
    np.testing.assert_allclose(answers, np.concatenate(expected), atol=1e-6)


def test_seven_networks_begin_with_one_and_each_has_its_remedy():
    race = remedies()
    by_label = dict(race.variants)
    assert list(by_label) == ["Nothing", "L1", "L2", "Dropout", "Batch norm", "Augmentation", "Early stopping"]
    base = overfitting()
    kinds = [
        {layer.settings.get("kernel_regularizer") for layer in by_label[name].model.layers[:2]} for name in ("L1", "L2")
    ]
    assert kinds == [{"l1"}, {"l2"}] and by_label["Nothing"] == base
    assert sum(layer.kind == "Dropout" for layer in by_label["Dropout"].model.layers) == 2
    assert by_label["Augmentation"].data.augmentations and by_label["Early stopping"].train.early_stopping == 10
    dataset = load(base.data)
    assert len(dataset.train) == 64 and build(base.model, dataset.schema, seed=0).count_params() == 2545


@pytest.mark.parametrize("name", ["digits", "diabetes"])
def test_remedies_for_the_readers_own_network(name):
    race = remedies(ready(name))
    assert len(race.variants) == 7 and all(own.train.epochs <= 60 for _, own in race.variants)


def test_what_the_lesson_says_of_its_networks_is_so(recorded_race):
    """Without a remedy the validation loss rises far above its lowest; each remedy ends lower."""
    networks = recorded_race(remedies())
    losses = {label: [row["val_loss"] for row in own["rows"]] for label, own in networks.items()}
    assert losses["Nothing"][-1] > 2 * min(losses["Nothing"])
    assert all(own[-1] < losses["Nothing"][-1] for label, own in losses.items() if label != "Nothing")
    spread = {label: own["last"]["weights"][0] for label, own in networks.items()}
    middle = {label: quantiles[4] - quantiles[2] for label, quantiles in spread.items()}
    assert middle["L1"] < 0.1 * middle["Nothing"] and middle["L2"] < middle["Nothing"] > middle["Early stopping"]
    assert networks["Early stopping"]["last"]["state"] == "stopped early"


def test_every_question_has_one_right_answer_and_knows_the_mistakes():
    for number in range(60):
        question = check.ask(number)
        kind, (star, l1, l2) = check._given(number)
        if question.make:
            continue
        if question.choices:
            verdicts = [check.judge(number, choice) for choice in question.choices]
            assert sum(verdict.right for verdict in verdicts) == 1 and len({verdict.words for verdict in verdicts}) == 4
            continue
        truths = {"l2": best(star, l2=l2), "l1": best(star, l1=l1), "penalty": l2 * (star**2 + 5 * l1**2)}
        assert check.judge(number, truths[kind]).right
        assert not check.judge(number, truths[kind] + 0.02).right
    number = next(n for n in range(60) if check._given(n)[0] == "l2")
    assert "without a penalty" in check.judge(number, check._given(number)[1][0]).words


def test_a_picture_that_is_to_do_something_is_judged_by_its_numbers():
    zero, half = (next(n for n in range(60) if check._given(n)[0] == kind) for kind in ("zero", "half"))
    wanted = abs(check._given(zero)[1][0])
    assert check.judge(zero, {"star": wanted, "weight": 0.0, "l1": 2.0}).right
    assert "Drag w*" in check.judge(zero, {"star": 0.1, "weight": 0.0, "l1": 2.0}).words
    assert "never exactly 0" in check.judge(zero, {"star": wanted, "weight": 0.2, "l1": 0.0}).words
    assert check.judge(half, {"share": 0.5, "l1": 0.0, "l2": 0.5}).right
    assert "L1 is still on" in check.judge(half, {"share": 0.5, "l1": 0.3, "l2": 0.5}).words
    assert not check.judge(half, {}).right
