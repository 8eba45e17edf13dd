"""Every digit-bearing token of a report: its role, its exact value and the values it may stand for."""
