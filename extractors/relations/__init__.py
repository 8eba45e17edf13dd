"""What should hold between the numbers of a report, with all admissible readings of it."""
