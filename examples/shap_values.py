"""Train on a table, say which columns moved one prediction and which count over many; the figures land beside this
script."""

from pathlib import Path

import nnviz

here = Path(__file__).parent
data = nnviz.load_data(nnviz.ready("breast_cancer").data)
run = nnviz.train(nnviz.ready("breast_cancer").replace(train=nnviz.TrainSpec(epochs=10)))
names, classes = data.schema.feature_names, data.schema.class_names

target = nnviz.Margin("malignant", "benign", names=classes)
shap = nnviz.shap_values(run.model(), data.validation.x[:20], data.train.x[:50], target, names=names)
print(f"{shap.target.label()}: from {shap.base[0]:.2f} to {shap.output[0]:.2f} logits")
print(f"residual {shap.residual.max():.1e}; most important: {names[shap.importance.argmax()]}")
for kind in ("waterfall", "bar", "beeswarm", "scatter"):
    shap.figure(kind).write_html(here / f"shap_{kind}.html")
