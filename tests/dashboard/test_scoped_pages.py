"""Every page as somebody sees it who signed in: his county and nothing else, no button that is not his."""

import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import access
from dashboard.components import commands
from tests.dashboard import signed_in, snapshots
from tests.dashboard.signed_in import AUTH, PEOPLE, claims
from tests.dashboard.test_pages import PAGES, opened, words

OF_OTHERS = re.compile(r"9901(02|22|23|71|81)|示例区|云岭县|石桥县|东湖市|开发区")
LANGUAGES = ("zh", "en")


@pytest.fixture(scope="module")
def real_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture release as a bureau's own, not the sample."""
    return snapshots.build(tmp_path_factory.mktemp("scoped") / "warehouse", is_sample=False)


@pytest.fixture
def ledger(real_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(real_warehouse))
    monkeypatch.setattr(commands, "_ran", lambda arguments, heard=None: commands.Outcome(True, " ".join(arguments)))
    return real_warehouse


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Signs somebody in."""
    return lambda name, **more: signed_in.use(monkeypatch, tmp_path, claims(name, **more) if name else {})


def everything(app: AppTest) -> str:
    """All that is written on the page, with its tables and options; not what the link itself says."""
    tables = [frame.value.to_csv() for frame in app.dataframe]
    return "\n".join([words(app), *(repr(element) for element in app.main), *tables])


def sent(app: AppTest) -> str:
    """Every message of the page, as the browser gets it."""
    found: list[str] = []

    def walk(node: Any) -> None:
        proto = getattr(node, "proto", None)
        if proto is not None:
            found.append(str(proto))
        for child in getattr(node, "children", {}).values():
            walk(child)

    walk(app._tree)
    return (
        "\n".join(found)
        .encode()
        .decode("unicode_escape", errors="ignore")
        .encode("latin-1", "ignore")
        .decode("utf-8", "ignore")
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("ledger")
def test_a_page_of_one_county_names_no_other(page: str, language: str, person: Any) -> None:
    person("viewer")
    for query in ({}, {"region": "990122", "year": "2025", "event": "20250601-flood", "q": "云岭"}):
        app = opened(page, lang=language, **query)
        assert not app.exception
        assert OF_OTHERS.findall(everything(app)) == []
        assert OF_OTHERS.findall(sent(app)) == []


@pytest.mark.usefixtures("ledger")
def test_the_search_finds_what_a_reader_of_all_regions_sees(person: Any) -> None:
    person("statistician")
    seen = opened("records", year="2025")
    assert {"云岭县"} <= set(re.findall("云岭县|石桥县", everything(seen)))
    assert "石桥县" in sent(opened("overview"))


@pytest.mark.usefixtures("ledger")
def test_a_link_to_another_county_shows_the_readers_own(person: Any) -> None:
    person("viewer")
    for region in ("990122", "990100", "110101", "x' or 1=1 --", "990121-rest2"):
        app = opened("overview", region=region, year="2024")
        assert "清河县 · 2024年" in words(app)
        assert app.query_params["region"] in ("990121", ["990121"])
        assert set(app.selectbox(key="pick_region").options) & {"云岭县", "示例市"} == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("ledger")
def test_nobody_who_is_not_signed_in_or_not_listed_sees_anything(page: str, language: str, person: Any) -> None:
    for who in ("", "stranger"):
        person(who)
        app = opened(page, lang=language, region="990121")
        assert not app.exception
        told = everything(app) + sent(app)
        assert re.findall(r"清河县|示例市|fixture00|2026-07-12|受灾人口", told) == []
        assert [button.key for button in app.button] == (["sign_out"] if who else ["sign_in"])


@pytest.mark.usefixtures("ledger")
def test_an_unlisted_person_reads_who_he_is_and_whom_to_ask(person: Any) -> None:
    person("stranger")
    told = words(opened("overview"))
    assert "stranger@example.org" in told
    assert "信息科 8001" in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.usefixtures("ledger")
def test_a_broken_list_is_told_and_shows_nothing(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in.use(monkeypatch, tmp_path, claims("reviewer"), AUTH + PEOPLE.replace('"viewer"', '"admin"'))
    app = opened("overview", lang=language)
    assert not app.exception
    assert "role" in words(app) and "清河县" not in words(app)


BUTTONS = {
    "viewer": {"refresh": False, "explain": False, "filing": False, "return": False, "verify": False},
    "county": {"refresh": False, "explain": False, "filing": False, "return": False, "verify": False},
    "statistician": {"refresh": True, "explain": True, "filing": True, "return": False, "verify": True},
    "reviewer": {"refresh": True, "explain": True, "filing": True, "return": True, "verify": True},
}


@pytest.mark.parametrize("who", BUTTONS)
@pytest.mark.usefixtures("ledger")
def test_only_the_buttons_that_may_be_used_are_there(who: str, person: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [{**dict.fromkeys(ENTRY), "filing_id": "f1", "soundness": "sound", "folder": "x", "faults": []}]
    monkeypatch.setattr(commands, "told", lambda arguments, seconds: entries)
    person(who)
    keys = {page: {button.key for button in opened(page).button} for page in ("updates", "quality", "filings")}
    forms = {page: sent(opened(page)) for page in ("quality", "filings")}
    assert {
        "refresh": "refresh" in keys["updates"], "explain": 'form_id: "explain"' in forms["quality"],
        "filing": 'form_id: "file"' in forms["filings"], "return": 'form_id: "return"' in forms["filings"],
        "verify": "verify" in keys["filings"],
    } == BUTTONS[who]  # fmt: skip


ENTRY = (
    "filing_id", "filed_at", "profile", "year", "region_name", "prepared_by", "reviewed_by", "is_zero", "replaced_by",
    "records", "findings_explained", "chain_short", "chain_hash", "reason", "same_person_reason", "event_id",
    "data_through", "release",
)  # fmt: skip


@pytest.mark.usefixtures("ledger")
def test_who_explains_is_who_signed_in(person: Any) -> None:
    person("statistician")
    app = opened("quality")
    assert app.text_input(key="explained_by_signed").value == "张统"
    assert app.text_input(key="explained_by_signed").disabled


@pytest.mark.parametrize(("who", "signed", "names"), [
    ("statistician", "prepared_by 张统 reviewed_by", ["赵审"]),
    ("reviewer", "reviewed_by 赵审 prepared_by", ["张统", "赵审"]),
])  # fmt: skip
@pytest.mark.usefixtures("ledger")
def test_the_other_name_on_a_filing_is_one_of_the_list(
    who: str, signed: str, names: list[str], person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, name, other = signed.split()
    monkeypatch.setattr(commands, "told", lambda arguments, seconds: [])
    person(who)
    app = opened("filings")
    assert app.text_input(key=f"filing_{own}_signed").value == name
    assert app.selectbox(key=f"filing_{other}_listed").options == names
    assert "没有登录确认" in everything(app)
    filed = ["file", "tidy", f"--{own.replace('_', '-')}", name, f"--{other.replace('_', '-')}"]
    assert commands.run([*filed, names[0]]).succeeded
    assert not commands.run([*filed, "谁也不是"]).succeeded


@pytest.mark.usefixtures("ledger")
def test_a_command_is_refused_at_the_server_whatever_the_page_showed(person: Any) -> None:
    person("viewer")
    assert not commands.run(["refresh"]).succeeded
    assert not commands.run(["export", "tidy", "--region", "990122"]).succeeded
    assert commands.with_files(["export", "tidy"]) == (commands.Outcome(False, commands.refusal(["export"]) or ""), {})
    assert commands.told(["verify", "--json"], 1) is None
    assert commands.run(["export", "tidy", "--region", "990121"]).succeeded


@pytest.mark.usefixtures("ledger")
def test_a_session_that_changes_hands_forgets_what_it_made(person: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    person("statistician")
    app = opened("download", region="990122")
    app.session_state["made"] = {"for": [], "files": {"990122.csv": b"x"}}
    monkeypatch.setattr(access, "claims", lambda: claims("viewer"))
    app.run()
    assert "made" not in app.session_state
    assert not OF_OTHERS.search(everything(app))


@pytest.mark.usefixtures("ledger")
def test_the_list_changes_while_a_page_is_open(person: Any) -> None:
    file = person("viewer")
    app = opened("records")
    assert "清河县" in words(app)
    file.write_text(AUTH + PEOPLE.replace("viewer@", "other@"), encoding="utf-8")
    app.run()
    assert "清河县" not in everything(app)
    assert "访问名单里没有您" in words(app)


@pytest.mark.parametrize(("language", "known", "claimed"), [
    ("zh", ("没有未说明的错误。", "未采用的行看不出属于哪个地区"), "没有无法采用的行"),
    ("en", ("No error is unexplained.", "Nobody knows to which region the rows"), "left out"),
])  # fmt: skip
@pytest.mark.usefixtures("ledger")
def test_a_county_without_errors_is_not_told_that_every_row_was_used(
    language: str, known: tuple[str, str], claimed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in.use(monkeypatch, tmp_path, claims("viewer"), AUTH + PEOPLE.replace("990121", "990181"))
    told = everything(opened("updates", lang=language))
    assert all(words_known in told for words_known in known) and claimed not in told
    signed_in.use(monkeypatch, tmp_path, claims("statistician"))
    assert known[1] not in everything(opened("updates", lang=language))


@pytest.mark.usefixtures("ledger")
def test_who_may_is_said_of_several_roles(person: Any) -> None:
    person("viewer")
    assert "Updating the data: for these roles: statistician, reviewer." in words(opened("updates", lang="en"))


@pytest.mark.usefixtures("ledger")
def test_a_region_without_figures_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in.use(monkeypatch, tmp_path, claims("viewer"), AUTH + PEOPLE.replace("990121", "990199"))
    app = opened("overview")
    assert not app.exception
    assert "990199" in "".join(str(one.value) for one in app.header)


def test_every_file_is_offered_by_the_one_button_that_asks_who_takes_it() -> None:
    folder = Path(commands.__file__).parent.parent
    using = {path.name for path in folder.rglob("*.py") if "download_button" in path.read_text("utf-8")}
    assert using == {"saving.py"}
