"""An experiment and its variants: grid, folds, seeds, with and without a thing, search. Their runs are ordinary."""
