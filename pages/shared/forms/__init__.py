"""Controls drawn from declared parameters."""
