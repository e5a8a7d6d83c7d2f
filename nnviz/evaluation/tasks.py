"""What the engine does for pages in this room: a task's name → its function, imported once it is called."""

TASKS = {
    "evaluation": "nnviz.evaluation.depth:remembered",
    "pictures": "nnviz.evaluation.of_run:pictures_of_run",
    "texts": "nnviz.evaluation.of_run:texts_of_run",
    "label_suspects": "nnviz.evaluation.label_suspects:suspects_of_runs",
    "parts": "nnviz.evaluation.of_run:parts_of_run",
    "evaluation_curves": "nnviz.evaluation.curves:curves_of_run",
    "calibration": "nnviz.evaluation.depth:calibration_of_run",
    "slices": "nnviz.evaluation.depth:slices_of_run",
    "groups": "nnviz.evaluation.groups:groups_of_run",
    "baseline": "nnviz.evaluation.baselines:against_baseline",
    "parts_of_runs": "nnviz.evaluation.comparing:parts_of_runs",
    "compare_runs": "nnviz.evaluation.comparing:compare_runs",
    "augmentation_effects": "nnviz.evaluation.augmentation:effects_of_run",
}
