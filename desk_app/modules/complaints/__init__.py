"""Complaints (投诉, P7): judged by the supervisor, handled, agreed, replied, visited and filed; incidents group them."""
