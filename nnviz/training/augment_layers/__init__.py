"""Keras layers that change examples at random, where Keras has none. They do nothing outside training."""
