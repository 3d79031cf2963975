"""The list of the bureau's own filings, as `loss-ledger filings --json` and `loss-ledger verify --json` print it.

`filings --json` prints a list, the latest first; each entry is
    {"filing_id", "filed_at", "profile", "year", "period_start", "period_end", "region_code", "region_name",
     "event_id": text or null, "release", "data_through", "prepared_by", "reviewed_by", "same_person_reason": or null,
     "reason": or null, "is_zero": bool, "records": int, "versions": int, "findings_explained": int,
     "soundness": "sound" | "broken", "faults": [{"kind", "file", "message_zh", "message_en"}],
     "replaces": id or null, "replaced_by": id or null, "chain_hash", "chain_short": "1a2b 3c4d 5e6f 7a8b",
     "folder": absolute path, "files": [names]}
A folder whose manifest cannot be read has filing_id (the name of the folder), soundness "broken", faults and folder;
all else is null.

`verify --json` prints
    {"is_sound": bool, "places": [{"folder", "is_own": bool, "is_sound": bool,
      "head": {"filing_id", "chain_hash", "chain_short"} or null,
      "filings": [{"filing_id", "folder", "is_sound", "chain_hash", "chain_short", "faults": […], "notes": […]}]}]}
in the order of the chain; `places` starts with the own folder. Faults and notes are as above; a note is nothing wrong
(the filing before it was not sent along, a received folder was renamed).
"""

from pathlib import Path
from typing import Any

from pipelines.filings import verification
from pipelines.filings.manifests import Filing, short
from pipelines.filings.verification import Checked, Verified

STATED = (
    "filed_at", "profile", "year", "period_start", "period_end", "region_code", "region_name", "event_id", "release",
    "data_through", "prepared_by", "reviewed_by", "same_person_reason", "reason", "is_zero", "replaces", "chain_hash",
)  # fmt: skip
COUNTED = ("records", "versions", "findings_explained")


def listed(raw: Path) -> list[dict[str, Any]]:
    """The own filings, the latest first."""
    checked = verification.own(raw).filings
    replaced = {
        one.filing.told["replaces"]: one.filing.filing_id
        for one in checked
        if one.filing and one.filing.told["replaces"]
    }
    return [_entry(one, replaced) for one in reversed(checked)]


def verified(places: list[Verified]) -> dict[str, Any]:
    """What was verified, as an object."""
    return {"is_sound": all(place.is_sound for place in places), "places": [_place(place) for place in places]}


def _entry(checked: Checked, replaced: dict[str, str]) -> dict[str, Any]:
    filing = checked.filing
    told = filing.told if filing else {}
    counts = told.get("counts") or {}
    name = filing.filing_id if filing else checked.folder.name
    return {
        "filing_id": name,
        **{key: told.get(key) for key in STATED},
        **{key: counts.get(key) for key in COUNTED},
        "chain_short": short(filing.chain_hash) if filing else None,
        "soundness": "sound" if checked.is_sound else "broken",
        "faults": [fault.as_object() for fault in checked.faults],
        "replaced_by": replaced.get(name),
        "folder": str(checked.folder),
        "files": [file.name for file in filing.files] if filing else [],
    }


def _place(place: Verified) -> dict[str, Any]:
    return {
        "folder": str(place.folder),
        "is_own": place.is_own,
        "is_sound": place.is_sound,
        "head": _head(place.head),
        "filings": [
            {
                "filing_id": checked.filing.filing_id if checked.filing else checked.folder.name,
                "folder": str(checked.folder),
                "is_sound": checked.is_sound,
                "chain_hash": checked.filing.chain_hash if checked.filing else None,
                "chain_short": short(checked.filing.chain_hash) if checked.filing else None,
                "faults": [fault.as_object() for fault in checked.faults],
                "notes": [note.as_object() for note in checked.notes],
            }
            for checked in place.filings
        ],
    }


def _head(filing: Filing | None) -> dict[str, str] | None:
    if filing is None:
        return None
    return {"filing_id": filing.filing_id, "chain_hash": filing.chain_hash, "chain_short": short(filing.chain_hash)}
