"""`datapackage.json` beside CSV files: what each is, column by column, for whoever reads them with a program.

A Frictionless Data Package: types, what is required, keys, and what each code refers to. Nothing in it tells a time of
writing, so that the same release gives the same bytes.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pipelines import codebooks
from pipelines.exports.outputs import Outputs

NAME = "datapackage.json"
ENCODINGS = {"utf-8-sig": "utf-8"}
"""The names that the standard has for encodings; a mark at the beginning belongs to UTF-8."""


def write(into: Outputs, tables: Sequence[str], about: Mapping[str, object]) -> None:
    """Describe the files `<table>.csv` written so far."""
    files = {file["name"]: file for file in into.files}
    resources = [_resource(table, files[f"{table}.csv"], into.encoding) for table in tables]
    into.json_file(NAME, {"profile": "tabular-data-package", **about, "resources": resources})


def _resource(table: str, file: Mapping[str, Any], encoding: str) -> dict[str, object]:
    return {
        "name": table,
        "path": file["name"],
        "profile": "tabular-data-resource",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": ENCODINGS.get(encoding, encoding),
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "bytes": file["bytes"],
        "hash": f"sha256:{file['sha256']}",
        "schema": _schema(table),
    }


def _schema(table: str) -> dict[str, object]:
    rows = [row for row in codebooks.rows("export_schema") if row["table"] == table]
    schema: dict[str, object] = {"fields": [_field(row) for row in rows], "missingValues": [""]}
    if keys := [row["column"] for row in rows if row["is_key"]]:
        schema["primaryKey"] = keys
    if references := [_reference(table, row) for row in rows if row["reference"]]:
        schema["foreignKeys"] = references
    return schema


def _field(row: Mapping[str, str]) -> dict[str, object]:
    field: dict[str, object] = {"name": row["column"], "type": row["type"], "title": row["title"]}
    constraints: dict[str, object] = {}
    if row["format"]:
        field["format"] = row["format"]
    if row["is_required"]:
        constraints["required"] = True
    if row["values"]:
        constraints["enum"] = row["values"].split()
    return field | ({"constraints": constraints} if constraints else {})


def _reference(table: str, row: Mapping[str, str]) -> dict[str, object]:
    """A foreign key; a table that refers to itself is written as “”."""
    resource, column = row["reference"].split(".")
    return {
        "fields": row["column"],
        "reference": {"resource": "" if resource == table else resource, "fields": column},
    }
