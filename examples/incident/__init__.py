"""The compromised npm releases of 2025-09-08, from the first preview to the repair of drift."""
