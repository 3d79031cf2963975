"""The bureau's own filings: the list, whether each is untouched, the hash of the last, and each as a zip."""

from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from dashboard import i18n, snapshot
from dashboard.components import commands, rights, saving, tables
from dashboard.i18n import t
from dashboard.snapshot import Release

LIST_SECONDS, VERIFY_SECONDS = 30, 900
KEPT_SECONDS = 60
RETURNED = "core.returned_filings"
WITH_HASH = "form_vertical"  # the profile whose form bears the hash
Entry = dict[str, Any]


@st.cache_data(ttl=KEPT_SECONDS, show_spinner=False)
def listed(warehouse: str, region: str) -> list[Entry] | None:
    """Own filings, the latest first, of one region if any; kept for a minute, and forgotten when one is made. None: no
    answer in time."""
    found = commands.told(["filings", "--json", *(["--region", region] if region else [])], LIST_SECONDS)
    return found if isinstance(found, list) else None


def own(release: Release) -> None:
    """The list with the head hash, one filing to download, the button that verifies."""
    st.subheader(t("filings.own"), anchor=False)
    tables.muted(t("filings.own_details"))
    with st.spinner(t("filings.loading")):
        entries = listed(str(snapshot.warehouse()), release.scope)
    returned(release)
    if entries is None:
        st.warning(t("filings.no_answer"))
        st.code(commands.as_typed(["filings"]), language=None)
        return
    if not entries:
        tables.muted(t("filings.none"))
        return
    head(entries)
    tables.grid(worded(entries), rows=8)
    if not rights.sees_all():
        tables.muted(t("rights.whole_filings"))
        return
    left, middle, right = st.columns([3, 2, 2], vertical_alignment="bottom", gap="small")
    with left:
        picked = chosen(entries)
    with middle:
        saving.button(t("filings.save"), partial(content, str(picked["folder"])), f"{picked['filing_id']}.zip",
                      mime=saving.ZIP, key="save_filing", width="stretch")  # fmt: skip
    with right:
        verify()
    verdict()


def returned(release: Release) -> None:
    """Filings that the upper level sent back and that were not filed again."""
    if not snapshot.has(release, RETURNED):
        return
    for row in snapshot.table(release, RETURNED).filter(pl.col("is_open")).iter_rows(named=True):
        who = " ".join(part for part in (row["bureau"], row["returned_by"]) if part)
        st.warning(
            t("filings.returned", filing=row["filing_id"], kind=t(f"received.kind_{row['kind']}"), reason=row["reason"],
              by=who, at=str(row["returned_at"])[:16])
        )  # fmt: skip


def head(entries: list[Entry]) -> None:
    """How many, how many are broken, and the hash that stands on the last form."""
    broken = [entry for entry in entries if entry["soundness"] != "sound"]
    last = next((entry for entry in entries if entry.get("chain_hash")), None)
    key = "filings.head_form" if last and last["profile"] == WITH_HASH else "filings.head"
    hashed = t(key, filing=last["filing_id"], short=last["chain_short"]) if last else ""
    if broken:
        st.error(t("filings.broken", count=len(broken)))
        for entry in broken:
            faults(entry)
    else:
        tables.muted(t("filings.sound", count=len(entries)) + hashed)


def faults(entry: Entry) -> None:
    """What is wrong with one filing, file by file."""
    for fault in entry["faults"]:
        tables.muted(f"{entry['filing_id']}：{fault[f'message_{i18n.language()}']}")


def worded(entries: list[Entry]) -> pl.DataFrame:
    """One line a filing."""
    rows = [
        {
            t("filings.id"): entry["filing_id"],
            t("filings.filed_at"): (entry["filed_at"] or "")[:16],
            t("filings.profile"): profile_name(entry["profile"]),
            t("filters.year"): str(entry["year"] or ""),
            t("filters.region"): entry["region_name"] or "",
            t("filings.prepared_by"): entry["prepared_by"] or "",
            t("filings.reviewed_by"): entry["reviewed_by"] or "",
            t("filings.state"): state(entry),
            t("filings.records"): entry["records"],
            t("filings.explained"): entry["findings_explained"],
            t("filings.hash"): entry["chain_short"] or "",
            t("filings.reason"): entry["reason"] or entry["same_person_reason"] or "",
            t("filings.event"): entry["event_id"] or "",
            t("filings.through"): (entry["data_through"] or "")[:10],
            t("updates.release"): entry["release"] or "",
        }
        for entry in entries
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def profile_name(profile: str | None) -> str:
    """The words of an export profile; its own name when the pages do not know it."""
    return i18n.word("download", profile) if profile else ""


def state(entry: Entry) -> str:
    """完好、零报告、已被替换"""
    words = [t("filings.is_sound" if entry["soundness"] == "sound" else "filings.is_broken")]
    if entry["is_zero"]:
        words.append(t("filings.zero"))
    if entry["replaced_by"]:
        words.append(t("filings.replaced", by=entry["replaced_by"]))
    return t("words.list_comma").join(words)


def chosen(entries: list[Entry]) -> Entry:
    """One filing; the latest unless another is picked."""
    by_id = {str(entry["filing_id"]): entry for entry in entries}
    return by_id[str(st.selectbox(t("filings.choose"), list(by_id), key="filing"))]


def content(folder: str) -> bytes:
    """The files of a filing as one zip, read when somebody asks for it."""
    return commands.zipped(commands.files_in(Path(folder)))


def verify() -> None:
    """Recomputes every file and the chain; only when asked, because it reads all of them."""
    if rights.may("verify", is_said=False) and st.button(
        t("filings.verify"), key="verify", help=t("filings.verify_help"), width="stretch"
    ):
        with st.spinner(t("filings.verifying")):
            st.session_state["verified"] = commands.told(["verify", "--json"], VERIFY_SECONDS) or {}


def verdict() -> None:
    """What the last verification of this session found."""
    found = st.session_state.get("verified")
    if found is None:
        return
    if not found:
        st.error(t("filings.not_verified"))
        return
    places = [place for place in found["places"] if place["is_own"]]
    checked = [filing for place in places for filing in place["filings"]]
    hashed = places[0]["head"] if places and places[0]["head"] else None
    if found["is_sound"]:
        st.success(t("filings.verified", count=len(checked), hash=hashed["chain_hash"] if hashed else "—"))
        return
    st.error(t("filings.broken", count=sum(not filing["is_sound"] for filing in checked)))
    for filing in checked:
        faults(filing)
