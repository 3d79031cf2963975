"""Relief and insurance: what was received, paid out and covered, each for itself; nothing is added over the blocks."""

from dashboard import ledger_page
from dashboard.components import insurance, ledger_heading, ledger_rows, rebuilding, relief_funds, winter_spring

page = ledger_page.opened()
ledger_heading.show(page)
relief_funds.show(page)
winter_spring.show(page)
insurance.show(page)
rebuilding.show(page)
rebuilding.loss_and_cover(page)
ledger_rows.show(page, [row["season"] for row in winter_spring.seasons(page)])
