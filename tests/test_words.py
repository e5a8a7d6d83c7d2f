"""Sizes and shapes in words."""

import pytest

from nnviz import words


def test_shapes():
    assert [words.shape(shape) for shape in ((8, 8, 16), (10,), (1,), (None, 3), (None,), (), (1200,))] == [
        "8 × 8 × 16", "10 numbers", "1 number", "any × 3", "some numbers", "a single number", "1,200 numbers",
    ]  # fmt: skip


def test_counts_and_memory():
    assert [words.count(n) for n in (12810, 3_500_000, 1.2e9)] == ["12,810", "3.5 million", "1.2 billion"]
    assert [words.memory(n) for n in (340, 12_400, 3.1e6, 2e9)] == ["340 B", "12.4 kB", "3.1 MB", "2 GB"]


_MEASURED = {
    0.2136: "0.214",
    -0.359: "−0.359",
    12810.4: "12,810",
    1e-7: "1e−7",
    2.14e-5: "0.000021",
    -1e-4: "−0.0001",
    1.2e12: "1.2e12",
    0: "0",
    0.99999: "1.00",
    float("nan"): "NaN",
    float("-inf"): "−∞",
}
_CHOSEN = {0.9999: "0.9999", 0.9: "0.9", 1e-7: "0.0000001", 65536: "65,536", 100.0: "100", -0.5: "−0.5", 1e-4: "0.0001"}


@pytest.mark.parametrize(("value", "text"), _MEASURED.items())
def test_a_measured_number_has_three_digits_and_a_true_minus(value, text):
    assert words.number(value) == text


@pytest.mark.parametrize(("value", "text"), _CHOSEN.items())
def test_a_setting_keeps_all_its_digits(value, text):
    assert words.setting(value) == text


def test_shares_are_whole_only_at_the_ends():
    assert [words.percent(share) for share in (0.964, 1.0, 0.0)] == ["96.4 %", "100 %", "0 %"]
    assert words.percent(float("nan")) == "not a number"


def test_a_plain_number_has_no_zeros_at_its_end():
    assert [words.plain(value) for value in (0.5, 151.0, -0.359, 1e-7, 12800.0, 17.99)] == [
        "0.5", "151", "−0.359", "1e−7", "12,800", "17.99",
    ]  # fmt: skip


def test_a_bound_is_round_and_never_too_small():
    assert [words.within(share) for share in (0, 4.1e-16, 0.0001, 0.00068, 0.012, 3.4)] == [
        "0.01 %", "0.01 %", "0.01 %", "0.1 %", "2 %", "340 %",
    ]  # fmt: skip


def test_an_article_goes_by_the_sound():
    assert [words.article(noun) for noun in ("image", "Dense layer", "int", "UnitNormalization", "UpSampling2D")] == [
        "an image", "a Dense layer", "an int", "a UnitNormalization", "an UpSampling2D",
    ]  # fmt: skip


def test_of_many_names_a_few_are_said():
    names = [f"layer{k}" for k in range(9)]
    assert words.few(names[:7]) == "layer0, layer1, layer2, layer3, layer4, layer5, layer6"
    assert words.few(names) == "layer0, layer1, layer2, layer3, layer4, layer5 and 3 more"
