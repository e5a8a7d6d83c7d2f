"""The Understand tab, headless: what stands out is told, mended by a button, and undone."""

import numpy as np

from tests.app.conftest import in_hand, path_of, words
from tests.sampling import whole


def _opened(visit, **query):
    app = visit("pages/lab/data.py", **query)
    app.session_state["part"] = "Understand"
    return app.run()


def _pressed(app, label: str):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception, app.exception[0].value
    return app


def test_a_leak_is_told_mended_and_the_mend_undone(visit):
    import nnviz

    app = _opened(visit, experiment=nnviz.ready("spirals").replace(data=nnviz.DataSpec(source="loans")).to_token())
    assert "reminders sent alone gives the target, outcome, away." in words(app)
    before = in_hand(app).experiment
    _pressed(app, "Ignore this column")
    mended = in_hand(app).experiment
    assert mended.data.columns == {"reminders sent": {"role": "ignored"}}
    assert "reminders sent is ignored now." in words(app) and "Nothing stands out" in words(app)
    app.selectbox(key="understand.column").select("reminders sent").run()
    assert "The network is not given this column" in words(app)
    _pressed(app, "Undo")
    assert in_hand(app).experiment == before and "alone gives the target" in words(app)


def test_images_have_their_means_and_each_column_its_detail(visit):
    import nnviz

    app = _opened(visit, experiment=nnviz.ready("digits").to_token())
    assert "Nothing stands out" in words(app) and not app.exception
    app = _opened(visit, experiment=nnviz.ready("diabetes").to_token())
    app.selectbox(key="understand.column").select("body mass index").run()
    assert "Pearson correlation with progression: 0.586" in words(app) and not app.exception


@whole  # tests/evaluation/test_label_suspects.py finds them; that a remark is mended and undone is tested above
def test_suspect_labels_of_folds_that_were_trained_are_shown_and_left_out(visit, engine):
    import nnviz
    from nnviz.runs.run import Run
    from nnviz.studies.store import Study, Trial

    x, y = _apart()
    data = nnviz.own_data(x, y)
    experiment = nnviz.ready("breast_cancer")
    experiment = nnviz.Experiment(
        data=data,
        model=nnviz.suggest(nnviz.load_data(data).schema),
        train=experiment.train.replace(epochs=15, early_stopping=0),
    )
    study = Study.create(nnviz.StudySpec(base=experiment, kind="folds", count=2))
    for variant in study.spec.variants:
        run = Run.create(variant.experiment)
        study.add(Trial(variant.values, run.id))
        nnviz.train(variant.experiment, run=run)
    app = _opened(visit, experiment=experiment.to_token())
    assert "4 of 200 labels are suspect." in words(app) and "labelled **1**, taken for **0**" in words(app)
    _pressed(app, "Leave out all 4")
    assert in_hand(app).experiment.data.left_out == (3, 20, 41, 100)
    assert "4 examples are left out now." in words(app) and "Look for wrong labels" in str(app.button)
    app.run()
    assert in_hand(app).experiment.data.left_out == (3, 20, 41, 100), "the form beside it keeps them"
    _seed(app, 1)
    assert in_hand(app).experiment.data.seed == 1
    assert in_hand(app).experiment.data.left_out == (3, 20, 41, 100), "another split does as well"
    _seed(app, 0)
    _pressed(app, "Undo")
    assert in_hand(app).experiment.data.left_out == ()
    next(button for button in app.button if str(button.key).startswith("suspect-0-Layers-")).click().run()
    assert not app.exception and path_of(app) == "pages/inside/network.py"
    part, position = in_hand(app).example
    held_out = nnviz.load_data(Run.open(in_hand(app).run_id).experiment.data).split(part)
    assert part == "validation" and held_out.rows[position] in (3, 20, 41, 100)


def _seed(app, seed: int) -> None:
    next(one for one in app.text_input if "data.split.seed" in one.key).set_value(str(seed)).run()


def _apart():
    """Two clouds far from each other, four labels of which are wrong."""
    rng = np.random.default_rng(0)
    y = np.arange(200) % 2
    x = rng.standard_normal((200, 3)) + 8 * y[:, None]
    y[[3, 20, 41, 100]] = 1 - y[[3, 20, 41, 100]]
    return x, y
