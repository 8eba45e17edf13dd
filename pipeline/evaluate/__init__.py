"""How well reports are read: records against gold, as figures with intervals, families and a history."""
