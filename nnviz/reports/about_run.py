"""What a report says of a run's data, network and training."""

from nnviz import words
from nnviz.data.catalog import SOURCES
from nnviz.data.summary import summarise
from nnviz.inspection.weights import layer_table
from nnviz.plots.data import class_balance, target_histogram
from nnviz.plots.images import image_grid
from nnviz.plots.runs import run_curves
from nnviz.reports.html import Page
from nnviz.runs.run import Run
from nnviz.training.catalog import METRICS

_SHOWN = 12
_MOST_COLUMNS, _MOST_LAYERS, _MOST_CLASSES = 40, 200, 40


def data(page: Page, run: Run) -> None:
    """Where the examples come from, how many there are, what they look like, and how they were prepared."""
    summary, spec = summarise(run.experiment.data), run.experiment.data
    schema = summary.schema
    page.heading("Data")
    parts = {f"{name} examples".capitalize(): f"{count:,}" for name, count in summary.sizes.items() if count}
    answers = "the input itself" if schema.reconstructs else words.few(schema.answers, 8)
    page.facts({"Source": summary.title, **parts, "One example": words.shape(schema.input_shape), "Predicted": answers})
    if schema.further:
        page.facts({f"Beside it: {one.name}": one.words for one in schema.further})
    if summary.credit:
        page.text(summary.credit, "note")
    if summary.thumbnails is not None and len(summary.thumbnails):
        page.figure(image_grid(summary.thumbnails[:_SHOWN], columns=6), "Some of the examples.")
    elif schema.kind == "tokens" and schema.token_names:
        page.table(
            ["Some of the texts, as the network reads them"], [[text[:200]] for text in summary.sample_texts[:6]]
        )
    elif summary.features and len(summary.features) > 1:
        head = ["Column", "Mean", "Deviation", "Smallest", "Largest"]
        rows = [[f.name, f.mean, f.std, f.minimum, f.maximum] for f in summary.features[:_MOST_COLUMNS]]
        page.table(head, rows)
        _cut(page, len(summary.features), _MOST_COLUMNS, "columns")
    if summary.class_counts and len(schema.class_names) <= _MOST_CLASSES:
        page.figure(class_balance(summary.class_counts, schema.class_names), "How many examples each class has.")
    elif summary.target_counts is not None:
        edges, counts = summary.target_edges, summary.target_counts
        page.figure(target_histogram(edges, counts, schema.target_name), "How the target is distributed.")
    for note in summary.notes:
        page.text(note, "note")
    if spec.source in SOURCES and summary.truth_words:
        page.text(f"The truth is known: {summary.truth_words}")


def network(page: Page, run: Run, model) -> None:
    """Its layers, their shapes and sizes."""
    page.heading("Network")
    rows = [row for row in layer_table(model) if row.kind != "InputLayer"]
    page.facts({"Layers": f"{len(rows):,}", "Parameters": f"{model.count_params():,}"})
    head = ["Layer", "Kind", "Output", "Parameters", "Trained"]
    page.table(head, [_layer(row) for row in rows[:_MOST_LAYERS]])
    _cut(page, len(rows), _MOST_LAYERS, "layers")


def _layer(row) -> list:
    shape = words.sizes(row.output_shape[1:]) if row.output_shape else ""
    activation = f" ({row.activation})" if row.activation and row.activation != "linear" else ""
    trained = "yes" if row.trainable_parameters else "no" if row.parameters else ""
    return [row.path, f"{row.kind}{activation}", shape or "a number", row.parameters, trained]


def training(page: Page, run: Run) -> None:
    """How it was trained, and its curves."""
    train, status = run.experiment.train, run.status()
    page.heading("Training")
    facts = {
        "Epochs": f"{int(status.epoch):,} of {status.epochs:,}",
        "Optimizer": train.optimizer,
        "Learning rate": words.setting(train.learning_rate),
        "Schedule": train.schedule,
        "Loss": train.loss if train.loss != "auto" else "what fits the task",
        "Batch size": f"{train.batch_size:,}",
        "Seed": f"{train.seed}",
        "Time": f"{words.plain(status.seconds, 3)} s",
    }
    page.facts(facts)
    if status.message:
        page.text(status.message)
    history = run.history()
    scores = dict.fromkeys(name.removeprefix("val_") for name in history if name not in ("epoch", "seconds"))
    for name in list(scores)[:2]:
        title = METRICS[name].title if name in METRICS else name.replace("_", " ").capitalize()
        page.figure(
            run_curves([(run.record.title, history)], name, title),
            f"{title}: held-out examples solid, training examples dashed.",
        )


def _cut(page: Page, count: int, most: int, noun: str) -> None:
    if count > most:
        page.text(f"The first {most} of {count:,} {noun}.", "note")
