"""Which examples train, which validate and which test; and what each counts."""
