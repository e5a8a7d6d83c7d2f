"""Arrays and texts as the browser modules are given them. Imports no framework."""
