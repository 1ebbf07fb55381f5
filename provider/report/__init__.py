"""Every rendering of a plan."""
