"""Modules that travel with an exported network; each needs NumPy alone."""
