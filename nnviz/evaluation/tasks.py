"""What the engine does for pages in this room: a task's name → its function, imported once it is called."""

TASKS = {
    "evaluation": "nnviz.evaluation.of_run:evaluation_of_run",
    "pictures": "nnviz.evaluation.of_run:pictures_of_run",
    "texts": "nnviz.evaluation.of_run:texts_of_run",
    "label_suspects": "nnviz.evaluation.label_suspects:suspects_of_runs",
    "parts": "nnviz.evaluation.of_run:parts_of_run",
    "augmentation_effects": "nnviz.evaluation.augmentation:effects_of_run",
}
