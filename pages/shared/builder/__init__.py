"""The parts of the Build page: what is edited, how it is undone, and each of its panels."""
