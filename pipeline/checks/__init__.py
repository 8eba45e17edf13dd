"""Facts in, findings out: one module a rule or a family of rules."""
