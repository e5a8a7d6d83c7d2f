"""What training leaves behind: run directories, read while they are written."""
