"""The first process of a generation, once it has forked the others: it waits for them, and asks for another generation when one ends.

It is a program of its own, which takes the place of the process that forked. What that one had loaded would stay in memory beside
what each of the others has written to; so this file loads little.
"""

import contextlib
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

STOPS = (signal.SIGTERM, signal.SIGINT)
BROKEN = b"x"  # sent to the parent of a generation when a process of it has ended


def become(line: socket.socket, held: int, seconds: float, folder: str, children: Sequence[int]) -> NoReturn:
    """Make this process the keeper of `children`; does not return.

    `line` leads to its parent; `held` is the end of a pipe that closes when it ends; told to end, it waits `seconds` for its
    children, and removes `folder` (empty for none).
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)  # they wait until the program has begun
    os.set_inheritable(line.fileno(), True)
    os.set_inheritable(held, True)
    words = [sys.executable, "-P", __file__, str(line.fileno()), str(seconds), folder, *map(str, children)]
    os.execv(sys.executable, words)


class Keeper:
    """Keeps the processes with the numbers `children` until it is told to end, its parent has ended, or none is left."""

    def __init__(self, line: socket.socket, seconds: float, children: Sequence[int]) -> None:
        self._line, self._seconds, self._children = line, seconds, set(children)
        self._told = False
        self._wakes, woken = socket.socketpair()
        woken.setblocking(False)
        self._wakes.setblocking(False)
        self._woken = woken
        signal.set_wakeup_fd(woken.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # meant for the parent
        for number in (*STOPS, signal.SIGCHLD):
            signal.signal(number, self._note)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)

    def run(self) -> int:
        """Keep them; returns the exit status."""
        while not self._told and self._children:
            if self._reap():
                with contextlib.suppress(OSError):
                    self._line.send(BROKEN)
            elif self._parent_is_gone():
                self._told = True
        self._end()
        return 0 if self._told else 1

    def _note(self, number: int, _: FrameType | None) -> None:
        self._told = self._told or number in STOPS

    def _reap(self) -> bool:
        """Whether a child has ended since the last time."""
        ended = False
        while (found := self._ended(os.WNOHANG)) is not None:
            number, status = found
            if number in self._children:
                ended = True
                self._children.discard(number)
                if not self._told:
                    status = os.waitstatus_to_exitcode(status)
                    print(f"process {number} ended with {status}; another generation follows", file=sys.stderr)
        return ended

    def _ended(self, options: int) -> tuple[int, int] | None:
        with contextlib.suppress(ChildProcessError):
            number, status = os.waitpid(-1, options)
            return (number, status) if number else None
        self._children.clear()
        return None

    def _parent_is_gone(self) -> bool:
        """Whether the parent has ended; waits for a signal for a second."""
        readable, _, _ = select.select([self._line, self._wakes], [], [], 1.0)
        if self._wakes in readable:
            self._wakes.recv(1024)
        if self._line not in readable:
            return False
        with contextlib.suppress(OSError):
            return not self._line.recv(1)
        return True

    def _end(self) -> None:
        for number in self._children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGTERM)
        last = time.monotonic() + self._seconds
        while self._children and time.monotonic() < last:
            if not self._reap():
                select.select([self._wakes], [], [], 0.1)
                with contextlib.suppress(BlockingIOError):
                    self._wakes.recv(1024)
        for number in self._children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)


def main(line: str, seconds: str, folder: str, *children: str) -> int:
    """The program: keep the children, then remove the folder."""
    try:
        return Keeper(socket.socket(fileno=int(line)), float(seconds), [int(each) for each in children]).run()
    finally:
        if folder:
            import shutil  # noqa: PLC0415, after the end, so that it is not kept in memory meanwhile

            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
