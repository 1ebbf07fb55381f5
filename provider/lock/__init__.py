"""From rules to the lock: which versions they mean in which repository, as statements that people review."""
