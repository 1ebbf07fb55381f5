"""What the engine keeps for us: properties of resources, and the record that a stack has of them."""
