"""Losses in a section on one branch: under (一)房屋受损情况, 经济损失3万元 is that of the houses."""

import re
from dataclasses import replace

from pipelines.documents.phrases import Match, Surroundings, best
from pipelines.documents.words import either, names_any

ALL_LOSSES = "direct_economic_loss"
_LOSS = "损失"


def of_branch(around: Surroundings, heading: str, clause: str) -> Match | None:
    """What a loss counts under a heading; None where that names no branch, or the clause sums up (全县……, 合计……)."""
    lead = clause.partition(_LOSS)[0]
    branch = re.sub(f"(?:{either('section_words')})+$", "", heading)
    if not branch or names_any("whole", lead) or names_any("summing", lead):
        return None
    told = re.sub(f"^(?:{either('opening')})+", "", around.before)
    found = best(replace(around, before=branch + told, after=""))
    return found if found and found.phrase.pieces[0].startswith(branch) else None
