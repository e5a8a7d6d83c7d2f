"""The loss as a landscape over a network's weights: slices, the way that training took, curvature."""
