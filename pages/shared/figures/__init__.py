"""Figures, tables and choosers that several pages show."""
