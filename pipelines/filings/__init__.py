"""Filings (报送存档): exports that left the house, immutable and chained, so that anybody with a copy can check them.

`filing.make` writes one, `verification` checks folders of them, `register.listed` lists them for pages, `manifests` is
the layout they all share. `manifests` and `verification` know no database: received filings are read by them, too.
"""
