"""What would have to be different: the smallest change that flips an answer, of rows, images and texts."""
