"""What a person does on each page: the clicks, by turns, until so many are done. An action answers its name."""

import re
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

from bench.reports import files
from bench.visitor import Action, Visitor

INDENT = "　"
EXPORT_DAYS = sorted({received.date() + timedelta(days=1) for _, received in files()})[:-1]
HREF = re.compile(r'href="([^"]+)"')
INDICATORS = ("direct_economic_loss", "affected_population", "crop_affected_ha", "deaths_missing", "collapsed_rooms")


def pick(key: str) -> Action:
    """Another entry of a list that opens."""

    def act(visitor: Visitor) -> str:
        found = [box for box in visitor.app.selectbox if box.key in (f"pick_{key}", key)]
        if not found or len(found[0].options) < 2:
            return ""
        visitor.choose(found[0], visitor.draw.randrange(len(found[0].options)))
        return key

    return act


def region(depth: str) -> Action:
    """Another place of one depth of the tree: the own region, one between, or one that has only townships below."""

    def act(visitor: Visitor) -> str:
        found = [box for box in visitor.app.selectbox if box.key == "pick_region"]
        if not found:
            return ""
        depths = [len(name) - len(name.lstrip(INDENT)) for name in found[0].options]
        wanted = {"top": {0}, "middle": set(range(1, max(depths))), "county": {max(depths)}}[depth]
        places = [n for n, level in enumerate(depths) if level in wanted]
        if not places:
            return ""
        visitor.choose(found[0], visitor.draw.choice(places))
        return f"region ({depth})"

    return act


def both(*actions: Action) -> Action:
    """Several controls at once, as a link sets them; named for the last."""

    def act(visitor: Visitor) -> str:
        return [action(visitor) for action in actions][-1]

    return act


def choice(key: str) -> Action:
    """Another one of a few in sight."""

    def act(visitor: Visitor) -> str:
        found = [radio for radio in visitor.app.radio if radio.key in (key, f"pick_{key}")]
        if not found:
            return ""
        found[0].set_value(visitor.draw.choice(_values(found[0].options, key)))
        return key

    return act


def _values(options: list[str], key: str) -> list[str]:
    from dashboard.components.downloads import PROFILES

    return list(PROFILES) if key == "profile" else options


def linked(key: str, *values: str) -> Action:
    """One of these in the address, as a link says it."""

    def act(visitor: Visitor) -> str:
        visitor.app.query_params[key] = visitor.draw.choice(values)
        return key

    return act


def page_number(visitor: Visitor) -> str:
    """Another page of a long list."""
    if not visitor.app.pagination:
        return ""
    bar = visitor.app.pagination[0]
    bar.set_value(visitor.draw.randint(1, bar.num_pages))
    return "page number"


def all_columns(visitor: Visitor) -> str:
    """The wide table, or the narrow one."""
    if not visitor.app.toggle:
        return ""
    visitor.app.toggle[0].set_value(not visitor.app.toggle[0].value)
    return "all columns"


def figure(visitor: Visitor) -> str:
    """What a figure is made of."""
    visitor.app.query_params["indicator"] = visitor.draw.choice(INDICATORS)
    visitor.app.query_params.pop("event", None)
    return "figure"


def no_figure(visitor: Visitor) -> str:
    """Back to all records."""
    for name in ("indicator", "event", "as_of"):
        visitor.app.query_params.pop(name, None)
    return "all records"


def disaster(visitor: Visitor) -> str:
    """One of the disasters that a figure is made of."""
    links = [link for html in visitor.app.html for link in HREF.findall(html.proto.body) if "event=" in link]
    if not links:
        return ""
    asked = dict(parse_qsl(urlsplit(visitor.draw.choice(links).replace("&amp;", "&")).query))
    visitor.app.query_params["event"] = asked["event"]
    return "disaster"


def as_known(visitor: Visitor) -> str:
    """The records as they were known on an earlier day."""
    if not visitor.app.date_input:
        return ""
    visitor.app.query_params.pop("event", None)
    box = visitor.app.date_input[0]
    box.set_value(visitor.draw.choice(EXPORT_DAYS))
    return "as known"


def as_now(visitor: Visitor) -> str:
    """The records as they stand now."""
    if not visitor.app.date_input:
        return ""
    visitor.app.date_input[0].set_value(None)
    return "as now"


SELECTION = (
    pick("year"), region("county"), pick("hazard"), region("middle"), pick("period"), both(pick("year"), region("top")),
    both(pick("hazard"), region("county")),
)  # fmt: skip
WALKS: dict[str, tuple[Action, ...]] = {
    "overview": SELECTION,
    "trends": (*SELECTION, pick("indicator")),
    "records": (
        *SELECTION, page_number, figure, disaster, no_figure, all_columns, both(region("top"), page_number), figure,
        both(no_figure, as_known), page_number, as_now,
    ),
    "map": (*SELECTION, pick("indicator"), linked("depth", "1", "2")),
    "compare": (
        *(both(linked("compare", part), action) for part in ("places", "hazards", "curves", "months", "rates")
          for action in (pick("year"), region("county"), pick("indicator"))),
    ),
    "relief": (pick("year"), region("county"), region("middle"), region("top")),
    "figures": (),
    "revisions": (pick("event"), pick("place"), pick("year"), pick("region"), pick("indicator"), pick("event")),
    "quality": (pick("severity"), pick("group"), pick("group"), pick("finding_status")),
    "documents": (),
    "report": (),
    "updates": (),
    "filings": (),
    "download": (choice("profile"), pick("export_region")),
}  # fmt: skip
