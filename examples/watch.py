"""What a network is asked changes: held-out rows with one column shifted go through it, and the drift is told."""

import nnviz

data = nnviz.DataSpec(source="breast_cancer", test_fraction=0.3)
schema = nnviz.load_data(data).schema
experiment = nnviz.Experiment(data=data, model=nnviz.suggest(schema), train=nnviz.TrainSpec(epochs=5))
run = nnviz.train(experiment)

for shift in (0.0, 1.5):
    rows = nnviz.simulate(run, "mean texture", shift=shift)
    drift = nnviz.watch(run, "simulated")
    print(f"{rows} rows, shifted by {shift} deviations: {drift.sentence}")
