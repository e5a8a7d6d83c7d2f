"""Controls from declarations: what they show is what is meant."""

from nnviz.params import Param
from nnviz.training.catalog import OPTIMIZERS
from pages.shared.forms import fields


def test_a_slider_is_offered_only_where_its_steps_can_say_the_values():
    assert fields._slides(Param("noise", "float", 0.02, minimum=0, maximum=2))
    assert not fields._slides(Param("momentum", "float", 0.9, minimum=0.0, maximum=0.9999)), "0.9999 would read 1.00"
    (beta_2,) = [param for param in OPTIMIZERS["adam"].params if param.name == "beta_2"]
    assert not fields._slides(beta_2) and fields._shown(beta_2.default) == "0.999"


def test_a_small_number_is_written_so_that_it_can_be_typed_back():
    assert fields._shown(1e-7) == "1e-7" and Param("x", "float", 0.1).check(fields._shown(1e-7)) == 1e-7


def test_a_logarithmic_slider_stands_at_1_2_5_and_at_what_was_typed():
    rate = Param("rate", "float", 0.01, minimum=1e-7, maximum=100.0, log=True)
    stops = fields.steps(rate, 0.003)
    assert stops[0] == 1e-5 and stops[-1] == 1.0 and {0.001, 0.002, 0.003, 0.005} <= set(stops)
    assert [fields._shown(stop) for stop in stops[:4]] == ["0.00001", "0.00002", "0.00005", "0.0001"]
    strength = Param("strength", "float", 0.001, minimum=0.0, maximum=1.0, log=True)
    assert fields.steps(strength, 0.0)[:2] == [0.0, 1e-6] and fields.steps(strength, 7e-9)[1] == 7e-9


def test_the_sentences_of_controls_that_do_not_fit_are_gathered():
    with fields.refused() as sentences:
        kept = fields.checked(lambda: Param("epochs", "int", 1).check("abc"), 7)
    assert kept == 7 and sentences == ["Epochs must be a whole number, not 'abc'."]
