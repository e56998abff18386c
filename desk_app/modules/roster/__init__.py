"""Rosters (名册): reading an office's own lists of rooms and people, taking them in, taking them back out."""
