"""Reports of a district and its communes over four periods, with faults placed between them."""
