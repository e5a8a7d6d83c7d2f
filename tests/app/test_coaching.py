"""The coach and slow motion on the Train page, headless."""

import numpy as np

from nnviz.runs import changes, mended
from nnviz.runs.run import Run, Status
from nnviz.specs import DataSpec, Experiment, TrainSpec
from pages.shared.runs import untrained
from tests.training.coach_cases import dense


def test_a_run_that_ran_away_is_told_so_and_its_mend_is_trained_beside_it(visit, engine):
    spec = TrainSpec(learning_rate=0.5, epochs=2)
    run = Run.create(Experiment(data=DataSpec(source="moons", settings={"points": 50}), model=dense(2), train=spec))
    run.append_history([{"epoch": k, "loss": 10.0**k} for k in range(1, 10)])
    run.write_status(Status("finished", 9, 9))
    app = visit("pages/lab/train.py", run=run.id)
    assert any("The training ran away" in own.value and "10.0 to 1e9" in own.value for own in app.markdown)
    app.button(key="mend-divergence").click().run()
    mend = Run.open(np.ravel(app.query_params["run"])[0])
    assert mend.experiment.train.learning_rate == 0.05 and mended.mended(mend).former.id == run.id


def test_a_training_step_is_gone_through_in_slow_motion(visit, engine):
    train = TrainSpec(optimizer="sgd", learning_rate=0.5, batch_size=10)
    case = Experiment(data=DataSpec(source="moons", settings={"points": 50}), model=dense(2), train=train)
    app = visit("pages/lab/train.py", experiment=case.to_token())
    app.session_state["nnviz"].watched.slow = case.key, 3
    next(own for own in app.toggle if own.label.startswith("Slow motion")).set_value(True).run()
    assert any("**update**" in own.value for own in app.markdown)
    table = app.dataframe[-1].value
    np.testing.assert_allclose(table["step"], -0.5 * table["gradient"], rtol=1e-3, atol=1e-6)
    app.button(key="slow-next").click().run()
    assert any("batch 2 of 4" in own.value for own in app.markdown)
    subject = untrained.address(case, "")
    edit = {"layer": "dense_1", "row": 1, "unit": 0, "value": 2.5}
    app.session_state["nnviz"].watched.edits = (subject, (edit,))
    app.run()
    assert any("(input 2, unit 1) → 2.5" in own.value for own in app.caption)
    app.button(key="train").click().run()
    run = Run.open(np.ravel(app.query_params["run"])[0])
    assert changes.asked(run.folder) == [{"kind": "weight", **edit}]
