"""Reads manifests as text and edits them by lines: whatever people wrote stays as it is."""
