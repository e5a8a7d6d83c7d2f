"""Data sets that make their own examples, so that no network is needed. In a package, as the library asks."""
