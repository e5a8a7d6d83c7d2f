"""What the engine does for pages in this room: a task's name → its function, imported once it is called."""

TASKS = {
    "data_summary": "nnviz.data.summary:summarise",
    "data_schema": "nnviz.data.load:schema_of",
    "data_targets": "nnviz.data.profiling.targets:target_profile",
    "data_profile": "nnviz.data.profiling.profile:profile",
    "data_reading": "nnviz.data.own.how_read:how_read",
    "fold_plan": "nnviz.data.splitting.fold_plan:fold_plan",
    "rows_for_folds": "nnviz.data.splitting.fold_plan:rows_for_folds",
    "same_rows": "nnviz.data.same_rows:same_rows",
    "prepared_through": "nnviz.data.preparing.effects:prepared_through",
}
