"""Requests and suggestions (需求与建议, P6): received, forwarded in ten minutes, followed to the answer."""
