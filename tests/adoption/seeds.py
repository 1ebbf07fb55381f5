"""What the endpoint holds in these tests, and the adoption of it."""

from collections.abc import Callable
from pathlib import Path

from packagestate.provider.adoption.adoption import Report, Request, adopt
from packagestate.provider.adoption.selection import ADOPTABLE, Selection
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.population import FullGateway
from tests.support.stores import domains, repository, without_content

ALL = Selection(statuses=ADOPTABLE)

DOMAIN = without_content(
    domains(
        acme={
            "npm-store": repository(
                npm={
                    "chalk": {
                        "5.5.0": "Published",
                        "5.6.0": "Archived",
                        "5.6.1": "Disposed",
                        "5.10.0": "Unlisted",
                        "5.11.0": "Unfinished",
                    },
                    "debug": ["4.4.1", "4.4.2"],
                    "@ctrl/tinycolor": {"4.1.0": "Published", "4.1.1": "Disposed"},
                    "on": {"1e3": "Archived", "1.10": "Archived"},
                }
            ),
            "shared": repository(
                maven={
                    "com.acme:client": {
                        "1.0": "Archived",
                        "1.1-20250101.120000-1": "Unlisted",
                        "1.1-20250102.120000-2": "Published",
                    }
                },
                npm={"chalk": {"5.6.1": "Archived"}},
            ),
            "empty": repository(),
        },
    )
)


def connected(url: str) -> FullGateway:
    return connect(ConnectionSettings(region="eu-west-1", endpoint=url, attempt_count=1))


def adopted(url: str, folder: Path, selection: Selection | None = None, *repositories: str) -> Report:
    """Adopt into `packages` in a folder, with `import.json` beside it."""
    request = Request("acme", None, repositories, selection or Selection(), folder / "packages", folder / "import.json")
    return adopt(connected(url), request, 8, silent)


silent: Callable[[int, str], None] = lambda _count, _where: None  # noqa: E731


def manifests(folder: Path) -> dict[str, str]:
    """The text of every file below `packages`, by its path there."""
    packages = folder / "packages"
    return {
        path.relative_to(packages).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(packages.rglob("*"))
        if path.is_file()
    }
