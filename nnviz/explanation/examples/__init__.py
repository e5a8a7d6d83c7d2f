"""Which training examples made a network think so: those alike, those that helped, and those that hurt."""
