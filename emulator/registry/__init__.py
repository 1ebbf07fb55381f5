"""What package managers see: npm's and PyPI's paths and documents, on top of `emulator.store`."""
