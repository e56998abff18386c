"""Meters (仪表): what is read, when, by whom, and how much was used; shared costs read from main meters."""
