"""The layout holds: which module may import what, how long a file may be, and what no file may name."""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
# The name that the folders are imported by.
PREFIX = "packagestate."
OURS = ("__main__", "provider", "schemas", "emulator", "examples", "tools", "tests", "benchmarks")

# The rooms of the house, from top to bottom. A module imports from its own room and from those on lower floors.
FLOORS = (
    ("__main__",),
    ("provider.cli",),
    ("provider.pipeline",),
    ("provider.program",),
    ("provider.resource", "provider.removals"),
    ("provider.plugin", "provider.revert", "provider.adoption", "provider.doctor"),
    ("provider.choices",),
    ("provider.advisories",),
    ("provider.lock",),
    ("provider.report", "provider.manifests", "provider.apply", "provider.observe"),
    ("provider.state", "provider.configuration"),
    ("provider.codeartifact",),
    ("provider.population",),
    ("provider.gateway", "provider.runtime"),
    ("provider.plan",),
    ("schemas",),
)
# Where a package from outside may be imported; other packages may be imported anywhere.
EDGES = {
    "boto3": ("provider.codeartifact",),
    "botocore": ("provider.codeartifact",),
    "pulumi": (
        "provider.program.run",
        "provider.program.engine_record",
        "provider.resource",
        "provider.removals",
        "__main__",
    ),
    "click": ("provider.cli",),
    "rich": ("provider.cli",),
    "yaml": ("schemas",),
}
PLAN_IMPORTS = (
    "provider.plan",
    "schemas.status",
    "schemas.coordinates",
    "schemas.errors",
    "schemas.desired",
    "schemas.fitness",
    "schemas.rule",
    "schemas.wide_version",
)
IMPURE = {
    *("time", "datetime", "random", "secrets", "os", "io"),
    *("pathlib", "logging", "socket", "subprocess", "threading"),
}

LONGEST_FILE = 250
MOST_UNCOVERED_LINES = 3
DECISION_HEADINGS = ["Context", "Options", "Outcome", "Consequences"]
# A path of one machine, or the host of a registry; the places where these are known by necessity are none.
FORBIDDEN = re.compile(
    r"""(?<![\w.$}/-])/(?:work|root|home|Users|tmp/briefs)/\w
    | registry\.npmjs\.org | registry\.yarnpkg\.com | files\.pythonhosted | \bpypi\.org | proxy\.golang\.org""",
    re.VERBOSE,
)


@cache
def tracked_files() -> tuple[Path, ...]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True)
    paths = (PROJECT / name for name in listed.stdout.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def sources(*folders: str) -> list[Path]:
    """The modules of folders, each of which must hold some: a law about the files of a folder that is gone holds."""
    found = {folder: sorted((PROJECT / folder).rglob("*.py")) for folder in folders}
    assert all(found.values()), found
    return sorted(path for paths in found.values() for path in paths)


def module_name(path: Path) -> str:
    parts = path.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def is_module(name: str) -> bool:
    path = PROJECT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


@cache
def imports(path: Path) -> frozenset[str]:
    """Give the full names of all modules that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                found.update(alias.name.removeprefix(PREFIX) for alias in names)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                module = module.removeprefix(PREFIX)
                full = {f"{module}.{alias.name}" for alias in names}
                found.update(name if module.split(".")[0] in OURS and is_module(name) else module for name in full)
            case ast.ImportFrom():
                found.add("(relative)")
            case _:
                pass
    return frozenset(found)


def room(module: str) -> str:
    """Give the room that a module is in; it must be in one."""
    (found,) = (each for floor in FLOORS for each in floor if is_within(module, each))
    return found


def floor(module: str) -> int:
    """Give the number of a module's floor, counted from the top."""
    return next(number for number, rooms in enumerate(FLOORS) if room(module) in rooms)


def program_modules() -> dict[str, Path]:
    """Give all modules of the program and the provider; not `provider` itself, which only names what is below it."""
    paths = [PROJECT / "__main__.py", *sources("provider", "schemas")]
    return {module_name(path): path for path in paths if path != PROJECT / "provider" / "__init__.py"}


def arrows() -> dict[tuple[str, str], list[str]]:
    """Give which room imports from which other one, and which modules do so."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for module, path in program_modules().items():
        for imported in imports(path):
            if imported.split(".")[0] in {"provider", "schemas"} and room(imported) != room(module):
                found[room(module), room(imported)].append(f"{module} -> {imported}")
    return found


def drawing() -> str:
    """Draw the house: each floor, and what its rooms import from."""
    lines = []
    for number, rooms in enumerate(FLOORS):
        for each in rooms:
            below = ", ".join(sorted(target for source, target in arrows() if source == each))
            lines.append(f"{number:>2}  {each:<24} imports from {below or 'nothing'}")
    return "\n".join(lines)


def test_imports_go_down_the_floors() -> None:
    wrong = [line for (source, target), lines in arrows().items() if floor(target) <= floor(source) for line in lines]
    assert not wrong, "\n".join(("these go up or sideways:", *wrong, "", drawing()))


def test_every_module_is_in_a_room_and_every_room_is_there() -> None:
    assert {room(module) for module in program_modules()} == {each for rooms in FLOORS for each in rooms}


def test_no_modules_import_each_other() -> None:
    modules = program_modules()
    TopologicalSorter({name: imports(path) & modules.keys() for name, path in modules.items()}).prepare()


def test_every_import_names_its_module_in_full() -> None:
    for path in sources("provider", "schemas", "emulator", "tools", "examples"):
        assert "(relative)" not in imports(path), path


@pytest.mark.parametrize("package", EDGES)
def test_a_package_of_an_edge_is_imported_there_alone(package: str) -> None:
    importers = {name for name, path in program_modules().items() if any(is_within(i, package) for i in imports(path))}
    assert importers
    assert {name for name in importers if not any(is_within(name, place) for place in EDGES[package])} == set()


def test_only_the_tree_of_a_document_knows_yaml() -> None:
    importers = {name for name, path in program_modules().items() if "yaml" in {i.split(".")[0] for i in imports(path)}}
    assert importers == {"schemas.composer", "schemas.document", "schemas.nodes"}


def test_the_plan_is_pure() -> None:
    for path in sources("provider/plan"):
        for imported in imports(path):
            top = imported.split(".")[0]
            is_allowed = top in sys.stdlib_module_names - IMPURE or any(is_within(imported, p) for p in PLAN_IMPORTS)
            assert is_allowed, f"{module_name(path)} imports {imported}"


@pytest.mark.parametrize(
    ("importer", "strangers"),
    [
        ("emulator", ("provider", "schemas", "examples", "tools", "tests", "benchmarks")),
        ("provider", ("emulator", "examples", "tools", "tests", "benchmarks")),
        ("schemas", ("provider", "emulator", "examples", "tools", "tests", "benchmarks")),
        ("examples", ("tests", "benchmarks", "tools")),
        # `tools.truth` asks the endpoint what it asks AWS.
        ("tools", ("provider", "schemas", "examples", "tests", "benchmarks")),
    ],
)
def test_a_folder_knows_nothing_of_its_strangers(importer: str, strangers: tuple[str, ...]) -> None:
    for path in sources(importer):
        known = {imported for imported in imports(path) for stranger in strangers if is_within(imported, stranger)}
        assert known == set(), module_name(path)


def test_a_module_of_tests_is_imported_by_nobody() -> None:
    for path in sources("tests", "benchmarks"):
        known = {imported for imported in imports(path) if re.search(r"^tests\.(.*\.)?test_\w+$", imported)}
        assert known == set(), module_name(path)


def test_what_tests_have_in_common_knows_no_tests() -> None:
    for path in sources("tests/support"):
        known = {imported for imported in imports(path) if is_within(imported, "tests")}
        assert all(is_within(imported, "tests.support") for imported in known), module_name(path)


def test_the_tools_that_make_the_environment_need_the_standard_library_alone() -> None:
    for path in sources("tools"):
        if module_name(path).startswith("tools.truth"):
            continue
        assert {imported.split(".")[0] for imported in imports(path)} <= sys.stdlib_module_names | {"tools"}, path


def test_nothing_beside_the_program_is_named_like_a_standard_module() -> None:
    beside = {path.stem for path in PROJECT.glob("*.py")} | {path.parent.name for path in PROJECT.glob("*/__init__.py")}
    assert beside & sys.stdlib_module_names <= {"__main__"}


def test_no_file_is_too_long() -> None:
    lengths = {
        path.relative_to(PROJECT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in sources("provider", "schemas", "emulator", "tools")
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_few_lines_are_taken_out_of_the_coverage() -> None:
    pragma = "pragma: no " + "cover"
    taken_out = sum(path.read_text(encoding="utf-8").count(pragma) for path in sources("provider", "schemas"))
    assert taken_out <= MOST_UNCOVERED_LINES


def test_no_file_names_a_machine_or_a_registry() -> None:
    named = {
        f"{path.relative_to(PROJECT)}: {found[0]}"
        for path in tracked_files()
        if path != Path(__file__)
        for found in FORBIDDEN.finditer(path.read_text(encoding="utf-8", errors="replace"))
    }
    assert named == set()


@pytest.mark.parametrize("page", sorted((PROJECT / "docs" / "decisions").glob("*.md")), ids=lambda page: str(page.stem))
def test_a_decision_has_its_four_parts(page: Path) -> None:
    headings = re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == DECISION_HEADINGS


def test_every_make_target_that_a_page_names_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named: set[str] = set()
    for page in (path for path in tracked_files() if path.suffix == ".md"):
        commands = re.findall(
            r"(?:^|`)make(?: -s)? ([a-z -]+?)(?=$|[`#)]|  )", page.read_text(encoding="utf-8"), re.MULTILINE
        )
        named_here = {target for command in commands for target in command.split()}
        assert named_here <= targets, page
        named |= named_here
    assert {"test", "check", "demo"} <= named


def test_property_keys_are_spelt_in_one_place() -> None:
    spelt = re.findall(r'= "([A-Za-z]+)"', (PROJECT / "provider" / "state" / "keys.py").read_text(encoding="utf-8"))
    assert len(spelt) == len(set(spelt)) > 15
    literal = re.compile(rf'(?<![\w"`])"({"|".join(spelt)})"(?!")')
    places = [PROJECT / "provider" / "resource.py", PROJECT / "provider" / "removals.py"]
    for path in (*places, *sources("provider/plugin", "provider/state")):
        if path.name != "keys.py":
            assert not literal.findall(path.read_text(encoding="utf-8")), path
