"""When it runs: Dagster assets and the command line."""
