"""Work shared out to processes of their own: more than one core, and memory that is given back whole.

Belongs here: starting them, handing out, and their end. Does not belong here: what is worked out.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait as wait_for_end
from threading import Thread
from typing import TypeVar

Found = TypeVar("Found")
AT_ONCE = 2
"""So many groups: more take more memory than they save time."""


def in_processes(work: Callable[..., Found], tasks: Iterable[tuple[object, ...]]) -> list[Found]:
    """What the work finds for each task, in the tasks' order; work, tasks and findings can be pickled.

    A task is taken from the tasks when there is soon a process for it, so that few are held at a time. An
    interrupted run does not wait for what is under way, and no process outlives the one that began it.
    """
    running: list[Future[Found]] = []
    with ProcessPoolExecutor(AT_ONCE, get_context("spawn"), initializer=_end_with_parent) as pool:
        try:
            for task in tasks:
                running.append(pool.submit(work, *task))
                going = [one for one in running if not one.done()]
                if len(going) > AT_ONCE:
                    wait(going, return_when=FIRST_COMPLETED)
                for one in running:
                    if one.done():
                        one.result()  # a fault ends it all at once
            return [one.result() for one in running]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for child in active_children():
                child.terminate()
            raise


def _end_with_parent() -> None:
    """Ends this process as soon as the one that began it has ended, however that came about."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait_for_end([sentinel])
    os._exit(1)
