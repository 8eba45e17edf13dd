"""One fact told at two places."""
