"""Disclosure control: from cells to what may be published.

Belongs here: which values are withheld and why. Does not belong here: counting (sql/) and
showing (reports). For now there is one simple rule; full disclosure control replaces it.
"""

from flows.protection.simple import protect

__all__ = ["protect"]
