"""One page a file; their order in the navigation."""

VIEWS = (
    "overview", "map", "trends", "compare", "records", "relief", "figures", "revisions", "quality", "documents",
    "updates", "filings", "report", "download",
)  # fmt: skip
