"""The coach: what a recorded run shows, why, and what would mend it, in plain words. Imports no framework."""
