"""A list of people for the tests, and somebody of it who is signed in."""

import time
from pathlib import Path
from typing import Any

import pytest

from dashboard import access

AUTH = """
[auth]
redirect_uri = "http://127.0.0.1:8501/oauth2callback"
cookie_secret = "only-for-tests-only-for-tests-only"
client_id = "loss-ledger"
client_secret = "only-for-tests"
server_metadata_url = "http://127.0.0.1:9/.well-known/openid-configuration"
"""
PEOPLE = """
[access]
contact = "信息科 8001"

[[access.people]]
user = "viewer@example.org"
name = "王看"
role = "viewer"
region = "990121"

[[access.people]]
user = "county@example.org"
name = "李县统"
role = "statistician"
region = "990121"

[[access.people]]
user = "statistician@example.org"
name = "张统"
role = "statistician"
region = "all"

[[access.people]]
user = "reviewer@example.org"
name = "赵审"
role = "reviewer"
region = "all"
"""


def claims(person: str, **more: Any) -> dict[str, Any]:
    """What the provider says of `person`@example.org, who signed in a minute ago."""
    told = {
        "is_logged_in": True, "provider": "default", "iss": "https://id.example.org", "sub": person,
        "email": f"{person}@example.org", "email_verified": True, "iat": time.time() - 60, "nonce": f"n-{person}",
    }  # fmt: skip
    return told | more


def use(monkeypatch: pytest.MonkeyPatch, folder: Path, told: dict[str, Any], text: str = AUTH + PEOPLE) -> Path:
    """Writes secrets.toml and lets somebody be signed in; the file may be written anew."""
    file = folder / "secrets.toml"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(access, "PROCESS", access.Process())
    monkeypatch.setattr(access, "secrets_files", lambda: (file,))
    monkeypatch.setattr(access, "claims", lambda: told)
    return file
