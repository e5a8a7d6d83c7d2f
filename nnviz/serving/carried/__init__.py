"""The few lines of Python that travel with an exported network: they need NumPy and one runtime, never nnviz."""
