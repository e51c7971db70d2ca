"""pipelines.definitions with sensors that look as often as Dagster's daemon lets them, every five seconds.

Belongs here: that haste, for tests/end_to_end/test_dagster_live.py. Does not belong here: anything else.
"""

from __future__ import annotations

import dagster as dg

from pipelines.definitions import defs

__all__ = ["defs"]

for sensor in defs.sensors or ():
    if isinstance(sensor, dg.SensorDefinition):
        sensor._min_interval = 1  # Dagster has no other way; the agency's minute is too long for a test
