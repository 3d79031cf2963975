"""Loss Ledger (灾损台账): from the files a bureau has to checked disaster-loss statistics."""
