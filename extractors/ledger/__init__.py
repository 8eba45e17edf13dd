"""The ledger: one tree of entries over sentences, brackets, bullets and tables."""
