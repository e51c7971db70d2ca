"""When it runs: Dagster assets and the command line."""

import gc
import os

# Before Polars is loaded: memory that it has freed goes back soon. What it keeps for later otherwise was a
# fifth of what a whole release took (docs/decisions/0007, "Measured"). Giving it back at once makes reading
# half as long again (docs/decisions/0013).
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:2000,muzzy_decay_ms:0")

# What is imported stays: looking for rubbish among it takes a second of every run.
gc.set_threshold(100_000)
