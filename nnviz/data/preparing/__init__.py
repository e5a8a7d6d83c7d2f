"""Columns as people have them, step by step into what a network is given; fitted on the training examples alone."""
