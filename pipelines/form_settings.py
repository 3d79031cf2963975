"""The table `[form]` of bureau.toml: what a bureau's statutory forms bear and only the bureau can know."""

import json
from collections.abc import Mapping

from pipelines import codebooks

TEXTS = ("annual_form_no", "event_form_no", "maker", "approver", "approval_no", "valid_until")
CODES = "codes"
"""The table `[form.codes]`: the code of an indicator on the form, such as deaths = "A01008"."""


def checked(value: object) -> str | None:
    """The table as text, its keys in order; None where a key or a value cannot be meant."""
    if not isinstance(value, Mapping) or not set(value) <= {*TEXTS, CODES}:
        return None
    codes = value.get(CODES, {})
    if not isinstance(codes, Mapping) or not set(codes) <= set(codebooks.indicators()):
        return None
    stated = [value[key] for key in TEXTS if key in value]
    if not all(isinstance(text, str) for text in (*stated, *codes.values())):
        return None
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
