"""Rows screened in bulk: blocks of lines go to the engine, over all cores, and come back in their order."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from itertools import chain, islice

import msgspec

from sayso.cli.inputs import Chunk
from sayso.cli.stop import UNFINISHED, Broken
from sayso.core.policy.model import Policy
from sayso.core.screening.engine import Engine
from sayso.core.screening.engine import compile as compiled
from sayso.core.screening.rows import Answer, screen_rows

Given = Mapping[str, str | tuple[str, ...]]
"""Keys of a row, and what they are where the row does not say."""

_engine: Engine | None = None
"""The engine of a worker process, compiled once as it starts."""


def answers(
    engine: Engine, chunks: Iterator[Chunk], *, jobs: int, at: date, given: Given
) -> Iterator[tuple[Chunk, Answer]]:
    """The answer to each block, in order; `given` holds for rows that do not say otherwise.

    A single block, or ``jobs`` of 1, is not worth other processes. What breaks off the blocks is raised after the
    answers to those before it.
    """
    broke: list[Broken] = []
    whole = _until_broken(chunks, broke)
    head = list(islice(whole, 2))
    if jobs == 1 or len(head) < 2:
        for chunk in chain(head, whole):
            yield chunk, screen_rows(engine, with_given(chunk.data, given), at=at)
    else:
        yield from _over_processes(engine.policy, chain(head, whole), jobs, at, given)
    if broke:
        raise broke[0]


def with_given(data: bytes, given: Given) -> bytes:
    """The rows, each with what it leaves unsaid of `given`; a line that is no row stays as it is.

    A row that names a channel or an account has said where it is meant for.
    """
    return b"\n".join(_filled(line, given) for line in data.split(b"\n")) if given else data


def cores() -> int:
    """How many processes this one may keep busy."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _until_broken(chunks: Iterator[Chunk], broke: list[Broken]) -> Iterator[Chunk]:
    try:
        yield from chunks
    except Broken as problem:
        broke.append(problem)


def _over_processes(
    policy: Policy, chunks: Iterator[Chunk], jobs: int, at: date, given: Given
) -> Iterator[tuple[Chunk, Answer]]:
    pool = ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_begin, initargs=(policy,))
    waiting: deque[tuple[Chunk, Future[Answer]]] = deque()
    try:
        for chunk in chunks:
            waiting.append((chunk, pool.submit(_screen, chunk.data, at, given)))
            if len(waiting) > 2 * jobs:
                yield _next(waiting)
        while waiting:
            yield _next(waiting)
        pool.shutdown()
    except BrokenProcessPool:
        raise Broken(UNFINISHED, "worker-died") from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _next(waiting: deque[tuple[Chunk, Future[Answer]]]) -> tuple[Chunk, Answer]:
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
    gc.freeze()  # the engine lives as long as the process: no collection need look at it again


def _screen(data: bytes, at: date, given: Given) -> Answer:
    assert _engine is not None
    return screen_rows(_engine, with_given(data, given), at=at)


def _filled(line: bytes, given: Given) -> bytes:
    try:
        row = msgspec.json.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return line
    if not isinstance(row, dict):
        return line
    placed = "account" in row or "channel" in row
    unsaid = {key: value for key, value in given.items() if not (placed and key in ("account", "channel"))}
    return msgspec.json.encode(unsaid | row)
