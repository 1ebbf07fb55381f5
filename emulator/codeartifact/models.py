"""The backend in moto's sense: one store for an account and a region."""

from moto.core.base_backend import BackendDict, BaseBackend

from emulator.store import Store


class CodeArtifactBackend(BaseBackend):
    """The state of CodeArtifact in one account and region."""

    def __init__(self, region_name: str, account_id: str, store: Store | None = None) -> None:
        """Begin with an empty store, or with one that is there."""
        super().__init__(region_name, account_id)
        self.store = Store() if store is None else store


codeartifact_backends: BackendDict[CodeArtifactBackend] = BackendDict(CodeArtifactBackend, "codeartifact")
