import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.tools.conftest import WriteProgram
from tools.engine.cache import find_cache
from tools.engine.choice import Source, SourceFailedError
from tools.engine.obtain import Maker, Report, obtain_engine
from tools.engine.recipe import Recipe, read_recipe
from tools.messages import SetUpError


class Makers:
    """Makers that note what they were asked for, and make an engine or fail."""

    def __init__(self, write_engine: WriteProgram, failing: Mapping[Source, str]) -> None:
        self.called: list[Source] = []
        self._write_engine = write_engine
        self._failing = failing

    def __call__(self) -> dict[Source, Maker]:
        return {Source.INSTALLER: self._maker(Source.INSTALLER), Source.BUILD: self._maker(Source.BUILD)}

    def _maker(self, source: Source) -> Maker:
        def make(_recipe: Recipe, folder: Path, _environment: Mapping[str, str], _report: Report) -> None:
            self.called.append(source)
            if source in self._failing:
                raise SourceFailedError(self._failing[source])
            self._write_engine(folder)

        return make


@pytest.fixture
def machine(environment: dict[str, str], path_folder: Path, write_program: WriteProgram) -> dict[str, str]:
    """A machine without an engine, on which both other ways look possible."""
    write_program(path_folder, "curl")
    write_program(path_folder, "go", "echo go version go1.26.8 linux/amd64")
    return environment


def test_an_engine_on_the_path_is_used(
    environment: dict[str, str], path_folder: Path, write_engine: WriteProgram, capfd: pytest.CaptureFixture[str]
) -> None:
    write_engine(path_folder, "v3.260.1")
    assert obtain_engine(environment, {}) == path_folder
    assert capfd.readouterr().err == f"engine: pulumi 3.260.1 on the PATH, in {path_folder}\n"
    assert not Path(environment["PACKAGESTATE_CACHE"]).exists()


def test_an_engine_whose_helpers_lie_beside_the_program_that_a_link_names_is_used(
    environment: dict[str, str], path_folder: Path, write_engine: WriteProgram, tmp_path: Path
) -> None:
    write_engine(tmp_path / "opt")
    (path_folder / "pulumi").symlink_to(tmp_path / "opt" / "pulumi")
    assert obtain_engine(environment, {}) == path_folder


def test_the_installer_comes_first_and_is_asked_once(
    machine: dict[str, str], write_engine: WriteProgram, capfd: pytest.CaptureFixture[str]
) -> None:
    makers = Makers(write_engine, {})
    folder = obtain_engine(machine, makers())
    assert (folder / "pulumi").is_file()
    assert "from Pulumi's installer, into" in capfd.readouterr().err
    assert obtain_engine(machine, makers()) == folder
    assert "from Pulumi's installer, kept in" in capfd.readouterr().err
    assert makers.called == [Source.INSTALLER]


def test_where_the_installer_fails_the_engine_is_built_and_the_output_says_why(
    machine: dict[str, str], write_engine: WriteProgram, capfd: pytest.CaptureFixture[str]
) -> None:
    makers = Makers(write_engine, {Source.INSTALLER: "Pulumi's installer script cannot be had: no route."})
    obtain_engine(machine, makers())
    assert makers.called == [Source.INSTALLER, Source.BUILD]
    said = capfd.readouterr().err
    assert re.search(r"built from Go modules, into .*there is no `pulumi`.*cannot be had: no route\.", said)
    assert "engine: ready after 0 s" in said


@pytest.mark.parametrize(
    ("version", "why"),
    [
        ("v3.100.0", "On the PATH is `pulumi` 3.100.0, where 3.259.0 or a newer 3 is needed."),
        ("v4.0.0", "On the PATH is `pulumi` 4.0.0, where 3.259.0 or a newer 3 is needed."),
        ("nothing", "does not answer with a version"),
    ],
)
def test_an_engine_that_cannot_run_the_project_is_passed_over(
    machine: dict[str, str], write_engine: WriteProgram, capfd: pytest.CaptureFixture[str], version: str, why: str
) -> None:
    own = write_engine(Path(machine["PATH"]), version)
    assert obtain_engine(machine, Makers(write_engine, {})()) != own
    assert why in capfd.readouterr().err


def test_an_engine_without_its_python_host_is_passed_over(
    machine: dict[str, str], path_folder: Path, write_engine: WriteProgram, capfd: pytest.CaptureFixture[str]
) -> None:
    write_engine(path_folder)
    (path_folder / "pulumi-language-python").unlink()
    obtain_engine(machine, Makers(write_engine, {})())
    assert "but not what it needs for Python programs: `pulumi-language-python`" in capfd.readouterr().err


def test_an_engine_of_the_cache_that_stands_on_the_path_does_not_pass_for_the_users_own(
    machine: dict[str, str], write_engine: WriteProgram, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = obtain_engine(machine, Makers(write_engine, {})())
    capfd.readouterr()
    assert obtain_engine({**machine, "PATH": f"{folder}:{machine['PATH']}"}, {}) == folder
    assert "kept in" in capfd.readouterr().err


def test_what_is_made_must_be_an_engine(machine: dict[str, str], write_program: WriteProgram) -> None:
    def make(_recipe: Recipe, folder: Path, _environment: Mapping[str, str], _report: Report) -> None:
        write_program(folder, "pulumi", "exit 1")

    with pytest.raises(SetUpError, match="What came has a fault"):
        obtain_engine(machine, {Source.INSTALLER: make, Source.BUILD: make})
    assert not any(entry.is_dir() for entry in find_cache(machine).folder.iterdir())


def test_where_no_way_works_the_error_says_all_reasons_and_what_to_install(
    machine: dict[str, str], write_engine: WriteProgram
) -> None:
    go_floor = read_recipe().go_floor
    failing = {Source.INSTALLER: "The installer is away.", Source.BUILD: "`go list` failed: no proxy."}
    with pytest.raises(SetUpError) as caught:
        obtain_engine(machine, Makers(write_engine, failing)())
    assert str(caught.value).splitlines() == [
        "error: no Pulumi engine",
        "  On the PATH there is no `pulumi`.",
        "  The installer is away.",
        "  `go list` failed: no proxy.",
        "  Nothing was installed.",
        f"hint: install Pulumi 3.259.0 or a newer 3, or Go {go_floor} or newer, and run the command again",
    ]


def test_on_a_bare_machine_nothing_is_tried(environment: dict[str, str]) -> None:
    with pytest.raises(SetUpError) as caught:
        obtain_engine(environment, {})
    assert caught.value.details[1:3] == (
        "Pulumi's installer cannot run: `curl` is not on the PATH.",
        "The engine cannot be built: `go` is not on the PATH.",
    )


def test_one_source_can_be_asked_for(
    machine: dict[str, str], write_engine: WriteProgram, capfd: pytest.CaptureFixture[str]
) -> None:
    makers = Makers(write_engine, {})
    obtain_engine({**machine, "PACKAGESTATE_ENGINE": "build"}, makers())
    assert makers.called == [Source.BUILD]
    assert "(`PACKAGESTATE_ENGINE` asks for `build`.)" in capfd.readouterr().err


def test_where_the_source_that_is_asked_for_does_not_work_the_error_says_who_asked(machine: dict[str, str]) -> None:
    with pytest.raises(SetUpError) as caught:
        obtain_engine({**machine, "PACKAGESTATE_ENGINE": "path"}, {})
    assert caught.value.details[:2] == (
        "`PACKAGESTATE_ENGINE` asks for `path`.",
        "On the PATH there is no `pulumi`.",
    )


def test_a_source_that_is_not_known_is_an_error_that_names_those_that_are(machine: dict[str, str]) -> None:
    with pytest.raises(SetUpError) as caught:
        obtain_engine({**machine, "PACKAGESTATE_ENGINE": "brew"}, {})
    assert str(caught.value).endswith("set `PACKAGESTATE_ENGINE` to one of `path`, `installer`, `build`, or unset it")
