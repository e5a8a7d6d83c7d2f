"""Walking back through a network by other rules than the gradient's: see `record`."""
