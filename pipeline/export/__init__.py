"""Results out: records, workbooks and marked-up copies, all made from the same analysis."""
