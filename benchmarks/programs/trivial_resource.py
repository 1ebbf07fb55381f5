"""A resource that does nothing: what the engine and its SDK cost by themselves."""

from typing import Any

from pulumi import dynamic


class TrivialProvider(dynamic.ResourceProvider):
    """Hooks that have nothing to do."""

    serialize_as_secret_always = False

    def check(self, _olds: dict[str, Any], news: dict[str, Any]) -> dynamic.CheckResult:
        """Let everything pass."""
        return dynamic.CheckResult(news, [])

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> dynamic.DiffResult:
        """Find no difference."""
        return dynamic.DiffResult(changes=False)

    def create(self, props: dict[str, Any]) -> dynamic.CreateResult:
        """Create nothing."""
        return dynamic.CreateResult("trivial", props)


class Trivial(dynamic.Resource):
    """A resource without properties."""

    def __init__(self, name: str) -> None:
        """Declare it."""
        super().__init__(TrivialProvider(), name, {})
