"""Records as frames, CSV, Parquet and JSON Lines; names of persons replaced where asked."""
