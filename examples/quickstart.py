"""Load data, build a network, train it, look inside and explain one prediction; the figures land beside this script."""

from pathlib import Path

import nnviz
from nnviz.plots import activations, attribution

here = Path(__file__).parent
experiment = nnviz.ready("digits")
data = nnviz.load_data(experiment.data)
model = nnviz.build(experiment.model, data.schema, seed=1)

run = nnviz.train(experiment, model=model, dataset=data, home=here / "quickstart")
seven = data.split(nnviz.own_example([[(0.2, 0.1), (0.8, 0.1), (0.4, 0.9)]]))
print(f"a drawn 7 is taken for a {model(seven.x, training=False).numpy().argmax()}")
print(f"validation accuracy {run.history()['val_accuracy'][-1]:.1%}, recorded in {run.folder}")

digit = data.validation.x[0]
inside = nnviz.activations(model, digit[None])
activations.activation(inside["conv2d_1"].values[0], title="conv2d_1").write_html(here / "feature_maps.html")

why = nnviz.attribute(model, digit, method="integrated_gradients")
print(f"explained {why.target.label()}: residual {why.residual:.1e}")
attribution.image_attribution(digit, why.values).write_html(here / "attribution.html")
