"""What there was, came, went and is left: balances, running totals and rests."""
