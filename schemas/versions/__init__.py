"""The order of versions and ranges of versions, by the rules of each ecosystem. Pure."""
