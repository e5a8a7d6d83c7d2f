"""Where data comes from: sources, splitting, scaling."""
