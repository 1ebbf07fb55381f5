"""The provider: from desired package state to guarded AWS calls."""
