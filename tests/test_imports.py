"""Who may import whom. A new line in these dictionaries is a decision about the house, not a fix."""

import ast
import importlib.metadata
import itertools
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

NEVER: dict[str, tuple[str, ...]] = {
    "pipelines": ("dashboard", "streamlit", "altair"),
    "dashboard": ("pipelines", "dagster"),
    "pipelines/codebooks": ("dagster", "duckdb", "pipelines.readers", "pipelines.transforms", "pipelines.warehouse"),
    "pipelines/transforms": ("dagster", "duckdb", "pipelines.readers", "pipelines.warehouse"),
    "pipelines/spark": ("dagster", "pipelines.readers", "pipelines.transforms"),
    "pipelines/readers": ("dagster", "duckdb", "pipelines.warehouse"),
    "dashboard/charts": ("streamlit", "duckdb", "dashboard.snapshot", "dashboard.views"),
    "dashboard/views": ("duckdb",),
}
ONLY: dict[str, tuple[str, ...]] = {
    "dagster": ("pipelines/definitions.py", "pipelines/defs", "pipelines/refreshing.py", "pipelines/run_records.py"),
    "sqlalchemy": ("pipelines/run_records.py",),
    "pipelines.defs": ("pipelines/definitions.py", "pipelines/defs", "pipelines/refreshing.py"),
    "pyspark": ("pipelines/spark",),
    "sqlglot": ("pipelines/spark",),
    "pipelines.spark": ("pipelines/spark", "pipelines/engines.py"),
    "dagster_postgres": ("pipelines/run_storage.py",),
    "psycopg2": ("pipelines/run_storage.py",),
}
ONLY_IN_DASHBOARD = {"duckdb": ("dashboard/snapshot.py",)}


def modules_of(folder: str) -> Iterator[tuple[str, str]]:
    """(file, imported module) for every import below a folder or in one file, wherever in the file it stands."""
    place = ROOT / folder
    for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((name, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield name, node.module
                yield from ((name, f"{node.module}.{alias.name}") for alias in node.names)


def is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


@pytest.mark.parametrize("folder", NEVER)
def test_a_part_does_not_import_what_it_must_not_know(folder: str) -> None:
    wrong = {
        f"{file} imports {module}"
        for file, module in modules_of(folder)
        for other in NEVER[folder]
        if is_within(module, other)
    }
    assert not wrong


@pytest.mark.parametrize(
    ("root", "package", "places"),
    [("pipelines", package, places) for package, places in ONLY.items()]
    + [("dashboard", package, places) for package, places in ONLY_IN_DASHBOARD.items()],
)
def test_a_library_is_known_only_where_it_belongs(root: str, package: str, places: tuple[str, ...]) -> None:
    wrong = {
        file
        for file, module in modules_of(root)
        if is_within(module, package) and not any(file == place or file.startswith(f"{place}/") for place in places)
    }
    assert not wrong


def test_every_library_that_is_imported_is_named_in_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    stated = [*project["dependencies"], *itertools.chain(*project["optional-dependencies"].values())]
    named = {re.split(r"[^\w.-]", line, maxsplit=1)[0].lower() for line in stated}
    packages = importlib.metadata.packages_distributions()
    own = {"pipelines", "dashboard", "tests", "bench", "scripts", "start"}
    imported = {
        (file, module.split(".")[0])
        for folder in ("pipelines", "dashboard", "tests", "bench")
        for file, module in modules_of(folder)
    }
    unnamed = {
        f"{file} imports {module}"
        for file, module in imported
        if module not in own | sys.stdlib_module_names
        and not named & {name.lower() for name in packages.get(module, [module])}
    }
    assert not unnamed
