"""What every page of the course shares."""
