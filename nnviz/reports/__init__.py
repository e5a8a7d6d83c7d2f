"""A run as one self-contained page: data, network, training, scores, explanations and their checks."""
