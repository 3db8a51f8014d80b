"""What can go wrong in the graph, named by what the caller does next.

StopRun  ├── StoreError         the store cannot be used: say so, with the command that mends it
         │    └── StoreBusy     somebody else is writing: try again
         └── LedgerError        the ledger's file cannot be used
WrongUsage├── QueryRefused      the guard or the engine refuses the query (exit code 4)
          └── QueryFailed       the query is wrong, or ran out of time or rows
"""

from __future__ import annotations

from ingest.errors import StopRun, WrongUsage


class StoreError(StopRun):
    """The graph store cannot be used."""


class StoreBusy(StoreError):
    """Another process holds the store for writing; the same call may succeed later."""


class LedgerError(StopRun):
    """The ledger cannot be used."""


class QueryRefused(WrongUsage):
    """The query would write, read files, reach the network, or hold more than one statement."""


class QueryFailed(WrongUsage):
    """The query is malformed, or ran out of its time or memory."""
