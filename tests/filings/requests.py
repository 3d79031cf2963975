"""What the tests ask to file unless they say otherwise: 西安市 2020, prepared by one person, reviewed by another."""

from typing import Any

from pipelines.filings.request import Request


def request(profile: str = "national_wide", **told: Any) -> Request:
    """A request; `told` replaces what is usual."""
    usual: dict[str, Any] = {"year": 2020, "region": "610100", "prepared_by": "张三", "reviewed_by": "李四"}
    return Request(profile, **usual | told)
