"""CodeArtifact through boto3: the one implementation of `provider.gateway`, and the only package that imports boto3."""

from packagestate.provider.codeartifact.connection import connect
from packagestate.provider.codeartifact.settings import ConnectionSettings

__all__ = ["ConnectionSettings", "connect"]
