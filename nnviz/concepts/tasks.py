"""What the engine does for pages in this room: a task's name → its function, imported once it is called."""

TASKS = {
    "learn_line_data": "nnviz.concepts.lesson_tasks:learn_line_data",
    "learn_race": "nnviz.concepts.lesson_tasks:learn_race",
    "learn_plane": "nnviz.concepts.lesson_tasks:learn_plane",
    "learn_flow": "nnviz.concepts.lesson_tasks:learn_flow",
    "learn_rows": "nnviz.concepts.what_is_a_network_tasks:learn_rows",
    "learn_kinds": "nnviz.concepts.what_is_a_network_tasks:learn_kinds",
    "learn_kind": "nnviz.concepts.network_kinds_flow:learn_kind",
    "learn_look": "nnviz.concepts.task_to_network_tasks:learn_look",
    "learn_own_layers": "nnviz.concepts.own_layers:learn_own_layers",
    "learn_kernels": "nnviz.concepts.learnt_kernels:learn_kernels",
    "train_vae": "nnviz.concepts.variational:train_vae",
    "begin_gan": "nnviz.concepts.adversaries:begin_gan",
    "play_gan": "nnviz.concepts.adversaries:play_gan",
    "learn_photograph": "nnviz.concepts.learnt_kernels:learn_photograph",
    "learn_rate_finder": "nnviz.concepts.learning_rate_tasks:learn_rate_finder",
    "learn_rate_runs": "nnviz.concepts.learning_rate_tasks:learn_rate_runs",
    "learn_answers": "nnviz.concepts.losses_tasks:learn_answers",
    "learn_sums": "nnviz.concepts.activations_tasks:learn_sums",
    "learn_dropout": "nnviz.concepts.regularization_tasks:learn_dropout",
    "learn_between": "nnviz.concepts.stability_tasks:learn_between",
    "learn_cases": "nnviz.concepts.metrics_tasks:learn_cases",
    "learn_own_cases": "nnviz.concepts.metrics_tasks:learn_own_cases",
    "learn_patients": "nnviz.concepts.metrics_tasks:learn_patients",
    "learn_batch_examples": "nnviz.concepts.batches_tasks:learn_batch_examples",
    "learn_batch_gradients": "nnviz.concepts.batches_tasks:learn_batch_gradients",
    "train_memory": "nnviz.concepts.recurrent_networks_tasks:train_memory",
    "train_adding": "nnviz.concepts.recurrent_networks_tasks:train_adding",
    "train_transformer": "nnviz.concepts.attention_tasks:train_transformer",
    "learn_batch_runs": "nnviz.concepts.batches_tasks:learn_batch_runs",
    "learn_inside_images": "nnviz.concepts.looking_inside_tasks:learn_inside_images",
    "learn_inside_network": "nnviz.concepts.looking_inside_tasks:learn_inside_network",
    **{
        f"learn_shortcut_{name}": f"nnviz.concepts.interpreting_tasks:learn_shortcut_{name}"
        for name in ("images", "network", "maps", "sanity", "baselines")
    },
}
