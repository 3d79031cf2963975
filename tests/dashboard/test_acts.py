"""What a role may do; asked at the server for every command, whatever a page showed."""

import pytest

from dashboard import acts
from dashboard.access import Reader
from dashboard.access_table import Person

BELOW = {"990121", "990121100000"}
OWNER = Reader()
VIEWER = Reader("王看", "viewer", "", "x")
STATISTICIAN = Reader("张统", "statistician", "", "x")
REVIEWER = Reader("赵审", "reviewer", "", "x")
OF_COUNTY = {role: Reader("李县", role, "990121", "x") for role in ("viewer", "statistician", "reviewer")}
PEOPLE = (
    Person("s", "张统", "statistician", ""), Person("r", "赵审", "reviewer", ""), Person("v", "王看", "viewer", ""),
    Person("c", "李县审", "reviewer", "990121"),
)  # fmt: skip
FILE = ("file", "national_wide", "--year", "2025", "--region", "990100")


OF_COUNTIES = {"export", "filings", "report"}
OF_VIEWERS = OF_COUNTIES | {"rows"}
OF_STATISTICIANS = OF_VIEWERS | {"correct", "verify", "refresh", "decide", "withdraw", "file"}
OF_REVIEWERS = OF_STATISTICIANS | {"publish", "return"}


@pytest.mark.parametrize(("reader", "may"), [
    (OWNER, OF_REVIEWERS | {"anything"}),
    (VIEWER, OF_VIEWERS),
    (STATISTICIAN, OF_STATISTICIANS),
    (REVIEWER, OF_REVIEWERS),
    *((reader, OF_COUNTIES) for reader in OF_COUNTY.values()),
    (Reader("x", "unknown", "", "x"), set()),
])  # fmt: skip
def test_a_role_may_what_its_list_says_and_nothing_else(reader: Reader, may: set[str]) -> None:
    commands = [*acts.acts(), "anything"]
    assert {command for command in commands if acts.hindrance(reader, command) is None} == may


@pytest.mark.parametrize("arguments", [
    ["export", "tidy", "--region", "990121"],
    ["export", "tidy", "--year", "2025", "--region", "990121100000", "--encoding", "gb18030", "--release", "r"],
    ["filings", "--json", "--region", "990121"],
    ["report", "annual", "--year", "2025", "--region", "990121", "--release", "r", "--json"],
])  # fmt: skip
def test_a_reader_of_one_region_takes_what_is_his(arguments: list[str]) -> None:
    assert acts.refusal(OF_COUNTY["viewer"], arguments, BELOW) is None


@pytest.mark.parametrize("arguments", [
    ["export", "tidy"],
    ["export", "tidy", "--region", "990122"],
    ["report", "annual", "--json"],
    ["report", "annual", "--region", "990100"],
    ["report", "annual", "--region", "990121", "--raw", "/elsewhere"],
    ["export", "tidy", "--region", "990100"],
    ["export", "tidy", "--region=990121"],
    ["export", "tidy", "--region", "990121", "--region", "990122"],
    ["export", "tidy", "--region", "990121", "--regi", "990122"],
    ["export", "tidy", "--region", "990121", "--warehouse", "/elsewhere"],
    ["export", "tidy", "--region", "990121", "--out", "/elsewhere"],
    ["export", "tidy", "--region", "990121", "--as-of", "2025-01-01"],
    ["export", "tidy", "--region", "990121", "--children"],
    ["export", "tidy", "--region", "990121", "--release", "--region"],
    ["export", "tidy", "--region"],
    ["export", "tidy", "--region", ""],
    ["filings", "--json"],
    ["filings", "--json", "--region", "990122"],
    ["rows", "a.xlsx", "--at=S!1", "--json"], ["correct", "a.xlsx"],
    ["verify", "--json"], ["refresh"], ["publish", "r"], ["decide", "explain"], ["file", "tidy"], ["return", "f"],
])  # fmt: skip
@pytest.mark.parametrize("role", ["viewer", "statistician", "reviewer"])
def test_and_nothing_of_another_region_however_it_is_asked(arguments: list[str], role: str) -> None:
    assert acts.refusal(OF_COUNTY[role], arguments, BELOW) is not None


@pytest.mark.parametrize(("reader", "arguments", "verdict"), [
    (STATISTICIAN, ["decide", "explain", "--rule", "R1", "--by", "张统", "--reason", "r"], None),
    (STATISTICIAN, ["decide", "explain", "--rule", "R1", "--by", "李四", "--reason", "r"], "name"),
    (STATISTICIAN, ["decide", "explain", "--rule", "R1", "--reason", "r"], "name"),
    (STATISTICIAN, ["decide", "explain", "--by", "张统", "--reason", "--by=李四"], "name"),
    (STATISTICIAN, [*FILE, "--prepared-by", "张统", "--reviewed-by", "赵审"], None),
    (STATISTICIAN, [*FILE, "--prepared-by", "李四", "--reviewed-by", "张统"], "name"),
    (STATISTICIAN, [*FILE, "--prepared-by", "张统", "--prep", "李四"], "name"),
    (REVIEWER, [*FILE, "--prepared-by", "张统", "--reviewed-by", "赵审"], None),
    (REVIEWER, [*FILE, "--prepared-by", "赵审", "--reviewed-by", "张统"], "name"),
    (STATISTICIAN, [*FILE, "--prepared-by", "张统"], None),  # the command itself says what is missing
    (STATISTICIAN, [*FILE, "--prepared-by", "张统", "--reviewed-by", "赵某某"], "listed"),
    (STATISTICIAN, [*FILE, "--prepared-by", "张统", "--reviewed-by", "张统"], "listed"),
    (STATISTICIAN, [*FILE, "--prepared-by", "张统", "--reviewed-by=王看"], "listed"),
    (STATISTICIAN, [*FILE, "--prepared-by", "张统", "--reviewed-by", "李县审"], "listed"),
    (STATISTICIAN, [*FILE, "--prepared-by", "张统", "--reviewed-by", "赵审", "--rev", "王看"], "listed"),
    (REVIEWER, [*FILE, "--prepared-by", "赵审", "--reviewed-by", "赵审"], None),
    (REVIEWER, [*FILE, "--prepared-by", "王看", "--reviewed-by", "赵审"], "listed"),
    (OWNER, [*FILE, "--prepared-by", "谁都行", "--reviewed-by", "谁都行"], None),
    (REVIEWER, ["publish", "r", "--by", "赵审"], None),
    (REVIEWER, ["publish", "r", "--by", "张统"], "name"),
    (STATISTICIAN, ["publish", "r", "--by", "张统"], "role"),
    (VIEWER, ["refresh"], "role"),
    (OWNER, ["publish", "r", "--by", "谁都行"], None),
])  # fmt: skip
def test_the_name_is_that_of_the_person_who_signed_in(
    reader: Reader, arguments: list[str], verdict: str | None
) -> None:
    assert acts.refusal(reader, arguments, (), PEOPLE) == verdict
