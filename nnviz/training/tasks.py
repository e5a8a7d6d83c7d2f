"""What the engine does for pages in this room: a task's name → its function, imported once it is called."""

TASKS = {
    "import_run": "nnviz.training.carried_run:import_run_of_page",
    "train": "nnviz.training.queued:train_queued",
    "find_rate": "nnviz.training.rate_finder:find_rate",
    "untrained": "nnviz.training.untrained:untrained",
    "open_model": "nnviz.training.opened:open_model_as_run",
    "form_of_model": "nnviz.training.opened_trial:form_of_model",
    "ways_of_data": "nnviz.training.opened_trial:ways_of_data",
    "trial_price": "nnviz.training.opened_trial:trial_price",
    "try_way": "nnviz.training.opened_trial:tried_way",
    "try_model": "nnviz.training.opened_trial:tried_model",
    "zipped_event_files": "nnviz.training.tensorboard:zipped_event_files",
    "event_files": "nnviz.training.tensorboard:event_files",
    "take_layers": "nnviz.training.transfer:take_layers",
    "take_pretrained": "nnviz.training.pretrained:take_pretrained",
    "learn_while_drawing": "nnviz.training.while_drawing:learn_while_drawing",
    "augmented_example": "nnviz.training.augmented:augmented_example",
}
