"""The workbook: what staff would have typed, and where they type what they decide."""
