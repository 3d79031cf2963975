"""One page a file; their order in the navigation, and the sign of each."""

VIEWS = {
    "overview": "📊", "map": "🗺️", "trends": "📈", "compare": "⚖️", "records": "📋", "relief": "🤝", "figures": "🔢",
    "revisions": "🕓", "quality": "🔎", "updates": "🔄", "filings": "🗄️", "download": "📥",
}  # fmt: skip
