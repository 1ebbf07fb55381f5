"""CodeArtifact on 127.0.0.1: an independent reading of AWS's documents, for tests, demonstrations and experiments.

The rules live in `emulator.store`, the wire format in `emulator.codeartifact`, the package managers' paths in
`emulator.registry`. `emulator.endpoint` serves them together. Nothing in the program that is under test imports this
package, and this package imports nothing of that program: otherwise it would prove nothing.
"""

from emulator.endpoint import Endpoint, Switches

__all__ = ["Endpoint", "Switches"]
