"""Measurements of nnviz against named peers: `python -m benchmarks`, or `python -m benchmarks training` for one."""
