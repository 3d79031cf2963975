"""How much memory the database may take."""

import os
import re

from pipelines.errors import LedgerError

MEMORY_GB, MEMORY_VARIABLE = 3, "LOSS_LEDGER_MEMORY"
"""What the database takes, and writes beside itself what is more: the bureau's computer has other things to do."""


def memory_limit(usual: str, *, is_temporary: bool) -> str | None:
    """What the database may take, where that is not what it would take by itself (`usual`, such as 18.8 GiB).

    A temporary one has no place to write to: it keeps to what is usual unless somebody says otherwise. Raises
    LedgerError where what is said is no size.
    """
    said = os.environ.get(MEMORY_VARIABLE, "").strip()
    if said and not re.fullmatch(r"[1-9][0-9]*(\.[0-9]+)? ?[MGT]i?B", said, re.ASCII | re.IGNORECASE):
        raise LedgerError(
            f"环境变量 {MEMORY_VARIABLE} 的值“{said}”不是内存大小。请写成 6GB 这样的形式，或删去它。",
            f"The environment variable {MEMORY_VARIABLE} says “{said}”, which is no size of memory. Write it like 6GB, "
            "or remove it.",
        )
    number, _, unit = usual.partition(" ")
    is_less = unit in ("KiB", "MiB", "bytes") or (unit == "GiB" and float(number) < MEMORY_GB)
    return said or (None if is_temporary or is_less else f"{MEMORY_GB}GB")
