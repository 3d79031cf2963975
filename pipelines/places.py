"""Where everything lies: raw/ and warehouse/ beside the package, unless the environment or an option differs."""

import os
from pathlib import Path

from pipelines import run_storage

ROOT = Path(__file__).resolve().parent.parent
RAW_VARIABLE = "LOSS_LEDGER_RAW"
WAREHOUSE_VARIABLE = "LOSS_LEDGER_WAREHOUSE"
DAGSTER_VARIABLE = "LOSS_LEDGER_DAGSTER"
DAGSTER_HOME = "DAGSTER_HOME"
SILENT = "telemetry:\n  enabled: false\n\nnux:\n  enabled: false\n"
"""Dagster's settings where the package was installed without its repository: offline and silent as well."""


def raw(named: Path | None = None) -> Path:
    """The received files."""
    return _place(named, RAW_VARIABLE, "raw")


def warehouse(named: Path | None = None) -> Path:
    """Everything derived."""
    return _place(named, WAREHOUSE_VARIABLE, "warehouse")


def announce(raw_folder: Path, warehouse_folder: Path) -> dict[str, str]:
    """Tell Dagster, the pages and every child process where things lie; answers the variables set."""
    storage = warehouse_folder / "dagster"
    storage.mkdir(parents=True, exist_ok=True)
    postgres = run_storage.address()
    variables = {
        RAW_VARIABLE: str(raw_folder),
        WAREHOUSE_VARIABLE: str(warehouse_folder),
        DAGSTER_VARIABLE: str(storage),
        DAGSTER_HOME: str(_home(storage, on_postgres=postgres is not None)),
        "DAGSTER_DISABLE_TELEMETRY": "yes",
    }
    if postgres:
        variables[run_storage.VARIABLE] = postgres
    os.environ.update(variables)
    return variables


def _home(storage: Path, *, on_postgres: bool) -> Path:
    """Where Dagster finds its settings: the repository, or the warehouse where they differ or there is none."""
    settings = ROOT / run_storage.SETTINGS
    has_settings = settings.is_file()
    if on_postgres:
        return run_storage.write_home(storage, settings.read_text(encoding="utf-8") if has_settings else SILENT)
    if not has_settings:
        (storage / run_storage.SETTINGS).write_text(SILENT, encoding="utf-8")
    return ROOT if has_settings else storage


def _place(named: Path | None, variable: str, name: str) -> Path:
    stated = named or os.environ.get(variable)
    return Path(stated).expanduser().resolve() if stated else ROOT / name
