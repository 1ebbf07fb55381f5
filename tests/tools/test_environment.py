import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.wheels import write_wheel
from tools.environment import DEMO, STAMP, describe_environment, prepare_environment
from tools.messages import SetUpError

# An index of pip's own, so that no test reaches another.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "PIP_NO_INDEX": "1"}


def test_an_environment_is_made_once_and_has_the_command_of_the_project(
    project: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    programs = prepare_environment(project, ENVIRONMENT)
    said = capfd.readouterr().err
    assert "python: installing the packages of requirements/development.txt into" in said
    assert "python: ready after" in said
    asked = subprocess.run(
        [programs / "python", "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True, check=True
    )
    assert asked.stdout.strip() == str(project / ".venv")
    package = project / "packagestate" / "provider"
    package.mkdir(parents=True)
    (package / "cli.py").write_text("import sys\nprint(sys.argv[1:])\nsys.exit(7)\n")
    # What lies where one works is not what runs.
    (tmp_path / "packagestate.py").write_text("raise SystemExit(1)\n")
    command = programs / "packagestate"
    for harm in (lambda: None, lambda: command.write_text("exit 1", encoding="utf-8"), command.unlink):
        harm()
        assert prepare_environment(project, ENVIRONMENT) == programs
        ran = subprocess.run([command, "plan", "a b"], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stdout, ran.stderr) == (7, "['plan', 'a b']\n", "")
    assert capfd.readouterr().err == ""


def test_an_environment_of_an_earlier_run_is_left_alone(
    prepared_project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert prepare_environment(prepared_project, ENVIRONMENT) == prepared_project / ".venv" / "bin"
    assert capfd.readouterr().err == ""


def test_what_was_made_for_the_demo_is_added_to_and_what_was_made_for_development_serves_it(
    project: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A newer release of a pinned package changes nothing, also where it is required with an extra."""
    index = tmp_path / "index"
    index.mkdir()
    wheels = (
        write_wheel(index, "small", "1"),
        write_wheel(index, "outer", "1", requires="inner[more]>=1"),
        write_wheel(index, "inner", "1", extra="more"),
    )
    write_wheel(index, "inner", "2", extra="more")
    pins = [
        f"{wheel.name.partition('-')[0]}==1 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
        for wheel in wheels
    ]
    (project / "requirements" / "demo.txt").write_text(pins[0], encoding="utf-8")
    (project / "requirements" / "development.txt").write_text("".join(pins), encoding="utf-8")
    environment = {**ENVIRONMENT, "PIP_FIND_LINKS": str(index)}
    programs = prepare_environment(project, environment, DEMO)
    (programs / "kept").touch()
    prepare_environment(project, environment)
    assert (programs / "kept").exists()
    question = "from importlib.metadata import version; print(version('small'), version('outer'), version('inner'))"
    asked = subprocess.run([programs / "python", "-c", question], capture_output=True, text=True, check=True)
    assert asked.stdout.split() == ["1", "1", "1"]
    capfd.readouterr()
    prepare_environment(project, environment, DEMO)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("harm", ["other pins", "half made", "no python"])
def test_an_environment_that_is_not_what_it_should_be_is_made_again(prepared_project: Path, harm: str) -> None:
    folder = prepared_project / ".venv"
    match harm:
        case "other pins":
            pins = prepared_project / "requirements" / "development.txt"
            pins.write_text("# others\n", encoding="utf-8")
        case "half made":
            (folder / STAMP).unlink()
        case _:
            (folder / "bin" / "python").unlink()
    # No Python starts with this, which shows that one was started to make the environment.
    with pytest.raises(SetUpError, match="will be made again"):
        prepare_environment(prepared_project, {**ENVIRONMENT, "PYTHONHOME": "/none"})


def test_an_environment_that_is_a_link_to_anothers_is_left_alone(project: Path, tmp_path: Path) -> None:
    others = tmp_path / "others"
    others.mkdir()
    (others / "kept").touch()
    (project / ".venv").symlink_to(others)
    with pytest.raises(SetUpError) as refused:
        prepare_environment(project, {})
    assert "which would be emptied" in str(refused.value)
    assert (others / "kept").exists()


def test_packages_that_cannot_be_had_are_an_error_and_leave_no_stamp(project: Path) -> None:
    (project / "requirements" / "development.txt").write_text(f"nobody==1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    with pytest.raises(SetUpError, match="No matching distribution found for nobody==1"):
        prepare_environment(project, ENVIRONMENT)
    assert not (project / ".venv" / STAMP).exists()


def test_the_pins_are_complete_so_that_nothing_has_to_be_resolved() -> None:
    """What is installed has all that it requires, extras included: then `--no-deps` leaves nothing out."""
    checked = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout.strip()) == (0, "No broken requirements found."), checked.stderr


def test_a_moved_environment_does_not_pass_for_a_good_one(project: Path) -> None:
    pins = project / "requirements" / "development.txt"
    assert describe_environment(pins, project / ".venv") != describe_environment(pins, project / "elsewhere" / ".venv")
