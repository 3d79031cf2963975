"""The rules of check_rules.csv that are plain arithmetic, as formulas of a spreadsheet over the cells of a form.

A rule that asks for more (stages, hazards, history) is left to the checks. As there, a rule says nothing while one of
its figures is blank.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pipelines.rules import RECORD, rules_of

_TOKEN = re.compile(r"\s*([a-z_]\w*|[0-9.]+|<=|>=|<>|[-+*/()<>=])")
_FUNCTIONS = {"abs": "ABS"}
_WORD = re.compile(r"[a-z_]\w*")


@dataclass(frozen=True)
class FormRule:
    """One rule: the indicators it compares, the first of which bears the mark, and what must hold of them."""

    rule_id: str
    is_error: bool
    message_zh: str
    columns: tuple[str, ...]
    tokens: tuple[str, ...]

    def broken(self, cell: Callable[[str], str]) -> str:
        """What is true where the rule is broken; `cell` answers the cell, or the cells of a row, of an indicator.

        Written as products, so that it holds for one cell and, inside SUMPRODUCT, for each of several.
        """
        holds = " ".join(cell(t) if t in self.columns else _FUNCTIONS.get(t, t) for t in self.tokens)
        filled = "*".join(f"ISNUMBER({cell(column)})" for column in self.columns)
        return f"IFERROR({filled}*(1-({holds})),0)"


def form_rules(indicators: Mapping[str, object]) -> Iterator[FormRule]:
    """The rules about these indicators alone that a spreadsheet can hold."""
    for rule in rules_of(RECORD):
        tokens = _tokens(rule["must_hold"])
        names = [token for token in tokens if _WORD.fullmatch(token) and token not in _FUNCTIONS]
        if tokens and not rule["applies_when"] and set(names) <= set(indicators) and len(set(names)) > 1:
            columns = tuple(dict.fromkeys((*rule["columns"].split(), *names)))
            yield FormRule(rule["rule_id"], rule["severity"] == "error", rule["message_zh"], columns, tokens)


def _tokens(text: str) -> tuple[str, ...]:
    """The tokens of a comparison; none where it holds anything that is no plain arithmetic."""
    found, at = [], 0
    while at < len(text.rstrip()):
        hit = _TOKEN.match(text, at)
        if hit is None:
            return ()
        found.append(hit[1])
        at = hit.end()
    return tuple(found)
