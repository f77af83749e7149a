"""The trade-off ledger: what won and what paid in each decision, and where that drifts from the agreed order."""
