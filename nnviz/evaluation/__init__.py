"""How good a trained network is: scores, confusion, thresholds, residuals; scikit-learn's numbers."""
