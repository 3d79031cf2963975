"""Every word from the catalogues, the same keys in both."""

import ast
import re
import string
from pathlib import Path

import pytest

from dashboard import figures, i18n, periods

DASHBOARD = Path(i18n.__file__).parents[1]
FILES = sorted(DASHBOARD.rglob("*.py"))
KEY = re.compile(r"""\b(?:t|translate)\(\s*(?:numbers\.language|language|lang)?,?\s*"([a-z0-9_.]+)\"""")
CHOSEN = re.compile(r"""\bt\(\s*"([a-z0-9_.]+)" if [^)]*? else "([a-z0-9_.]+)\"""")
PREFIX = re.compile(r"""\b(?:t|translate)\((?:language, |numbers\.language, )?f"([a-z_.]+?)\{""")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_catalogues_have_the_same_keys() -> None:
    assert set(i18n.catalogue("zh")) == set(i18n.catalogue("en"))


def test_no_sentence_is_empty_and_both_languages_fill_in_known_names() -> None:
    zh, en = i18n.catalogue("zh"), i18n.catalogue("en")
    assert all(text.strip() for text in [*zh.values(), *en.values()])
    for key in zh:
        fields(zh[key]), fields(en[key])  # both parse
        assert fields(en[key]) - fields(zh[key]) <= {"month_name", "year", "day"} | fields(zh[key]), key


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(DASHBOARD).as_posix())
def test_every_key_used_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    known = i18n.catalogue("zh")
    used = set(KEY.findall(text)) | {key for pair in CHOSEN.findall(text) for key in pair}
    assert {key for key in used if key not in known} == set()
    prefixes = {prefix for prefix in PREFIX.findall(text) if not any(key.startswith(prefix) for key in known)}
    assert prefixes == set()


def test_keys_put_together_from_codes_exist() -> None:
    known = i18n.catalogue("zh")
    needed = {f"cards.{card.title}" for card in figures.cards()}
    needed |= {f"parts.{part}" for card in figures.cards() for part in card.parts}
    needed |= {f"period.{kind}" for kind in periods.KINDS if kind != periods.TO_DATE}
    needed |= {f"month.{month}" for month in range(1, 13)}
    assert needed <= set(known)


def test_pages_are_short_and_have_no_words_of_their_own() -> None:
    for path in (DASHBOARD / "views").glob("*.py"):
        text = path.read_text("utf-8")
        assert len(text.splitlines()) <= 60
        code = ast.unparse(ast.parse(text).body[1:]) if len(ast.parse(text).body) > 1 else ""
        assert not re.search(r"[\u4e00-\u9fff]", code), path.name
        assert "select " not in code.lower()


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert i18n.word("stage", "brand_new") == "brand_new"


def test_no_sentence_is_left_over() -> None:
    text = "\n".join(path.read_text("utf-8") for path in FILES)
    prefixes = tuple(PREFIX.findall(text)) + tuple(f"{name}." for name in re.findall(r'word\("(\w+)"', text))
    unused = {
        key
        for key in i18n.catalogue("zh")
        if f'"{key}"' not in text and f"'{key}'" not in text and not key.startswith(prefixes)
    }
    assert unused == set()


@pytest.mark.parametrize(("count", "said"), [(0, "0 more places"), (1, "1 more place"), (2, "2 more places")])
def test_english_tells_one_from_many(count: int, said: str) -> None:
    assert i18n.translate("en", "children.more", count=count) == said


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("note.prior_not_covered", "the year before is not fully covered; compare with care"),
        ("compare.change", "Change on the year before"),
        ("sentence.more", "5% more than the year before"),
        ("sentence.unchanged", "unchanged from the year before"),
        ("change.no_base", "no data for the year before"),
        ("ledger.whole", "all of the year before"),
    ],
)
def test_what_a_figure_is_compared_with_reads_well_in_english(key: str, words: str) -> None:
    for prior in ("words.prior_year", "words.prior_same"):  # the title says which part of the year
        assert i18n.translate("en", key, prior=i18n.translate("en", prior), percent="5%") == words


def test_a_year_that_ties_with_the_lowest_is_not_called_the_lowest() -> None:
    told = {"day": "7月12日", "year": 2026, "indicator": "死亡失踪人口", "amount": "0人", "others": 6, "below": 0}
    words = i18n.translate("zh", "compare.curves_above_none", **told)
    assert words == "截至7月12日，2026年死亡失踪人口累计0人，不高于此前有资料的6年中任何一年"
