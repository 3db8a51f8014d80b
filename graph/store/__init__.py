"""The store role: where the graph lives. Back-ends are one file each, opened by address: a file's path, or `neo4j://` / `bolt://`."""

from __future__ import annotations

from pathlib import Path

from graph.store.kglite_store import KgliteStore
from graph.store.neo4j_store import Neo4jStore
from graph.store.role import Row, Rows, Store, Writer

__all__ = ["KgliteStore", "Neo4jStore", "Row", "Rows", "Store", "Writer", "open_store"]

BACKENDS = {"kglite": KgliteStore, "neo4j": Neo4jStore}


def open_store(address: str | Path) -> Store:
    """Return the store at an address. Raises StoreError when it cannot be used."""
    if "://" in str(address):
        return Neo4jStore.from_url(str(address))
    return KgliteStore(Path(address))
