"""What the pages of Deploy share."""
