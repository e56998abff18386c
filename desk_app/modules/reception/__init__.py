"""Calls, visits and visitors (来电来访): the diary of the desk, from which all other work begins."""
