"""The lock as a whole: made from rules and advisories, told to people, and read by a run."""
