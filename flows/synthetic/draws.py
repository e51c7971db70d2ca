"""Random numbers that depend only on whom they are for and what for, never on the order of drawing.

Belongs here: hashing, uniform draws, evenly spread draws, choosing by weight.
"""

import hashlib

import numpy as np
import numpy.typing as npt

U64 = npt.NDArray[np.uint64]
I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_M1 = np.uint64(0xBF58476D1CE4E5B9)
_M2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
# The root of x^7 = x + 1: its powers give the evenest known sequence in six dimensions.
_ROOT = 1.1127756842787055


def mix(values: U64) -> U64:
    """Return each value scrambled (splitmix64)."""
    x = values + _GAMMA
    x ^= x >> _S30
    x *= _M1
    x ^= x >> _S27
    x *= _M2
    x ^= x >> _S31
    return x


def salt(*words: object) -> U64:
    """Return one 64-bit number for a purpose, the same on every machine."""
    text = "\x1f".join(str(word) for word in words).encode()
    digest = hashlib.blake2b(text, digest_size=8).digest()
    return np.array([int.from_bytes(digest, "little")], dtype=np.uint64)


def uniform(keys: U64, *purpose: object) -> F64:
    """Return one number in [0, 1) per key for the purpose."""
    x = mix(keys ^ salt(*purpose))
    return np.asarray((x >> _S11) * 2.0**-53, dtype=np.float64)


def even(index: I64, term: I64, dimension: int, *purpose: object) -> F64:
    """Return numbers in [0, 1) spread more evenly over a cohort than independent ones.

    Published shares are met within a point in every cohort, whatever the seed, because of this.
    """
    start = float(uniform(salt(*purpose), "even", dimension)[0])
    step, stride = _ROOT ** -(dimension + 1), _ROOT ** -(dimension + 4)
    return np.asarray((start + index * step + term * stride) % 1.0, dtype=np.float64)


def below(u: F64, limit: int) -> I64:
    """Return whole numbers from 0 up to the limit, equally likely."""
    return np.asarray(np.floor(u * limit), dtype=np.int64)


def choose(u: F64, weights: npt.ArrayLike) -> I64:
    """Return for each draw the position it falls on among the weights."""
    cumulative = np.cumsum(np.asarray(weights, dtype=np.float64))
    found = np.searchsorted(cumulative, u * cumulative[-1], side="right")
    return np.asarray(np.minimum(found, len(cumulative) - 1), dtype=np.int64)


def choose_by_row(u: F64, rows: I64, table: F64) -> I64:
    """Return for each draw the position it falls on among the weights of its own row of the table."""
    cumulative = np.cumsum(table, axis=1)
    cumulative /= cumulative[:, -1:]
    # One sorted line of all rows, each moved up by its number, so that one search serves everybody.
    line = (cumulative + np.arange(len(table))[:, None]).ravel()
    found = np.searchsorted(line, u + rows, side="right") - rows * table.shape[1]
    return np.asarray(np.clip(found, 0, table.shape[1] - 1), dtype=np.int64)
