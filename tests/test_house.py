"""What holds for every file of the repository, and what its documents promise."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REGISTRY_HOSTS = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.org|deb\.debian\.org|extra-index[-]url|--index[-]url")
MACHINE_PATHS = re.compile(r"(^|[^\w.])/(home|root|work|Users)/[\w.]|[A-Z]:\\Users\\")
READMES = ("README.md", "README.en.md")


def tracked_texts() -> dict[str, str]:
    """Every file git knows, by name; binary files have no text."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listing.returncode:
        pytest.skip("not a git checkout")
    texts = {}
    for name in filter(None, listing.stdout.decode().split("\0")):
        if (path := ROOT / name).is_file() and b"\0" not in (content := path.read_bytes()):
            texts[name] = content.decode("utf-8", errors="replace")
    return texts


LOCKS = sorted(ROOT.glob("requirements*.lock"))


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line[:80]}"
        for name, text in tracked_texts().items()
        if name != "tests/test_house.py"
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_package_index() -> None:
    assert lines_with(REGISTRY_HOSTS) == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    assert lines_with(MACHINE_PATHS) == []


def test_the_lock_has_a_hash_for_every_package() -> None:
    entries = [
        entry for lock in LOCKS for entry in re.split(r"\n(?=\w)", lock.read_text("utf-8").strip()) if entry[0] != "#"
    ]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_holds_every_package_that_pyproject_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    stated = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    stated += [line for extra in project["project"]["optional-dependencies"].values() for line in extra]
    named = {re.split(r"[^\w.-]", line, maxsplit=1)[0].lower() for line in stated}
    locked = {name for lock in LOCKS for name in re.findall(r"^([\w.-]+)==", lock.read_text("utf-8"), re.MULTILINE)}
    assert named <= locked


@pytest.mark.parametrize("readme", READMES)
def test_every_make_target_in_the_readme_exists(readme: str) -> None:
    targets = set(re.findall(r"\.PHONY: (.*)", (ROOT / "Makefile").read_text("utf-8"))[0].split())
    promised = set(re.findall(r"make ([a-z]+)", (ROOT / readme).read_text("utf-8")))
    assert promised and promised <= targets


@pytest.mark.parametrize("readme", READMES)
def test_every_command_in_the_readme_is_known_to_the_command_line(readme: str) -> None:
    command_line = Path(sys.executable).with_name("loss-ledger")
    helped = subprocess.run([command_line, "--help"], capture_output=True, check=True).stdout.decode()
    promised = set(re.findall(r"loss-ledger ([a-z]+)", (ROOT / readme).read_text("utf-8")))
    assert promised and {command for command in promised if not re.search(rf"\b{command}\b", helped)} == set()


@pytest.mark.parametrize("document", [*READMES, "CONTRIBUTING.md", "docs/architecture.md", "docs/personal-data.md"])
def test_every_link_to_a_file_leads_somewhere(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    targets = [link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    assert [target for target in targets if target and not (ROOT / document).parent.joinpath(target).exists()] == []


def test_the_two_readmes_have_the_same_sections_and_commands() -> None:
    zh, en = ((ROOT / readme).read_text("utf-8") for readme in READMES)
    assert len(re.findall(r"^## ", zh, re.MULTILINE)) == len(re.findall(r"^## ", en, re.MULTILINE))
    commands = [set(re.findall(r"(?:make|loss-ledger|start\.py) [a-z]+", text)) for text in (zh, en)]
    assert commands[0] == commands[1]
