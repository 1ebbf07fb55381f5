"""A stack's configuration: what it says, what of it a run is bound to, and how a key is set."""
