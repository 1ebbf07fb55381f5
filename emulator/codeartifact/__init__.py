"""CodeArtifact's API in the layout of a moto service, on top of `emulator.store`."""

from emulator.codeartifact.models import CodeArtifactBackend, codeartifact_backends

__all__ = ["CodeArtifactBackend", "codeartifact_backends"]
