"""What one browser session holds: one record (record.py), and whose it is."""
