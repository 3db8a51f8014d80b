"""What can go wrong, named by what the caller does next.

    RacegraphError                 every error of ours; its message is one line a user can act on
    ├── SkipPage                   leave this page or file out, count it, go on with the next
    ├── StopSource                 stop this source, go on with the other sources
    ├── RetryLater                 a passing fault: try again, not before `retry_after_s`
    ├── WrongUsage                 the call or a setting is wrong: say so and stop (exit code 2)
    └── StopRun                    nothing sensible can follow: stop the run (exit code 3)

Each floor derives its own from these.
"""

from __future__ import annotations


class RacegraphError(Exception):
    """Every error of ours derives from this one; the message is one line that says what happened and what to do."""


class SkipPage(RacegraphError):
    """This page or file cannot be used; what was done before stays done and the next one is tried.

    `reason` is a word or two to count by: `empty`, `binary`, `too large`, `not an article`, ...
    """

    def __init__(self, message: str, *, reason: str = "unusable") -> None:
        super().__init__(message)
        self.reason = reason


class StopSource(RacegraphError):
    """This source cannot be read any further in this run; other sources go on."""


class RetryLater(RacegraphError):
    """A passing fault; the same call may succeed after `retry_after_s` seconds."""

    def __init__(self, message: str, *, retry_after_s: float = 1.0) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class WrongUsage(RacegraphError):
    """The user's call or a setting is wrong."""


class StopRun(RacegraphError):
    """The run cannot go on: a store or the disk does not answer."""
