"""Measures of whether an explanation deserves belief: a file each, and a catalog of them."""
