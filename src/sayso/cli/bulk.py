"""Rows screened in bulk: blocks of lines go to the engine, over all cores, and come back in their order."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from itertools import chain, islice

from sayso.cli.inputs import Chunk
from sayso.cli.stop import UNFINISHED, Stop
from sayso.core.policy.model import Policy
from sayso.core.screening.engine import Engine
from sayso.core.screening.engine import compile as compiled
from sayso.core.screening.rows import Answer, screen_rows

Answered = tuple[Chunk, Answer]

_engine: Engine | None = None
"""The engine of a worker process, compiled once as it starts."""


def answers(engine: Engine, policy: Policy, chunks: Iterator[Chunk], *, jobs: int, at: date) -> Iterator[Answered]:
    """The answer to each block, in order. A single block, or ``jobs`` of 1, is not worth other processes."""
    head = list(islice(chunks, 2))
    if jobs == 1 or len(head) < 2:
        for chunk in chain(head, chunks):
            yield chunk, rows.screen(engine, chunk.data, at=at)
        return
    yield from _over_processes(policy, chain(head, chunks), jobs, at)


def cores() -> int:
    """How many processes this one may keep busy."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _over_processes(policy: Policy, chunks: Iterator[Chunk], jobs: int, at: date) -> Iterator[Answered]:
    pool = ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_begin, initargs=(policy,))
    waiting: deque[tuple[Chunk, Future[Answer]]] = deque()
    try:
        for chunk in chunks:
            waiting.append((chunk, pool.submit(_screen, chunk.data, at)))
            if len(waiting) > 2 * jobs:
                yield _next(waiting)
        while waiting:
            yield _next(waiting)
    except BrokenProcessPool:
        raise Stop(UNFINISHED, "worker-died") from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _next(waiting: deque[tuple[Chunk, Future[Answer]]]) -> Answered:
    chunk, future = waiting.popleft()
    return chunk, future.result()


def _context() -> multiprocessing.context.BaseContext:
    """A way to start processes that copies no threads and no open files of ours."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["sayso.core.screening.rows"])
    return context


def _begin(policy: Policy) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    global _engine
    _engine = compiled(policy)


def _screen(data: bytes, at: date) -> Answer:
    assert _engine is not None
    return rows.screen(_engine, data, at=at)
