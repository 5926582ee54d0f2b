"""`wenqu serve` as seen from outside: one process that holds the socket, and under it a generation of processes that serve.

SIGHUP starts another generation, which reads program and settings anew; once it serves, the one before is told to end. When it does
not come to serve, the one before goes on. This file loads little, since the process that runs it stays for good.
"""

import contextlib
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

log = logging.getLogger(__name__)

INHERITED = "SERVING_ON"  # in the environment of a generation: the numbers of the socket and of the line to its parent
LONGEST_END = 45  # seconds after which a generation that was told to end is killed
PAUSE = 1.0  # seconds before a generation that has ended, or lost a process, by itself is followed by another
LONGEST_PAUSE = 60.0  # seconds
BROKEN = b"x"  # forum.serving.keeper


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on host and port; raises OSError, which names both, when they are in use."""
    bound = bind(host, port)
    bound.listen(4096)
    return bound


def bind(host: str, port: int) -> socket.socket:
    """A socket on host and port that refuses connections until somebody listens on it; raises OSError as `listen`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise OSError(f"cannot listen on {host}:{port}: {error.strerror}") from None
    return bound


def supervise(bound: socket.socket) -> None:
    """Become the first process, which runs the command of this one again as a generation on a socket; does not return."""
    bound.set_inheritable(True)
    words = [sys.executable, "-P", __file__, str(bound.fileno()), *sys.orig_argv[1:]]
    os.execv(sys.executable, words)


def inherited() -> tuple[socket.socket, socket.socket] | None:
    """(the listening socket, the line to the parent) of a process that is a generation, else None."""
    numbers = os.environ.pop(INHERITED, "")
    if not numbers:
        return None
    listening, line = (socket.socket(fileno=int(number)) for number in numbers.split(","))
    for each in (listening, line):
        each.set_inheritable(False)
    return listening, line


def pause_after(failed: int) -> float:
    """Seconds until the next try, after so many generations in a row that did not come to serve: twice as long each time."""
    return min(PAUSE * 2.0 ** min(failed, 10), LONGEST_PAUSE)


class Generation:
    """The processes of one start of the program: Python with `words` as a process, and what it forks."""

    def __init__(self, listening: socket.socket, words: Sequence[str]) -> None:
        self.ready = False
        self.broken = False  # whether a process of it has ended, though it was not told to
        self.line, theirs = socket.socketpair()
        numbers = (listening.fileno(), theirs.fileno())
        self.process = subprocess.Popen(
            [sys.executable, *words],
            pass_fds=numbers,
            env=os.environ | {INHERITED: ",".join(map(str, numbers))},
        )
        theirs.close()

    def hears(self) -> None:
        """Note whether it has said that it serves, and that a process of it has ended (forum.serving.keeper)."""
        with contextlib.suppress(BlockingIOError, ConnectionError):
            said = self.line.recv(64, socket.MSG_DONTWAIT)
            self.ready = b"r" in said or self.ready
            self.broken = BROKEN in said or self.broken

    def end(self) -> None:
        """Tell it to end."""
        self.process.terminate()

    def has_ended(self) -> bool:
        """Whether it has ended; then the line to it is closed."""
        if self.process.poll() is None:
            return False
        self.line.close()
        return True

    def wait(self) -> None:
        """Wait until it has ended, after LONGEST_END seconds by force."""
        try:
            self.process.wait(LONGEST_END)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Supervisor:
    """Keeps one generation serving on a socket, until SIGTERM or SIGINT; on SIGHUP starts the next."""

    def __init__(self, listening: socket.socket, words: Sequence[str]) -> None:
        self._listening, self._words = listening, words
        self._told: set[int] = set()
        self._wakes, self._woken = socket.socketpair()
        for end in (self._wakes, self._woken):
            end.setblocking(False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, self._note)
        signal.set_wakeup_fd(self._woken.fileno(), warn_on_full_buffer=False)
        self._serving = Generation(listening, words)
        self._next: Generation | None = None
        self._not_before = 0.0  # of time.monotonic: when a broken generation may be replaced
        self._failed = 0  # how many generations in a row did not come to serve
        self._former: list[tuple[Generation, float]] = []

    def run(self) -> int:
        """Supervise; returns the exit status."""
        while not self._told & {signal.SIGTERM, signal.SIGINT}:
            self._wait()
            if signal.SIGHUP in self._told:
                self._reload()
            if (status := self._look_at_serving()) is not None:
                return status
            self._look_at_next()
            self._look_at_former()
        return self._end()

    def _note(self, number: int, _: FrameType | None) -> None:
        self._told.add(number)

    def _wait(self) -> None:
        lines = [] if self._serving.broken else [self._serving.line]
        if self._next and not self._next.ready:
            lines.append(self._next.line)
        select.select([self._wakes, *lines], [], [], 1.0)
        with contextlib.suppress(BlockingIOError):
            self._wakes.recv(1024)

    def _reload(self) -> None:
        self._told.discard(signal.SIGHUP)
        if self._next is None:
            self._next = Generation(self._listening, self._words)

    def _look_at_serving(self) -> int | None:
        """Follow a generation that has ended; the exit status when the first never came to serve."""
        self._serving.hears()
        if not self._serving.has_ended():
            self._replace_broken()
            return None
        if not self._serving.ready:
            return self._serving.process.returncode or 1
        log.warning("the serving process ended with %s; starting another", self._serving.process.returncode)
        time.sleep(PAUSE)
        self._serving = self._next or Generation(self._listening, self._words)
        self._next = None
        self._serving.ready = True  # its place was taken by one that served: it is tried again and again
        return None

    def _replace_broken(self) -> None:
        """Start another generation in place of one that lost a process; what is left of it serves meanwhile."""
        if self._serving.broken and self._next is None and time.monotonic() >= self._not_before:
            self._not_before = time.monotonic() + PAUSE
            self._next = Generation(self._listening, self._words)

    def _look_at_next(self) -> None:
        if self._next is None:
            return
        self._next.hears()
        if self._next.ready:
            self._serving.end()
            self._former.append((self._serving, time.monotonic()))
            self._serving, self._next, self._failed = self._next, None, 0
            log.warning("reloaded: process %s serves", self._serving.process.pid)
        elif self._next.has_ended():
            self._failed += 1
            self._not_before = time.monotonic() + pause_after(self._failed)
            log.error(
                "not reloaded: the new process ended with %s, the former serves on", self._next.process.returncode
            )
            self._next = None

    def _look_at_former(self) -> None:
        for each, since in list(self._former):
            if each.has_ended():
                self._former.remove((each, since))
            elif time.monotonic() - since > LONGEST_END:
                each.process.kill()

    def _end(self) -> int:
        self._listening.close()
        living = [each for each in (self._serving, self._next, *(each for each, _ in self._former)) if each]
        for each in living:
            each.end()
        for each in living:
            each.wait()
        return 0


if __name__ == "__main__":
    sys.exit(Supervisor(socket.socket(fileno=int(sys.argv[1])), sys.argv[2:]).run())
