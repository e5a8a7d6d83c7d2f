"""From a trained network to its use: checked exports, a prediction server, and a watch over what it is asked."""
