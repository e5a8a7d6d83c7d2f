"""Steps of preparation fitted on the training examples; each module holds steps of one kind.

A fitting function takes the training examples as they are at its place in the pipeline (`state`) and
returns the fitted step, a dictionary of numbers and words that `nnviz.data.preparing.carried.steps` applies.
"""
