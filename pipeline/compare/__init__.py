"""Reports against each other: versions, periods, communes and their district, what was asked for."""
