"""Carries out a plan in AWS: each write guarded, each outcome known."""
