"""What manifests say of advisories, and advisories themselves: pure values, and every fault they can have."""
