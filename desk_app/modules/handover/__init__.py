"""Handover of flats (房屋交接, P1): from the notice through inspection, fees and keys to the file, and the defects found."""
