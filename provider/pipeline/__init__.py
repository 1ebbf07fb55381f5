"""From a folder of manifests to runs of the engine: what a pipeline does, on GitHub or elsewhere."""
