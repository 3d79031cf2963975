"""Workbooks as another program saves them: LibreOffice, where it is installed and knows spreadsheets."""

import functools
import shutil
import subprocess
import tempfile
from pathlib import Path

import openpyxl
import pytest


def converted(path: Path, kind: str) -> Path:
    """The same workbook as another program saves it; the test is skipped where there is none that can."""
    if not _knows_spreadsheets():
        pytest.skip("LibreOffice Calc is not installed")
    return _saved_as(path, kind)


@functools.cache
def _knows_spreadsheets() -> bool:
    """Whether a plain workbook comes out of it: an installation may have only the part for texts."""
    if shutil.which("soffice") is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.xlsx"
        openpyxl.Workbook().save(plain)
        return _saved_as(plain, "xls").exists()


def _saved_as(path: Path, kind: str) -> Path:
    out = path.parent / f"as {kind}"
    home = (path.parent / "home").as_uri()
    command = ["soffice", f"-env:UserInstallation={home}", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", out, path], check=True, capture_output=True, timeout=180)
    return out / path.with_suffix(f".{kind}").name
