"""Declared settings: what fits comes back in its type, what does not gets a sentence."""

import pytest

from nnviz.errors import NnvizError, SpecError, unknown_name
from nnviz.params import Param, fill, lookup


@pytest.mark.parametrize(
    ("param", "given", "kept"),
    [
        (Param("n", "int", 1, minimum=1, maximum=9), "3", 3),
        (Param("n", "int", 1), 4.0, 4),
        (Param("x", "float", 0.1), "1e-3", 0.001),
        (Param("b", "bool", False), True, True),
        (Param("c", "choice", "a", choices=("a", "b")), "b", "b"),
        (Param("k", "ints", 3, minimum=1), "3, 5", (3, 5)),
        (Param("k", "ints", 3, minimum=1), (2,), 2),
        (Param("x", "float", None, optional=True), None, None),
    ],
)
def test_what_fits_comes_back_in_its_type(param, given, kept):
    assert param.check(given) == kept and type(param.check(given)) is type(kept)


@pytest.mark.parametrize(
    ("param", "given", "words"),
    [
        (Param("epochs", "int", 1, minimum=1), 0, "Epochs must be a whole number of at least 1, not 0."),
        (Param("epochs", "int", 1), 2.5, "Epochs must be a whole number, not 2.5."),
        (
            Param("learning_rate", "float", 0.1, minimum=1e-7, maximum=100),
            "abc",
            "Learning rate must be a number, not 'abc'.",
        ),
        (Param("rate", "float", 0.1, maximum=1.0), 1e9, "a number of at most 1, not 1,000,000,000."),
        (Param("rate", "float", 0.1), float("nan"), "Rate must be a number, not nan."),
        (Param("b", "bool", False), 1, "yes or no"),
        (Param("c", "choice", "a", choices=("a", "b")), "z", "C must be one of a, b, not 'z'."),
        (Param("k", "ints", 3, minimum=1), "3, x", "separated by commas"),
        (Param("k", "ints", 3, minimum=1), (3, 0), "a whole number of at least 1, not 0"),
        (Param("n", "int", 1), True, "a whole number, not True"),
        (Param("filters", "int", 8), " ", "Filters: nothing is entered. Enter a whole number, such as 8."),
        (Param("k", "ints", (3, 3)), "", "K: nothing is entered. Enter a whole number or several, such as 3, 3."),
    ],
)
def test_what_does_not_fit_is_a_sentence_about_its_control(param, given, words):
    with pytest.raises(SpecError) as refused:
        param.check(given)
    assert words in str(refused.value) and refused.value.where == param.name


def test_fill_takes_defaults_and_refuses_strangers():
    params = (Param("units", "int", 8), Param("rate", "float", 0.5))
    assert fill(params, {"rate": "0.25"}) == {"units": 8, "rate": 0.25}
    with pytest.raises(SpecError, match="Did you mean 'units'"):
        fill(params, {"unit": 3})


def test_a_registry_names_the_nearest_spelling():
    assert lookup({"adam": 1}, "adam", "optimizer") == 1
    with pytest.raises(SpecError, match="There is no optimizer 'adm'.*Did you mean 'adam'"):
        lookup({"adam": 1, "sgd": 2}, "adm", "optimizer")


def test_errors_travel_between_processes():
    import pickle

    error = unknown_name("layer", "Dens", ["Dense"], kind=SpecError)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is SpecError and str(again) == str(error) and again.where == "layer"
    assert isinstance(again, NnvizError)


def test_several_of_the_choices_are_text_in_the_order_of_the_choices():
    param = Param("colours", "several", "", choices=("red", "green", "blue"))
    assert param.check("blue, red") == "red, blue" and param.check(["green"]) == "green" and param.check("") == ""
    with pytest.raises(SpecError, match="'grey'"):
        param.check("red, grey")
