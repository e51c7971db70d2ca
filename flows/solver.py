"""HiGHS without its banner.

Belongs here: making a solver. Does not belong here: programmes (flows.protection.programme,
flows.attack.solving).
"""

from __future__ import annotations

import highspy


class QuietSolver(highspy.Highs):
    """A HiGHS that prints nothing, from its first moment on.

    highspy 1.16 prints a banner once in each process, while the solver is made: before anybody can ask
    it not to. What its constructor does last is overridden, so that it is asked first.
    """

    def __init__(self) -> None:
        """Made in silence."""
        super().__init__()  # type: ignore[no-untyped-call]  # its stub has no types for it

    def enableCallbacks(self) -> None:  # noqa: N802  # highspy's own name
        """Turns the printing off, and goes on as highspy does."""
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]  # the same
