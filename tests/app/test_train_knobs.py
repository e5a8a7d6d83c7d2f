"""The knobs of the Train page: what is chosen there is in hand, drawn, and refused beside its control where it does not
fit."""

from nnviz import gallery
from nnviz.runs import changes
from nnviz.runs.run import Run, Status, this_process
from nnviz.specs import DataSpec, Experiment
from tests.app.conftest import in_hand

WINE = gallery.ready("breast_cancer")


def box(app, kind: str, label: str):
    return next(widget for widget in getattr(app, kind) if widget.label == label)


def test_knobs_are_in_hand_drawn_and_refused_beside_their_control(visit):
    app = visit("pages/lab/train.py", experiment=WINE.to_token())
    box(app, "selectbox", "Learning-rate schedule").select("one_cycle")
    box(app, "selectbox", "Loss").select("binary_focal_crossentropy")
    box(app, "multiselect", "Metrics").select("f1").select("mcc")
    box(app, "selectbox", "Class weights").select("balanced")
    app.run()
    assert not app.exception
    app.run()  # what the group Metrics has, the group Stopping offers
    box(app, "selectbox", "Watched score").select("mcc")
    box(app, "text_input", "Stop at a score of").input("0.9")
    box(app, "text_input", "Stop after minutes").input("-1")
    app.run()
    assert not app.exception
    experiment = in_hand(app).experiment
    train = experiment.train
    assert (train.schedule, train.loss, train.metrics) == ("one_cycle", "binary_focal_crossentropy", ("f1", "mcc"))
    assert train.stopping == {"monitor": "mcc", "target": 0.9} and experiment.data.balance == "class_weights"
    captions = [caption.value for caption in app.caption]
    assert any(caption.startswith("Learning rate: ") and "at most 0.0" in caption for caption in captions)
    assert any(caption.startswith("Focal, yes or no. One example") for caption in captions)
    assert any("Mini-batch" in caption for caption in captions)
    refused = [text.value for text in app.markdown if "Stop after minutes must be" in text.value]
    assert len(refused) == 2, "beside its control, and beside the Train button"
    assert box(app, "button", "Train").disabled


def test_a_run_under_way_is_asked_to_change(visit):
    run = Run.create(Experiment(data=DataSpec(source="moons"), model=WINE.model, train=WINE.train))
    run.write_status(Status("paused", 2.0, 30, process=this_process()))
    changes.accept(run.folder)
    app = visit("pages/lab/train.py", run=run.id)
    rates = [field for field in app.text_input if field.label == "Learning rate"]
    rates[0].input("fast").run()
    assert any("Learning rate must be a number" in text.value for text in app.markdown)
    assert box(app, "button", "Apply now").disabled and changes.asked(run.folder) == []
    rates = [field for field in app.text_input if field.label == "Learning rate"]
    rates[0].input("0.25").run()
    box(app, "button", "Apply now").click().run()
    assert not app.exception and changes.asked(run.folder) == [{"kind": "learning_rate", "value": 0.25}]
