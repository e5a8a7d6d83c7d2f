"""Data sets of TensorFlow Datasets: listed, fetched in a process of their own, watched and kept."""
