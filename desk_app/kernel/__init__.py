"""Vocabulary every module speaks: fields, kinds, workflows, store, papers. No business rule lives here."""
