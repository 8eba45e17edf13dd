"""A report and a folder of reports as pages that need no script and nothing from outside."""
