"""Explain a prediction, ask whether that deserves belief and which method deserves it most, and report on it all."""

from pathlib import Path

import numpy as np

import nnviz

here = Path(__file__).parent
experiment = nnviz.ready("digits")
data = nnviz.load_data(experiment.data)
run = nnviz.train(experiment.replace(train=experiment.train.replace(epochs=3)))
model, digits = run.model(), data.validation.x[:10]

why = nnviz.attribute(model, digits[0], method="integrated_gradients")
first, second = np.argsort(-np.asarray(model(digits[:1])))[0, :2].tolist()
margin = nnviz.Margin(first, second, names=data.schema.class_names)
rather = nnviz.attribute(model, digits[0], margin, method="integrated_gradients")
print(f"{data.schema.class_names[first]}: {why.output:.3f}, its parts add up within {why.residual:.1g}")
print(f"{rather.target.label()}: the pixel that counts most adds {rather.values.max():+.2f} to the lead")

curves = nnviz.deletion_insertion(model, digits, method="integrated_gradients")
print(f"deletion {curves.deletion_auc.mean():.2f}, in random orders {curves.random_deletion_auc.mean():.2f}")
print(curves.verdict)
curves.figure().write_html(here / "trust_curves.html")

check = nnviz.randomization_check(model, digits, method="integrated_gradients")
print(check.verdict)
check.figure().write_html(here / "trust_forgetting.html")

board = nnviz.scoreboard(model, digits, ["integrated_gradients", "gradient_x_input", "gradient"])
print(board.verdict)
for row in board.measured:
    print(f"{row.title}: {row.verdict}")
print(nnviz.report(run, here / "trust_report.html", examples=1, methods=board.order[:1]))
