"""The settings of protection, and what chance rests on.

Belongs here: every number that the rules of definitions section 11 leave to the agency. Does not belong
here: applying them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

ROUNDING, SUPPRESSION, CELL_KEY = "controlled_rounding", "suppression", "cell_key"
METHODS = (ROUNDING, SUPPRESSION, CELL_KEY)
BASES = (3, 5)


@dataclass(frozen=True)
class Policy:
    """How a release is protected.

    method        controlled_rounding, suppression or cell_key
    base          of the rounding: 5, or 3
    smallest      the smallest count that is not small (suppression)
    rate_base     the smallest base of a share or a quartile
    noise, variance, below  of a change under cell_key: the largest, its variance, and that no count is
                  changed to 1 … below
    nodes         where a programme in whole numbers ends at the latest (never by seconds)
    """

    method: str = ROUNDING
    base: int = 5
    smallest: int = 5
    rate_base: int = 20
    noise: int = 2
    variance: float = 1.0
    below: int = 0
    nodes: int = 60

    @property
    def label(self) -> str:
        """The method as the tables name it: rounding_5, suppression, cell_key_2."""
        if self.method == CELL_KEY:
            return f"{CELL_KEY}_{self.noise}"
        return f"rounding_{self.base}" if self.method == ROUNDING else self.method


def chance(seed: bytes, *names: str) -> np.random.Generator:
    """The random numbers of one block: the same for the same seed and names, whatever ran before."""
    digest = hashlib.sha256(seed + "\x1f".join(names).encode()).digest()
    return np.random.default_rng(np.frombuffer(digest, np.uint32))
