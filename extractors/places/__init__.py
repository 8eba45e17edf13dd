"""Units of the administration by folded name: a dated table, with the mergers of July 2025."""
