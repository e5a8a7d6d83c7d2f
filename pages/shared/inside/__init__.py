"""The views of the page Network, and what is chosen in it."""
