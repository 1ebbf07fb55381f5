"""The side of the dynamic provider: what its hooks check, compare, carry out and read."""
