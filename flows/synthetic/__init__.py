"""Synthetic registers: a national population that never lived, in the registers' own form.

Belongs here: the simulation of lives and the writing of them as a delivery.
Does not belong here: reading a delivery, and anything that counts.
"""

from flows.synthetic.extracts import write_delivery

__all__ = ["write_delivery"]
