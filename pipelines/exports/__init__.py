"""Exports: a published release written as the files that an upper level, an analyst or a leader takes.

Only the release is read. The same release, profile and choice give the same bytes.
"""

from collections.abc import Callable
from pathlib import Path

from pipelines import codebooks
from pipelines.errors import LedgerError
from pipelines.exports import annual_summary, form_vertical, level_stack, national_wide, tables, tidy
from pipelines.exports.outputs import ENCODINGS, MANIFEST, output_folder
from pipelines.exports.snapshot import Snapshot
from pipelines.releases import Release
from pipelines.versions import software_version

__all__ = ["ENCODINGS", "export", "profiles"]

WRITERS: dict[str, Callable[..., dict[str, object]]] = {
    "tidy": tidy.write,
    "national_wide": national_wide.write,
    "level_stack": level_stack.write,
    "form_vertical": form_vertical.write,
    "annual_summary": annual_summary.write,
    **{profile: tables.writer_of(profile) for profile in tables.TABLES},
}
OF_A_YEAR = ("national_wide", "level_stack", "form_vertical", "annual_summary")
"""Profiles about one year of one region: the last year and the own region unless told otherwise."""
FORM = "form_vertical"


def profiles() -> tuple[dict[str, str], ...]:
    """The profiles with their names."""
    return tuple(row for row in codebooks.rows("export_profiles") if row["profile"] in WRITERS)


def export(  # noqa: PLR0913 - the options of the command, all by name
    profile: str,
    out: Path,
    *,
    warehouse: Path,
    year: int | None = None,
    region: str | None = None,
    release: str | Release | None = None,
    encoding: str = "utf-8-sig",
    may_be_empty: bool = False,
    **of_form: object,
) -> list[Path]:
    """Write a profile into `out` and answer the files, the manifest last. Raises LedgerError with nothing written.

    A year without data is refused unless it `may_be_empty`, as a zero report is.
    A form may be of one `event`, with those of the regions below (`children`), and bear what its signers have `stated`.
    """
    if profile not in WRITERS:
        raise LedgerError(
            f"没有导出格式“{profile}”。可用：{'、'.join(WRITERS)}。",
            f"There is no profile “{profile}”. Profiles: {', '.join(WRITERS)}.",
        )
    if any(of_form.values()) and profile != FORM:
        raise LedgerError(
            f"--event、--children、--chain-hash 只用于报表（{FORM}），导出格式“{profile}”没有这些选项。",
            f"--event, --children and --chain-hash are for forms ({FORM}); “{profile}” has no such options.",
        )
    with Snapshot(warehouse, release) as source:
        code = _region(source, region, of_a_year=profile in OF_A_YEAR)
        chosen_year = year if year and may_be_empty else _year(source, year, profile)
        with output_folder(out, encoding) as into:
            more = WRITERS[profile](source, into, year=chosen_year, region=code, **(of_form if profile == FORM else {}))
            into.manifest(_about(source, profile, code, chosen_year) | {"encoding": encoding} | more)
            names = [file["name"] for file in into.files]
    return [out / name for name in [*names, MANIFEST]]


def _about(source: Snapshot, profile: str, code: str | None, year: int | None) -> dict[str, object]:
    """What every manifest says of its export."""
    return {
        "profile": profile,
        "release": source.id,
        "is_sample": bool(source.about["is_sample"]),
        "region_code": code,
        "region_name": source.regions[code]["name_zh"] if code else None,
        "year": year,
        "data_through": source.data_through.isoformat(),
        "release_software_version": str(source.about["software_version"]),
        "software_version": software_version(),
    }


def _year(source: Snapshot, year: int | None, profile: str) -> int | None:
    marts = tables.MARTS.get(profile, ())
    if not all(map(source.has, marts)):
        raise LedgerError(
            "这个数据版本由较早的软件生成，没有这些表。请先更新全部数据：loss-ledger refresh",
            "This release was made by earlier software and has no such tables. Run: loss-ledger refresh",
        )
    years = source.years_in(marts) if marts else source.years
    if year is None:
        return max(years, default=source.data_through.year) if profile in OF_A_YEAR else None
    if year not in years:
        told = "、".join(map(str, years)) or "无"
        raise LedgerError(
            f"{year}年没有数据。有数据的年份：{told}。",
            f"There are no data for {year}. Years with data: {', '.join(map(str, years)) or 'none'}.",
        )
    return year


def _region(source: Snapshot, region: str | None, *, of_a_year: bool) -> str | None:
    if region is None:
        return str(source.about["own_region_code"]) if of_a_year else None
    return source.region_code(region)
