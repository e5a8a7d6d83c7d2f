"""Whether a network uses a concept that a person shows it by examples."""
