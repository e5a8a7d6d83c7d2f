"""Own data, augmentation, evaluation and studies, through their pages, headless."""

import json
import time
from types import SimpleNamespace

import numpy as np
import pytest

import nnviz
from nnviz import words as told
from nnviz.data.catalog import known_schema
from nnviz.evaluation.of_run import evaluation_of_run
from nnviz.models.templates import TEMPLATES
from nnviz.runs.run import Run
from nnviz.specs import DataSpec
from nnviz.studies.results import results
from nnviz.studies.store import Study
from nnviz.training.thresholds import label_thresholds
from nnviz.views.packing import unpack
from pages.shared.data import augment_judged, augment_study, augmenting
from tests.app.conftest import component, in_hand, own_instead, words
from tests.data.reviews import reviews
from tests.sampling import ALL, whole

ROWS = "\n".join(f"{k * 0.5},{'red' if k % 3 else 'blue'},{'yes' if k % 2 else 'no'}" for k in range(60))


def test_a_table_is_uploaded_corrected_and_in_hand(visit):
    app = visit("pages/lab/data.py")
    app.radio(key="data.source.Your own:0").set_value("own_table").run()
    assert not app.exception and in_hand(app).experiment.data.source == "spirals", (
        "nothing is lost before there is a file"
    )
    uploader = app.file_uploader[0]
    uploader.upload("mine.csv", f"size,colour,ripe\n{ROWS}".encode(), "text/csv").run()
    assert not app.exception, app.exception[0].value
    data = in_hand(app).experiment.data
    assert data.source == "own_table" and data.settings["title"] == "mine.csv"
    text = words(app)
    assert "2 classes" in text and "60" in text
    assert nnviz.load_data(data).schema.feature_names == ("size", "colour = blue", "colour = red")


def test_how_a_table_was_read_is_shown_and_corrected(visit):
    """Each guess stands in a field; another target, another reading and a way out of what cannot be learned."""
    app = visit("pages/lab/data.py")
    app.radio(key="data.source.Your own:0").set_value("own_table").run()
    rows = "\n".join(f"{k},5;{k % 12 + 1}.1.2020;{'ab'[k % 2]};same" for k in range(40))
    app.file_uploader[0].upload("mine.csv", f"size;day;kind;note\n{rows}".encode("cp1252"), "text/csv").run()

    def field(label: str):
        return next(one for one in app.selectbox if one.label == label)

    labels = ("Between values", "Encoding", "Decimal mark", "Dates", "Predict")
    assert not app.exception and {one.label for one in app.selectbox} >= set(labels)
    assert field("Predict").value == "kind" and "semicolon (guessed)" in field("Between values").options
    field("Predict").set_value("size").run()
    data = in_hand(app).experiment.data
    assert not app.exception and data.columns["size"]["role"] == "target" and "predict size" in words(app)
    field("Decimal mark").set_value("point").run()
    assert in_hand(app).experiment.data.settings["decimal"] == "point"
    field("Predict").set_value("note").run()
    assert "The target note has only one value, same" in words(app) and not app.exception
    assert in_hand(app).experiment.data.columns["size"]["role"] == "target", "nothing is lost"
    field("Predict").set_value("kind").run()
    assert not app.exception and in_hand(app).experiment.data.columns["kind"]["role"] == "target"


def test_a_file_that_is_no_table_is_a_sentence_beside_the_chooser(visit):
    app = visit("pages/lab/data.py")
    app.radio(key="data.source.Your own:0").set_value("own_table").run()
    app.file_uploader[0].upload("mine.csv", b"nothing", "text/csv").run()
    assert not app.exception and in_hand(app).experiment.data.source == "spirals"
    assert "names one column and holds no row" in words(app)


def test_augmentations_are_chosen_and_previewed(visit, monkeypatch):
    told = {}
    value = augmenting.widgets.value

    def told_of_the_picture(key, default=None):
        return {"asked": told} if told and key == augmenting._KEY else value(key, default)

    monkeypatch.setattr(augmenting.widgets, "value", told_of_the_picture)
    app = visit("pages/lab/data.py")
    app.session_state["part"] = "Augment"
    app.run()
    subject = "augment:0:" + DataSpec().to_json()
    steps = [{"name": "noise", "settings": {"deviation": 0.3, "probability": 1.0}}, {"name": "mix_up", "settings": {}}]
    told |= {"subject": subject, "version": 1, "steps": steps, "example": 3, "draw": 2, "settled": False}
    app.run()
    assert not app.exception and in_hand(app).experiment.data == DataSpec()
    told["settled"] = True
    app.run()
    chosen = in_hand(app).experiment.data.augmentations
    assert [(own.name, own.settings) for own in chosen] == [("noise", {"deviation": 0.3}), ("mix_up", {})]
    told["steps"] = [{"name": "noise", "settings": {"deviation": 7}}]
    app.run()
    assert in_hand(app).experiment.data.augmentations == chosen and not app.exception


def test_a_trained_network_judges_changes_and_both_are_compared(visit, monkeypatch, digits_run):
    told = {}
    value = augmenting.widgets.value

    def told_of_the_picture(key, default=None):
        return {"asked": told} if told and key == augmenting._KEY else value(key, default)

    monkeypatch.setattr(augmenting.widgets, "value", told_of_the_picture)
    judged = []
    monkeypatch.setattr(augment_judged, "_written", lambda effects: judged.append(effects) or {"lines": []})
    app = visit("pages/lab/data.py", run=digits_run.id)
    app.session_state["part"] = "Augment"
    app.run()
    app.button(key="augment.compare").click().run()
    assert "Nothing is chosen that changes examples" in app.error[0].value and not judged
    data = in_hand(app).experiment.data
    subject = f"augment:{in_hand(app).revision}:{data.to_json()}"
    told |= {"subject": subject, "version": 1, "steps": [{"name": "flip", "settings": {}}], "settled": True, "judge": 2}
    app.run()
    assert not app.exception and judged[-1].effects[0].title == "Flip" and judged[-1].examples > 10
    monkeypatch.setattr(augment_study.engine, "study", lambda spec: created.append(spec) or SimpleNamespace(id="none"))
    created = []
    app.number_input(key="augment.examples").set_value(40)
    app.button(key="augment.compare").click().run()
    assert [own.experiment.data.training_examples for own in created[0].variants] == [40, 40]


@pytest.mark.parametrize("told", [None, "x", {"steps": "flip"}, {"steps": [3, None]}, {"version": "1", "draw": -4}])
def test_what_a_browser_says_is_to_change_is_bounded(monkeypatch, told):
    spec = DataSpec(augmentations=({"name": "noise"},))
    monkeypatch.setattr(augmenting, "_subject", lambda spec: "s")
    told = {**told, "subject": "s"} if isinstance(told, dict) else told
    monkeypatch.setattr(augmenting.widgets, "value", lambda key, default: {"asked": told})
    asked = augmenting._asked(spec)
    assert asked.steps in (spec.augmentations, ()) and asked.version == asked.example == 0


@pytest.fixture
def run_with_a_test_part(engine):
    data = DataSpec(source="digits", test_fraction=0.1)
    model = TEMPLATES["logistic"].make(known_schema(data))
    return nnviz.train(nnviz.Experiment(data=data, model=model, train=nnviz.TrainSpec(epochs=1, batch_size=128)))


def evaluate_view(app, name: str):
    """The page Evaluate with one of its views."""
    (views,) = [group for group in app.get("button_group") if "Where it errs" in str(group.proto)]
    views.set_value(name).run()
    assert not app.exception, app.exception[0].value


def test_a_run_is_scored_on_its_test_part_and_each_mistake_leads_on(visit, run_with_a_test_part):
    app = visit("pages/lab/evaluate.py", run=run_with_a_test_part.id)
    text = words(app)
    assert "180" in text and "Accuracy" in text and "Wrong, and surest of it." in text
    door = next(button for button in app.button if button.label == "Layers")
    position = int(door.key.rsplit("-", 1)[1])
    data = nnviz.load_data(run_with_a_test_part.experiment.data)
    predicted = run_with_a_test_part.model().predict(data.test.x, verbose=0).argmax(1)
    assert predicted[position] != data.test.y[position]
    door.click().run()
    assert not app.exception and in_hand(app).example == ("test", position)


def test_every_view_of_an_evaluation_tells_something(visit, cancer_run):
    app = visit("pages/lab/evaluate.py", run=cancer_run.id)
    says = {
        "curves": "guessing",
        "calibration": "Calibration error",
        "classes": "harmonic mean",
        "slices": "than the rest",
        "groups": "make the rates equal",
        "baselines": "fitted on the training part",
    }
    for view, word in says.items():
        evaluate_view(app, view)
        assert word in words(app), view
    beaten = next(table.value for table in app.dataframe if "the network is" in table.value)
    assert list(beaten[""])[:3] == ["This network", "Most frequent class", "Logistic regression"]
    evaluate_view(app, "threshold")
    given = component(app, "threshold")
    part = "test" if len(nnviz.load_data(cancer_run.experiment.data).test) else "validation"
    judged = evaluation_of_run(cancer_run.id, part)
    assert unpack(given["positive"]).size == (judged.truth == 1).sum() and given["name"] == "benign"


def test_numbers_are_scored_with_their_residuals(visit, engine):
    experiment = nnviz.ready("diabetes")
    run = nnviz.train(experiment.replace(train=experiment.train.replace(epochs=1)))
    app = visit("pages/lab/evaluate.py", run=run.id)
    assert "R²" in words(app) and "The largest errors" in words(app)


def test_labels_are_scored_each_for_itself_and_a_threshold_moves_its_own(visit, engine):
    data = DataSpec(source="shape_sets", settings={"points": 120, "size": 16}, test_fraction=0.2)
    model = TEMPLATES["logistic"].make(known_schema(data))
    run = nnviz.train(nnviz.Experiment(data=data, model=model, train=nnviz.TrainSpec(epochs=2)))
    app = visit("pages/lab/evaluate.py", run=run.id)
    text = words(app)
    assert "All labels right" in text and "Hamming" in text and "said to have" in text
    evaluation = evaluation_of_run(run.id, "test")
    evaluate_view(app, "threshold")
    revision = app.session_state["nnviz"].in_hand.revision
    app.session_state[f"evaluate.threshold.0.{run.id}:{revision}"] = 0.0  # where the first label's is dragged to
    app.run()
    moved = evaluation.with_thresholds([0.0, 0.5, 0.5, 0.5])
    assert f"**{moved.outcomes[0].true_positive:,}** found, **0** missed" in words(app)
    assert told.percent(moved.exact_match) in words(app) and not app.exception
    app.button(key="thresholds-take").click().run()
    assert label_thresholds(run) == (0.0, 0.5, 0.5, 0.5) and "say yes above: circle 0, square 0.5" in words(app)


def test_a_study_trains_its_variants_and_the_best_goes_into_the_lab(visit, engine):
    app = visit("pages/lab/studies.py")
    app.text_input(key="study.epochs:0").input("2").run()
    app.selectbox(key="study.kind").select("seeds").run()
    app.slider(key="study.seeds:0").set_value(2).run()
    next(button for button in app.button if button.label == "Start the study").click().run()
    assert not app.exception, app.exception[0].value
    study = Study.open(app.session_state["nnviz"].study)
    ended(study)
    app.run()
    assert not app.exception and "Best so far" in words(app)
    best = results(study).best
    assert "There is no test part yet" in words(app)
    next(button for button in app.button if button.label == "Open its run").click().run()
    assert in_hand(app).run_id == best.run and in_hand(app).experiment == Run.open(best.run).experiment


@whole  # tests/studies/test_search.py searches, and the study above goes through the same queue
def test_a_search_goes_on_by_itself(engine):
    experiment = nnviz.ready("spirals")
    base = experiment.replace(train=experiment.train.replace(epochs=2))
    spec = nnviz.StudySpec(base=base, kind="search", values={"learning_rate": (0.001, 0.1)}, count=3)
    study = engine.study(spec)
    ended(study)
    rates = [trial.values["learning_rate"] for trial in study.trials]
    assert len(set(rates)) == 3 and np.all(np.asarray(rates) <= 0.1)


def ended(study: Study, seconds: float = 90) -> None:
    """Waits until a study is over."""
    deadline = time.monotonic() + seconds
    while results(study).active:
        assert time.monotonic() < deadline, results(study).rows
        time.sleep(0.1)


def test_a_study_that_cannot_be_made_is_a_sentence(visit):
    app = visit("pages/lab/studies.py")
    app.selectbox(key="study.kind").select("grid").run()
    app.text_input(key="study.grid.learning_rate:0").input("0.1, fast").run()
    assert not app.exception and "Learning rate must be a number, not 'fast'" in words(app)
    assert next(button for button in app.button if button.label == "Start the study").disabled


def test_a_fold_of_a_study_stays_what_it_is_on_the_data_page(visit):
    experiment = nnviz.ready("spirals")
    fold = experiment.replace(data=experiment.data.replace(folds=5, fold=1))
    app = visit("pages/lab/data.py", experiment=fold.to_token())
    assert in_hand(app).experiment.data == fold.data and "Fold 2 of 5 validates" in words(app)


def test_one_number_from_one_number_is_drawn_over_its_input(visit):
    spirals = nnviz.ready("spirals")
    app = visit("pages/lab/data.py", experiment=spirals.replace(data=DataSpec(source="curve")).to_token())
    assert not app.exception and in_hand(app).experiment.data.source == "curve"
    titles = [json.loads(chart.proto.spec)["layout"] for chart in app.get("plotly_chart")]
    assert ["x", "y"] in [[own[axis].get("title", {}).get("text") for axis in ("xaxis", "yaxis")] for own in titles]


def test_drawn_points_are_in_hand_and_too_few_are_a_sentence(visit):
    spirals = nnviz.ready("spirals")
    app = visit("pages/lab/data.py", experiment=spirals.replace(data=DataSpec(source="drawn")).to_token())
    assert not app.exception and in_hand(app).experiment.data.source == "drawn" and "38" in words(app)
    few = spirals.replace(data=DataSpec(source="drawn", settings={"points": "1,1,0 2,2,0 3,3,0"}))
    app = visit("pages/lab/data.py", experiment=few.to_token())
    assert not app.exception and "points of two classes or more" in words(app)


def test_a_changed_row_is_answered_beside_the_one_it_was(visit, engine):
    experiment = nnviz.Experiment(data=DataSpec(source="wine"), train=nnviz.TrainSpec(epochs=2))
    schema = nnviz.load_data(experiment.data).schema
    run = nnviz.train(experiment.replace(model=nnviz.suggest(schema, 140)))
    app = visit("pages/explain/what_if.py", run=run.id)
    assert "As it is" in words(app) and "Changed" not in words(app)
    alcohol = next(slider for slider in app.slider if slider.label == "alcohol")
    alcohol.set_value(alcohol.max if alcohol.value < alcohol.max else alcohol.min).run()
    assert not app.exception and "Changed" in words(app)


def test_a_layers_space_says_how_its_neighbours_agree_and_takes_other_layers(visit, digits_run):
    app = visit("pages/inside/space.py", run=digits_run.id)
    assert "dense_1: of an example's 10 nearest neighbours" in words(app).replace("**", "")
    layer = next(box for box in app.selectbox if box.label == "Layer")
    layer.select("The input itself").run()
    assert not app.exception and "of 64 numbers" in words(app)
    for view in ("What can be read off", "How alike"):
        next(one for one in app.segmented_control if "How alike" in str(one.proto)).select(view).run()
        assert not app.exception
        assert {"What can be read off": "from the best layer", "How alike": "The largest step"}[view] in words(app)


def test_a_reader_of_ones_own_words_and_a_network_that_reads_nothing(visit, digits_run):
    assert "reads everything at once" in words(visit("pages/inside/sequence.py", run=digits_run.id))
    data = nnviz.own_data(reviews(80))
    schema = nnviz.load_data(data).schema
    model = TEMPLATES["lstm"].make(schema)
    run = nnviz.train(nnviz.Experiment(data=data, model=model, train=nnviz.TrainSpec(epochs=1)))
    app = visit("pages/inside/sequence.py", run=run.id)
    assert "What is remembered" in words(app) and "own output, within 0.000001" in words(app)
    assert "How far back the answer reaches" in words(app)
    next(box for box in app.selectbox if box.label == "Shown").select("Forget gate").run()
    assert not app.exception
    own_instead(app).text_area[0].input("zyzzyva was superb").run()
    assert not app.exception and "The network's answer" in words(app) and "zyzzyva" not in words(app)
    part, index = in_hand(app).example
    ids, known = nnviz.load_data(data).split(part).x[0], schema.token_names
    assert index == 0 and [known[k] for k in ids[:3]][1:] == ["was", "superb"]
    app.text_area[0].input(" ").run()
    assert not app.exception and "Write at least one word" in words(app)
    if ALL:  # tests/explanation/test_what_if_text.py has what the page asks
        what_if_it_were_another_text(visit, run)


def what_if_it_were_another_text(visit, run):
    app = visit("pages/explain/what_if.py", run=run.id)
    app.text_area[0].input("the music was dull").run()
    assert not app.exception and "Changed" in words(app) and "for a text without words" in words(app)
    app.text_area[0].input("").run()
    assert not app.exception and "Write at least one word" in words(app)
