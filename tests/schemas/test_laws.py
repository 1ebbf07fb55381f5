import copy
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from packagestate.schemas.desired import DesiredPackage
from packagestate.schemas.errors import Fault, ManifestError, printable
from packagestate.schemas.load import load
from tests.schemas.golden import GOLDEN
from tests.schemas.writing import Statement, packages, write

FIELDS = (
    *("manifestVersion", "domain", "domainOwner", "repository", "format", "onRemoval", "packages", "origin", "publish"),
    *("upstream", "versions", "status", "revision", "reason", "chalk", "@ctrl/tinycolor", "1.0.0", "1.0#0", "[key]"),
    *("repositories", "except", "over"),
)
WORDS = (
    "",
    "1",
    "npm",
    "maven",
    "acme",
    "store",
    "Published",
    "Unfinished",
    "ALLOW",
    "delete",
    "x" * 600,
    "1.10",
    "all",
)
GOLDEN_FILES = tuple(sorted(path for path in GOLDEN.rglob("*.y*ml") if path.is_file()))
TREES = st.recursive(
    st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=6),
    max_leaves=30,
)
MANIFESTS = st.fixed_dictionaries(
    {
        "domain": st.sampled_from(WORDS),
        "format": st.sampled_from(WORDS),
        "packages": st.dictionaries(
            st.sampled_from(FIELDS),
            st.fixed_dictionaries({}, optional=dict.fromkeys(("origin", "onRemoval", "versions", "status"), TREES)),
        ),
    },
    optional={
        "repository": st.sampled_from(WORDS),
        "repositories": st.sampled_from(WORDS) | st.lists(st.sampled_from(WORDS), max_size=2),
    },
)


@contextmanager
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as path:
        yield Path(path)


def judge(content: bytes) -> None:
    """Load a file: it is good, or it has faults that can be printed; nothing else may happen."""
    with folder() as path:
        (path / "manifest.yaml").write_bytes(content)
        faults = faults_of(path)
    assert all(printable(line) == line for fault in faults for line in str(fault).split("\n"))


def faults_of(path: Path) -> tuple[Fault, ...]:
    """Faults or warnings."""
    try:
        return load(path).warnings
    except ManifestError as error:
        return error.faults


@given(packages())
def test_what_is_written_is_what_is_loaded(written: tuple[DesiredPackage, ...]) -> None:
    """Round trip: a manifest of desired packages loads as these packages, with their reasons."""
    with folder() as path:
        write(path, [[Statement(package, package.versions) for package in written]])
        if not written:
            return
        loaded = load(path)
    assert loaded.packages == written
    assert not loaded.warnings
    reasons = [[version.reason for version in package.versions] for package in loaded.packages]
    assert reasons == [[version.reason for version in package.versions] for package in written]


@given(packages().filter(bool), st.randoms(use_true_random=False), st.data())
def test_order_and_division_into_files_do_not_matter(
    written: tuple[DesiredPackage, ...], random: Random, data: st.DataObject
) -> None:
    """Order-free: the same statements in any order, divided or repeated over any files, load as the same packages."""
    file_count = data.draw(st.integers(1, 4))
    files: list[list[Statement]] = [[] for _ in range(file_count)]
    for package in written:
        homes = [random.randrange(file_count) for _ in package.versions]
        for number in {*homes, random.randrange(file_count)}:
            named = [version for version, home in zip(package.versions, homes, strict=True) if home == number]
            repeated = [version for version in package.versions if random.random() < 0.2 and version not in named]
            said = named + repeated
            random.shuffle(said)
            files[number].append(Statement(package, tuple(said)))
    for statements in files:
        random.shuffle(statements)
    with folder() as path:
        write(path, files)
        assert load(path).packages == written


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode(errors="surrogatepass")))
@example(b"\xef\xbb\xbf\xff")
@example(b"? ")
@example(b"*a")
@example(b"%YAML 9.9\n---\n")
def test_any_bytes_are_a_manifest_or_faults(content: bytes) -> None:
    """Complete: whatever a file holds, there is an answer."""
    judge(content)


@given(st.sampled_from(GOLDEN_FILES), st.data())
def test_a_damaged_manifest_is_a_manifest_or_faults(file: Path, data: st.DataObject) -> None:
    """Complete: the same for files that nearly are manifests."""
    content = bytearray(file.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        damage = data.draw(st.sampled_from([b"", b"\n", b": ", b"- ", b"{", b"]", b'"', b"\t", b"&a ", b"*a", b"\x00"]))
        content[start : start + data.draw(st.integers(0, 8))] = damage
    judge(bytes(content))


@given(TREES | MANIFESTS)
def test_any_tree_of_known_words_is_a_manifest_or_faults(tree: object) -> None:
    """Complete: the same for YAML in which known fields and words stand in the wrong places."""
    judge(yaml.safe_dump(copy.deepcopy(tree), default_style='"').encode())
