"""What data are like: every column, how columns hang together, and what a person should know before training."""
