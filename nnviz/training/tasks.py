"""What the engine does for pages in this room: a task's name → its function, imported once it is called."""

TASKS = {
    "train": "nnviz.training.queued:train_queued",
    "untrained": "nnviz.training.untrained:untrained",
    "bring_model": "nnviz.training.brought:bring_model",
    "take_layers": "nnviz.training.transfer:take_layers",
    "take_pretrained": "nnviz.training.pretrained:take_pretrained",
    "learn_while_drawing": "nnviz.training.while_drawing:learn_while_drawing",
    "augmented_example": "nnviz.training.augmented:augmented_example",
}
