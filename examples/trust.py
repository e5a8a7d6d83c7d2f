"""Ask whether an explanation deserves belief, which method deserves it most, and write a report of it all."""

from pathlib import Path

import nnviz

here = Path(__file__).parent
experiment = nnviz.ready("digits")
data = nnviz.load_data(experiment.data)
run = nnviz.train(experiment.replace(train=experiment.train.replace(epochs=3)))
model, digits = run.model(), data.validation.x[:10]

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
