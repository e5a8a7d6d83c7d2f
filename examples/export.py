"""A trained network leaves nnviz: as ONNX and as a SavedModel, each loaded again and compared before it is written."""

from pathlib import Path

import nnviz

here = Path(__file__).parent
experiment = nnviz.ready("digits")
data = experiment.data.replace(test_fraction=0.1)
run = nnviz.train(experiment.replace(data=data, train=experiment.train.replace(epochs=2)))

for format in ("onnx", "saved_model"):
    made = nnviz.export(run, here / f"digits-{format}.zip", format=format)
    print(f"{made.runtime}: {made.sentence}")
