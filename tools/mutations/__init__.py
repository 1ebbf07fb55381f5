"""Mutation check: the contract of a write is broken on purpose, and the quick tests have to notice each time."""
