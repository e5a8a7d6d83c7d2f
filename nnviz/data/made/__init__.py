"""Data made so that what decides is known: images, tables, sequences, sentences and lists of symbols."""
