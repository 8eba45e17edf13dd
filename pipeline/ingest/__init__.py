"""Files in, documents out: what is a report, and one reader a format."""
