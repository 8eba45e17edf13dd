"""The audit sheet of a report, a Word file that a head of office can sign."""
