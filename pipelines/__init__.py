"""When it runs: Dagster assets and the command line."""

import os

# Before Polars is loaded: memory that it has freed goes back at once. What it keeps for later otherwise was a
# fifth of what a whole release took (docs/decisions/0007, "Measured").
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:0,muzzy_decay_ms:0")
