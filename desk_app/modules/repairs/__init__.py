"""Repairs (综合维修, P8): from the request through dispatch, judging and work to the return visit and the file."""
