"""Files and arrays that people bring: how they are kept, read and understood."""
