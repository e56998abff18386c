"""One folder for each thing the office does."""
