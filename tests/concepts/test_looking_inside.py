"""The lesson on looking inside: that each network has the fault that it is said to have, and shows it."""

import numpy as np
import pytest

from nnviz.concepts import looking_inside_check
from nnviz.concepts.faults import CASES, FAULTS, LAYERS, told, told_cases
from nnviz.concepts.looking_inside_asked import case_of, liked_of
from nnviz.concepts.looking_inside_tasks import learn_inside_images, learn_inside_network, model_of
from nnviz.errors import SpecError
from tests.browser_twins import in_browser
from tests.sampling import whole

SEEN = {name: name.replace("_", " ") for name in ("conv_1", "conv_2", "hidden", "output")}


def test_every_fault_has_a_case_and_its_words_name_the_layer():
    assert {case.fault for case in CASES} == set(FAULTS) == set(told())
    for case, words in zip(CASES, told_cases(), strict=True):
        assert bool(case.layer) != FAULTS[case.fault].everywhere and "{" not in "".join(words.values())
        if case.layer:
            assert LAYERS[case.layer].lower() in (words["evidence"] + words["cause"]).lower()


@whole
@pytest.mark.parametrize("number", [None, *range(len(CASES))])
def test_the_evidence_is_there(number):
    """What the answers say is to be seen, of the networks as they were really trained."""
    network, images = learn_inside_network(number), learn_inside_images()
    fault, layer = ("", "") if number is None else (CASES[number].fault, CASES[number].layer)
    outputs, share = _outputs(number, network["factor"] * images["new"])
    silent = {name: float(np.mean(np.ptp(own, 0) == 0)) for name, own in outputs.items()}
    begun = dict(zip(SEEN.values(), network["begun"], strict=True))
    kernels = {SEEN[own["name"]]: own["arrays"]["kernel"] for own in network["layers"] if own["name"] in SEEN}
    lengths = {name: np.linalg.norm(begun[name]["kernel"]) for name in kernels}
    moved = {
        name: np.linalg.norm(kernel - begun[name]["kernel"]) / max(lengths[name], 1e-9)
        for name, kernel in kernels.items()
    }
    if fault == "":
        assert share > 0.9 and all(one > 0.1 for one in moved.values()) and silent["conv 2"] < 0.2
    if fault == "dead":
        assert silent[layer] == 1 and share < 0.25
    if fault == "saturated":
        assert np.mean(np.abs(np.abs(outputs[layer]) - 1) < 0.05) > 0.5
    if fault == "frozen":
        assert [name for name, one in moved.items() if one == 0] == [layer] and share > 0.9
    if fault == "symmetric":
        assert np.ptp(outputs[layer], axis=-1).max() < 1e-4 and silent[layer] == 0
    if fault == "exploded":
        assert min(moved.values()) > 4
    if fault == "memorized":
        assert network["history"]["accuracy"][-1] > 0.9 and share < 0.25
    if fault == "unscaled":
        assert network["factor"] * images["new"].max() > 1000
    if fault == "bias only":
        assert max(moved.values()) == 0 and silent["hidden"] < 0.5 and share < 0.25


def _outputs(number: int | None, x: np.ndarray) -> tuple[dict[str, np.ndarray], float]:
    """(numbers of a unit a column, by layer; the share of the images that is read right)"""
    outputs = {}
    for layer in model_of(number).layers:
        x = np.asarray(layer(x))
        if layer.name in SEEN:
            outputs[SEEN[layer.name]] = x.reshape(-1, x.shape[-1])
    return outputs, float((x.argmax(1) == learn_inside_images()["new_labels"]).mean())


def test_what_the_picture_measures_over_many_images():
    rng = np.random.default_rng(4)
    values = rng.normal(size=(5, 2, 3, 4)).astype("float32")
    values[..., 2] = 0.25
    labels = [0, 1, 1, 2, 0]
    modules = {"lessons/looking_inside/measures.js": "answering, moved, peaks, scores, selectivity, strongest"}
    expression = """([flat, shape, n, labels, from, to]) => {
        const own = { shape, values: Float32Array.from(flat) };
        const found = peaks(own, 1, n);
        return { answering: answering(own, n), moved: moved(to, from), peaks: found, best: strongest(found, 2),
          select: selectivity(found, labels, 3), scores: scores([0, 1, 0, 2, 1], labels, 3) };
    }"""
    case = [values.ravel().tolist(), [2, 3, 4], 5, labels, [3.0, 4.0], [3.0, 7.0]]
    [told] = in_browser(modules, expression, [case])
    flat = values.reshape(5, 6, 4)
    np.testing.assert_allclose([own["share"] for own in told["answering"]], (flat.max(1) > 0).mean(0))
    assert [own["silent"] for own in told["answering"]] == [False, False, True, False]
    assert told["moved"] == pytest.approx(3 / 5)
    assert [own["place"] for own in told["peaks"]] == flat[..., 1].argmax(1).tolist()
    largest = flat[..., 1].max(1)
    np.testing.assert_allclose([own["value"] for own in told["peaks"]], largest, rtol=1e-6)
    assert [own["image"] for own in told["best"]] == np.argsort(-largest)[:2].tolist()
    means = [largest[[0, 4]].mean(), largest[[1, 2]].mean(), largest[3]]
    best, others = max(means), (sum(means) - max(means)) / 2
    floor = min(0, *means)
    assert told["select"]["index"] == pytest.approx((best - others) / (best + others - 2 * floor), rel=1e-5)
    assert told["scores"] == {"all": pytest.approx(3 / 5), "classes": [0.5, 0.5, 1]}


def test_the_piece_of_the_image_that_a_place_sees():
    """Through a convolution, a pooling and a convolution, each same-padded: 3, then 4, then 8 pixels."""
    modules = {"lessons/looking_inside/measures.js": "seenBy"}
    layers = [
        {"kind": "conv", "kernel": {"shape": [3, 3, 1, 2]}, "strides": [1, 1], "padding": "same", "shape": [8, 8, 2]},
        {"kind": "pool", "size": [2, 2], "strides": [2, 2], "padding": "valid", "shape": [4, 4, 2]},
        {"kind": "conv", "kernel": {"shape": [3, 3, 2, 2]}, "strides": [1, 1], "padding": "same", "shape": [4, 4, 2]},
    ]
    cases = [[layers, 0, 9], [layers, 1, 5], [layers, 2, 5]]
    seen = in_browser(modules, "([layers, place, at]) => seenBy(layers, place, at)", cases)
    assert seen == [
        {"row": 0, "column": 0, "size": 3},
        {"row": 1, "column": 1, "size": 4},
        {"row": -1, "column": -1, "size": 8},
    ]


def test_questions_of_the_picture_are_checked():
    assert case_of({"case": -1}) is None and case_of({"case": 0}) == 0
    assert liked_of({"whose": "own", "layer": "conv_1", "unit": 3}) == (True, "conv_1", 3)
    for wrong in ({"case": len(CASES)}, {"case": "x"}, {}):
        with pytest.raises(SpecError):
            case_of(wrong)
    with pytest.raises(SpecError, match="Layer"):
        liked_of({"whose": "sound", "layer": "a\nb", "unit": 0})


def test_numbers_asked_for_are_those_of_the_formulas_in_the_lesson():
    for number in (1, 4, 7):
        most, others = (float(word) for word in _bold(looking_inside_check.ask(number).words))
        assert looking_inside_check.judge(number, (most - others) / (most + others)).right
        assert "share of the sum" in looking_inside_check.judge(number, most / (most + others)).words
    for number in (2, 5, 8):
        old, new = (float(word) for word in _bold(looking_inside_check.ask(number).words))
        assert looking_inside_check.judge(number, 100 * new / old).right
        assert "other way" in looking_inside_check.judge(number, 100 * old / new).words


def _bold(words: str) -> list[str]:
    return words.split("**")[1::2]


def test_what_is_to_be_done_in_the_picture_is_judged_by_what_it_measures():
    case, painted = (making.judge for making in looking_inside_check.MAKINGS)
    assert "not said yet" in case({}).words and not case({"solved": 0.0}).right and case({"solved": 1.0}).right
    assert not painted({"sound": 3.0, "sure": 0.99, "drawn": 0.0}).right
    read = painted({"sound": 8.0, "sure": 0.7, "drawn": 1.0})
    assert not read.right and "8 with 70 %" in read.words
    assert painted({"sound": 3.0, "sure": 0.85, "drawn": 1.0}).right
