"""Reports that we write, each with what is true of it, and their builder."""
