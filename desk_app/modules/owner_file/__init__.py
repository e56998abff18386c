"""The owner file (一户一档): the papers an office keeps for each room and its owners (domain.md 2.1)."""
