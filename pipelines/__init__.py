"""When it runs: Dagster assets and the command line."""

import gc
import os

# Before Polars is loaded: memory that it has freed goes back after two seconds. What it keeps for later
# otherwise was a fifth of what a whole release took (docs/decisions/0007, "Measured": there after 0.1 s).
# Giving it back at once makes reading half as long again (docs/decisions/0013).
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:2000,muzzy_decay_ms:0")

# Python looks for rubbish after so many new objects, not after 700: what is imported stays, and is much.
gc.set_threshold(100_000)
