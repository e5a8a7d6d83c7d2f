"""What the pages about explanations share: verdicts, scoreboards, and networks trained to compare with."""
