"""Every screen as an object that works without a window: typed text in, sentences and records out."""
