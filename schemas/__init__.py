"""What people write: statuses, coordinates, manifests, and every fault that a manifest can have."""
