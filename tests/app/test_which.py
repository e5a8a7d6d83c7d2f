"""What was trained and what is in hand are told apart, on every page that shows either."""

import dataclasses

from nnviz.models import edits
from nnviz.runs.records import title_of
from nnviz.runs.run import Run
from nnviz.specs import DataSpec
from pages.shared import frame
from pages.shared.runs import which
from tests.app.conftest import in_hand, words

LAYERS, ATTRIBUTION = "pages/inside/network.py", "pages/explain/attribution.py"


def chip(app) -> str:
    """What the bar says of the run."""
    return next(link.label for link in app.get("page_link") if link.icon == ":material/show_chart:")


def take(app, experiment):
    """The session with another experiment in hand, its run as before."""
    in_hand(app).experiment = experiment
    return app.run()


def test_the_run_of_what_is_in_hand_is_plainly_trained(visit, digits_run):
    app = visit(LAYERS, run=digits_run.id)
    assert chip(app).startswith("**Trained** ") and "earlier run" not in words(app)
    assert f"Weights of epoch {digits_run.status().epoch:g}, the last one." in words(app)


def test_a_run_that_did_not_go_well_is_not_plainly_trained(digits_run):
    status = digits_run.status()
    for message, word in (("The loss ran away, from 0.7 to 1e12.", "Diverged"), ("It overfits: …", "Overfitted")):
        sentence = frame.run_words(digits_run.id, dataclasses.replace(status, message=message), {})
        assert f"**{word}** epoch" in sentence and "Trained" not in sentence
    assert frame.run_words(digits_run.id, dataclasses.replace(status, message=""), {}).startswith("**Trained**")


def test_after_an_edit_the_bar_and_the_page_speak_of_an_earlier_run(visit, digits_run):
    app, experiment = visit(LAYERS, run=digits_run.id), digits_run.experiment
    layers = len(experiment.model.layers)
    app = take(app, experiment.replace(model=edits.remove(experiment.model, experiment.model.layers[0].id)))
    assert chip(app).startswith(f"**Earlier run** ({layers} layers): trained")
    assert f"This page shows an earlier run ({layers} layers)" in words(app)
    changed = edits.set_settings(experiment.model, experiment.model.layers[0].id, activation="tanh")
    app = take(app, experiment.replace(model=changed))
    assert f"(another network of {layers} layers)" in chip(app)
    app = take(app, experiment.replace(train=experiment.train.replace(seed=77)))
    assert chip(app).startswith("**Earlier run** (another seed): trained")
    app = take(app, experiment.replace(train=experiment.train.replace(epochs=77)))
    assert chip(app).startswith("**Trained** "), "how long it trains decides nothing about what stands there"


def test_after_other_data_were_chosen_the_run_is_named_by_its_own(visit, digits_run):
    app = visit(LAYERS, run=digits_run.id)
    app = take(app, digits_run.experiment.replace(data=DataSpec(source="circles")))
    assert "**Earlier run** (Digits" in chip(app)
    assert "shows an earlier run (Digits" in words(app)
    app = take(app, digits_run.experiment.replace(data=digits_run.experiment.data.replace(seed=5)))
    assert "Digits, other settings" in chip(app)


def test_a_title_goes_with_its_data(visit):
    app = visit("pages/lab/data.py")
    assert in_hand(app).experiment.title == "Two spirals"
    app.slider(key="data.spirals.noise:0").set_value(0.1).run()
    assert in_hand(app).experiment.title == "Two spirals", "they are two spirals still"
    app.radio(key="data.source.Toy, two dimensions:0").set_value("circles").run()
    experiment = in_hand(app).experiment
    assert experiment.data.source == "circles" and title_of(experiment) == "Circles"
    data = next(link.label for link in app.get("page_link") if link.icon == ":material/database:")
    assert data == "**Circles** 500 examples", "the bar follows at once"


def test_training_settings_alone_make_no_other_network(digits_run):
    run = Run.open(digits_run.id)
    assert not which.differs(run, run.experiment.replace(train=run.experiment.train.replace(epochs=77), title="Mine"))
