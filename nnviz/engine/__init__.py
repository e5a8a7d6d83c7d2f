"""Where work runs: a local Dask cluster in a process of its own, or one that `NNVIZ_SCHEDULER` names."""
