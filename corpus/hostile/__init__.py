"""Files made to hurt, by the names of `corpus/forms/hostile.toml`; each maker gives file names and bytes."""
