"""What tables are about beside disasters: accidents, whose deaths are no disaster's, and what is counted by period."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipelines import codebooks
from pipelines.readers.columns import Column
from pipelines.readers.comparisons import compares
from pipelines.readers.header_block import HeaderBlock
from pipelines.transforms.headings import Match, match_heading
from pipelines.transforms.widths import squeezed


def of_subject(block: HeaderBlock, texts: Iterable[str]) -> HeaderBlock:
    """The block as its title makes it: under 生产安全事故统计表 死亡人数 are deaths in accidents, and where no
    indicator counts them they are nobody's. A title that speaks of disasters too leaves the headings as they are.
    """
    whole = "".join(squeezed(text) for text in texts)
    accidents = {row["word"]: row["note"] for row in codebooks.rows("title_patterns") if row["kind"] == "accident"}
    named = sorted((word for word in accidents if word in whole), key=len, reverse=True)
    if not named or any(row["word"] in whole for row in codebooks.rows("title_patterns") if row["kind"] == "disaster"):
        return block
    matches = tuple(_of_accidents(stack, match, accidents[named[0]]) for stack, match in zip(
        block.stacks, block.matches, strict=True
    ))  # fmt: skip
    return replace(block, matches=matches)


def _of_accidents(stack: tuple[str, ...], match: Match | None, kind: str) -> Match | None:
    if match is None and compares(stack):
        return None
    ways = (stack[start:] for start in range(len(stack)))
    found = next((hit for way in ways if kind and (hit := match_heading((kind, *way))) and hit.is_joined), None)
    if found and not _is_of_losses(found):
        return found
    return None if match and _is_of_losses(match) else match


def _is_of_losses(match: Match) -> bool:
    known = codebooks.indicators()
    return any((of := known.get(meaning.target)) and of.ledger == "losses" for meaning in match.meanings)


def is_of_periods(columns: Sequence[Column]) -> bool:
    """Whether most columns of figures are what offices count by period (事故起数, 执法罚款), and not losses."""
    known = codebooks.indicators()
    ledgers = [known[column.target].ledger for column in columns if column.target in known]
    return ledgers.count("losses") * 2 < len(ledgers)
