"""What the engine does for pages in this room: a task's name → its function, imported once it is called."""

TASKS = {
    "next_step": "nnviz.studies.search:next_step",
    "searched": "nnviz.studies.searched:searched",
    "search_surface": "nnviz.studies.searched:surface",
    "train_race": "nnviz.studies.lockstep:train_race",
    "augmentation_gap": "nnviz.studies.augmentation_gap:gap_of_study",
}
