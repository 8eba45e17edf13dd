"""A report's way from file to answer: reading files, checking what they say, writing the results."""
