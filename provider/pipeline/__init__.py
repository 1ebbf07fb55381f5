"""From a folder of manifests to runs of the engine: what a pipeline does, whoever's pipeline it is."""
