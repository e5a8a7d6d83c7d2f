"""What differs between experiments, and only that."""

from nnviz import gallery
from nnviz.models.templates import dense
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.training.differences import differences

MODEL = ModelSpec(layers=(dense("dense_1", 8, "relu"), dense("output", 1, "sigmoid")))
BASE = Experiment(data=DataSpec(source="moons"), model=MODEL)


def told(*experiments) -> dict:
    return {(row.part, row.setting): row.values for row in differences(experiments)}


def test_equal_experiments_differ_in_nothing_however_they_are_written():
    assert told(BASE, BASE, BASE.replace(title="Another name")) == {}
    assert told(gallery.ready("digits"), gallery.ready("digits")) == {}
    adam = TrainSpec(optimizer_settings={"beta_1": 0.9})
    assert told(BASE, BASE.replace(train=adam)) == {}, "a default that is written out is the same"


def test_settings_of_training_are_named_with_their_values():
    first = BASE.replace(train=TrainSpec(learning_rate=0.1, epochs=5_000))
    second = BASE.replace(train=TrainSpec(learning_rate=0.003, epochs=10, shuffle=False))
    assert told(first, second) == {
        ("training", "learning rate"): ("0.1", "0.003"),
        ("training", "epochs"): ("5,000", "10"),
        ("training", "shuffle"): ("yes", "no"),
    }


def test_settings_of_one_choice_stand_empty_for_another():
    sgd = BASE.replace(train=TrainSpec(optimizer="sgd", optimizer_settings={"momentum": 0.9}))
    rows = told(BASE, sgd)
    assert rows["training", "optimizer"] == ("Adam", "SGD") and rows["training", "SGD: momentum"] == ("", "0.9")
    assert len(rows) == 2, "what nobody chose is no difference"


def test_layers_are_compared_by_their_ids_among_three():
    wide = BASE.replace(model=ModelSpec(layers=(dense("dense_1", 32, "relu"), MODEL.layers[1])))
    dropped = BASE.replace(
        model=ModelSpec(layers=(MODEL.layers[0], LayerSpec(id="drop", kind="Dropout"), MODEL.layers[1]))
    )
    rows = told(BASE, wide, dropped)
    assert rows["network", "dense_1: units"] == ("8", "32", "8")
    assert rows["network", "layers"] == ("2", "2", "3") and rows["network", "drop: layer"] == ("", "", "Dropout")
    assert ("network", "drop: rate") not in rows, "its default"
    assert all(part == "network" for part, _ in rows)


def test_data_differ_by_source_and_settings():
    noisy = BASE.replace(data=DataSpec(source="moons", settings={"noise": 0.4}, validation_fraction=0.3))
    rows = told(BASE, noisy)
    assert rows["data", "validation fraction"] == ("0.2", "0.3") and rows["data", "noise"][1] == "0.4"
    assert len(rows) == 2
