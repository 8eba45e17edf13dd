"""What a quantity counts: the metrics of the catalogue, looked up by label path and unit."""
