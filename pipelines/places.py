"""Where everything lies: raw/ and warehouse/ beside the package, unless the environment or an option differs."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RAW_VARIABLE = "LOSS_LEDGER_RAW"
WAREHOUSE_VARIABLE = "LOSS_LEDGER_WAREHOUSE"
DAGSTER_VARIABLE = "LOSS_LEDGER_DAGSTER"
DAGSTER_HOME = "DAGSTER_HOME"


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
    home = ROOT if (ROOT / "dagster.yaml").is_file() else _plain_home(storage)
    variables = {
        RAW_VARIABLE: str(raw_folder),
        WAREHOUSE_VARIABLE: str(warehouse_folder),
        DAGSTER_VARIABLE: str(storage),
        DAGSTER_HOME: str(home),
        "DAGSTER_DISABLE_TELEMETRY": "yes",
    }
    os.environ.update(variables)
    return variables


def _plain_home(storage: Path) -> Path:
    """A home for Dagster where the package was installed without its repository: offline and silent as well."""
    (storage / "dagster.yaml").write_text("telemetry:\n  enabled: false\nnux:\n  enabled: false\n", encoding="utf-8")
    return storage


def _place(named: Path | None, variable: str, name: str) -> Path:
    stated = named or os.environ.get(variable)
    return Path(stated).expanduser().resolve() if stated else ROOT / name
