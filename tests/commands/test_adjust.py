"""`loss-ledger decide adjust`: refused with the numbers, or in the annual figure and every export after a refresh."""

from datetime import datetime
from pathlib import Path

import pytest

from pipelines import clock, decisions, exports
from pipelines.cli import main
from pipelines.files import remove_folder
from tests.bureau import OLD_YEAR, OPEN_YEAR, Bureau, at, row, without_dagster

FILES = {"a.csv": [OLD_YEAR, OPEN_YEAR], "b.csv": [row("610302", name="渭滨区", on="2020-08-01", at="2020-12-31")]}
BY = ("--by", "王会商", "--reason", "与农业部门会商")
RECEIVED, DECIDED = datetime(2022, 1, 10, 9), datetime(2022, 1, 20, 10)


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("LOSS_LEDGER_RAW", "LOSS_LEDGER_WAREHOUSE", "LOSS_LEDGER_DAGSTER", "DAGSTER_HOME"):
            patch.setenv(variable, "")
        patch.setenv("DAGSTER_DISABLE_TELEMETRY", "yes")
        without_dagster(patch)
        patch.setattr(clock, "now", lambda: RECEIVED)
        found = at(tmp_path_factory.mktemp("bureau"))
        for name, rows in FILES.items():
            found.put(name, rows)
        found.refresh()
        return found


def adjust(  # noqa: PLR0913, PLR0917 - as the command line takes them
    bureau: Bureau, indicator: str, delta: str, region: str = "610116", year: int = 2020, hazard: str = ""
) -> int:
    told = ("--year", str(year), "--region", region, "--indicator", indicator, "--delta", delta, "--hazard", hazard)
    return main(["decide", "adjust", *told, *BY, "--raw", str(bureau.raw), "--warehouse", str(bureau.warehouse)])


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        (("affected_population", "0"), "不等于 0"),
        (("affected_population", "约十"), "不等于 0"),
        (("affected_population", "1.5"), "最多 0 位小数"),
        (("direct_economic_loss", "1.234"), "最多 2 位小数"),
        (("relocated_total_now", "5"), "实时值"),
        (("deaths_missing", "5"), "派生数"),
        (("affected_populaton", "5"), "相近的：affected_population"),
        (("deaths", "5", "619999"), "没有地区“619999”"),
        (("deaths", "5", "610116", 2015), "没有 2015年的数据"),
        (("affected_population", "-101"), "长安区2020年“受灾人口”现为 100（人），调整 -101 后为 -1"),
        (("missing", "-1"), "现为 未报"),
        (("deaths", "5", "610116", 2020, "floood"), "没有灾种“floood”，没有登记。相近的：flood"),
        (("affected_population", "-1", "610116", 2020, "hail"), "小于 0"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    bureau: Bureau, capsys: pytest.CaptureFixture[str], stated: tuple[str, str], message: str
) -> None:
    assert adjust(bureau, *stated) == 2
    assert message in capsys.readouterr().err
    assert decisions.rows(bureau.raw, decisions.ADJUSTMENTS) == []


def exported(bureau: Bureau, profile: str, out: Path) -> dict[str, str]:
    exports.export(profile, out, warehouse=bureau.warehouse, **({} if profile == "tidy" else {"year": 2020}))
    return {file.name: file.read_text("utf-8-sig") for file in out.iterdir() if file.suffix in (".csv", ".json")}


def test_an_adjustment_is_in_the_annual_figures_and_in_every_export(
    bureau: Bureau, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    without_dagster(monkeypatch)
    monkeypatch.setattr(clock, "now", lambda: DECIDED)
    assert adjust(bureau, "affected_population", "-40") == 0
    assert adjust(bureau, "affected_population", "-61") == 2  # 60 are left although no refresh was made yet
    assert "现为 60（人）" in capsys.readouterr().err
    assert adjust(bureau, "loss_agriculture", "+2.50", "610000") == 0
    assert "“直接经济损失”中的一项" in capsys.readouterr().out
    bureau.refresh()
    bureau.releases.make_current(max(bureau.releases.all(), key=lambda r: r.folder.stat().st_mtime))
    assert [bureau.people(2020, code) for code in ("610116", "610100", "610300", "610000")] == [60, 60, 100, 160]
    assert bureau.ask(
        "select region_code, loss_agriculture from marts.annual_losses "
        "where year = 2020 and hazard_key = 'all' and loss_agriculture is not null order by 1"
    ) == [("610000", 2.5), ("610000-rest", 2.5)]
    assert bureau.people(2021, "610116") == 200
    before = exported(bureau, "tidy", tmp_path / "tidy")
    assert ",affected_population,受灾人口,人次,160\n" in before["annual_losses.csv"]
    summary = exported(bureau, "annual_summary", tmp_path / "summary")["年度汇总_610000_2020.csv"]
    assert "受灾人口,人次,160," in summary and "含会商核定调整" in summary
    wide = exported(bureau, "national_wide", tmp_path / "wide")["manifest.json"]
    assert '"what": "affected_population"' in wide and '"reason": "adjustment"' in wide and '"amount": "-40"' in wide
    stack = exported(bureau, "level_stack", tmp_path / "stack")["manifest.json"]
    assert '"reason": "adjustment"' in stack
    out = ("--out", str(tmp_path / "then"), "--raw", str(bureau.raw), "--warehouse", str(bureau.warehouse))
    assert main(["export", "tidy", "--as-of", "2022-01-15", *out]) == 0
    then = (tmp_path / "then" / "annual_losses.csv").read_text("utf-8-sig")
    assert ",affected_population,受灾人口,人次,200\n" in then and "loss_agriculture" not in then
    remove_folder(bureau.warehouse)
    bureau.refresh()
    assert exported(bureau, "tidy", tmp_path / "again") == before
