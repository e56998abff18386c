"""Notices (通知公告): what the office posts, where, and until when."""
