"""Random pattern queries with the rows they must give, computed by trying every assignment: engines are checked against it, and one another.

Cypher's rule of matching: within one MATCH no relationship is used twice. `python -m tests.graph.random_queries [NUMBER] [SEED]` runs many
(`make fuzz`) on the embedded engine and, where NEO4J names the address of an empty one, on a server; it stops at the first wrong one.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graph.store import Store, open_store

NODES = {"Claim": 22, "Entity": 18, "Article": 8}
LINKS = (("ABOUT", "Claim", "Entity", 40), ("MADE_BY", "Claim", "Entity", 22), ("REPORTED_IN", "Claim", "Article", 22),
         ("MENTIONS", "Article", "Entity", 30), ("USES", "Entity", "Entity", 26), ("MAKES", "Entity", "Entity", 14))  # fmt: skip

Match = dict[str, str | None]


@dataclass(frozen=True)
class Link:
    """A relationship of the model, told apart by its number."""

    number: int
    type: str
    a: str
    b: str


@dataclass(frozen=True)
class Hop:
    """One step of a pattern: direction, types (none: any), the next variable with its label (or none), steps at least and at most."""

    way: str
    types: tuple[str, ...]
    var: str
    label: str
    low: int = 1
    high: int = 1


class Model:
    """A small graph in memory, made from a seed."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self.label = {f"{label[0].lower()}{n}": label for label, count in NODES.items() for n in range(count)}
        self.props: dict[str, dict[str, Any]] = {
            key: {"id": key, "kind": chance.choice("xyz"), "words": chance.choice([None, 1, 2, 3, 5])} for key in self.label
        }  # fmt: skip
        pairs: list[tuple[str, str, str]] = []
        for kind, start, end, count in LINKS:
            of = [[k for k, label in self.label.items() if label == wanted] for wanted in (start, end)]
            pairs += sorted({(kind, chance.choice(of[0]), chance.choice(of[1])) for _ in range(count)})
        self.links = [Link(n, *pair) for n, pair in enumerate(pairs)]
        self.at: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            for end in {link.a, link.b}:
                self.at[end].append(link)

    def write(self, store: Store) -> None:
        """Put the graph into an empty store."""
        with store.writer() as writer:
            for label in NODES:
                rows = [p for key, p in self.props.items() if self.label[key] == label]
                writer.run(
                    f"UNWIND $rows AS r MERGE (n:{label} {{id: r.id}}) SET n.kind = r.kind, n.words = r.words, n.search = r.id",
                    rows,
                )
            for kind, start, end, _ in LINKS:
                rows = [{"a": link.a, "b": link.b} for link in self.links if link.type == kind]
                writer.run(f"UNWIND $rows AS r MATCH (a:{start} {{id: r.a}}) MATCH (b:{end} {{id: r.b}}) MERGE (a)-[:{kind}]->(b)", rows)  # fmt: skip

    def steps(self, node: str, hop: Hop) -> Iterator[tuple[Link, str]]:
        """Yield each relationship that a single step may take, with the node it leads to."""
        for link in self.at[node]:
            if hop.types and link.type not in hop.types:
                continue
            if hop.way in (">", "-") and link.a == node:
                yield link, link.b
            if hop.way in ("<", "-") and link.b == node and not (hop.way == "-" and link.a == link.b):
                yield link, link.a

    def walks(self, node: str, hop: Hop, used: frozenset[int]) -> Iterator[tuple[str, frozenset[int]]]:
        """Yield where a hop of several steps may end, with the relationships used by then."""
        waiting = [(node, 0, used)]
        while waiting:
            here, depth, taken = waiting.pop()
            if depth >= hop.low:
                yield here, taken
            if depth < hop.high:
                waiting += [
                    (to, depth + 1, taken | {k.number}) for k, to in self.steps(here, hop) if k.number not in taken
                ]

    def matches(self, first: tuple[str, str], hops: list[Hop], bound: Match) -> Iterator[Match]:
        """Yield every assignment of a path; `first` is its variable with its label."""
        var, label = first
        starts = [bound[var]] if var in bound else [k for k in self.label if not label or self.label[k] == label]
        for start in starts:
            if start is not None:
                yield from self._rest(start, hops, {**bound, var: start}, frozenset())

    def _rest(self, here: str, hops: list[Hop], bound: Match, used: frozenset[int]) -> Iterator[Match]:
        if not hops:
            yield bound
            return
        hop = hops[0]
        for to, taken in self.walks(here, hop, used):
            if hop.label and self.label[to] != hop.label:
                continue
            if bound.get(hop.var, to) != to:
                continue
            yield from self._rest(to, hops[1:], {**bound, hop.var: to}, taken)


@dataclass(frozen=True)
class Asked:
    """A query with the rows it must give, in no order."""

    query: str
    rows: list[tuple[Any, ...]]


def ask(model: Model, chance: random.Random) -> Asked:
    """Make one query and its rows."""
    first = ("a", chance.choice(list(NODES)))
    hops = [_hop(chance, "bcd"[n]) for n in range(chance.choice([1, 1, 2, 2, 3]))]
    if len(hops) > 1 and chance.random() < 0.12:
        hops[-1] = Hop(hops[-1].way, hops[-1].types, "a", "")
    names = list(dict.fromkeys(["a", *(h.var for h in hops)]))
    condition, holds = _condition(model, chance, names)
    text = f"MATCH (a:{first[1]})" + "".join(map(_written, hops)) + (f" WHERE {condition}" if condition else "")
    rows = [m for m in model.matches(first, hops, {}) if holds(m)]
    if chance.random() < 0.3:
        var, extra = chance.choice(names), _hop(chance, "o")
        text += f" OPTIONAL MATCH ({var}){_written(extra)}"
        rows = [full for m in rows for full in (list(model.matches((var, ""), [extra], m)) or [{**m, "o": None}])]
        names.append("o")
    returned, wanted = _returned(model, chance, names, rows)
    return Asked(f"{text} RETURN {returned}", wanted)


def _hop(chance: random.Random, var: str) -> Hop:
    types = tuple(sorted(chance.sample([kind for kind, *_ in LINKS], chance.choice([0, 1, 1, 1, 2]))))
    low, high = chance.choice([(1, 2), (1, 3), (2, 2)]) if chance.random() < 0.15 else (1, 1)
    return Hop(chance.choice(">><<-"), types, var, chance.choice([*NODES, "", ""]), low, high)


def _written(hop: Hop) -> str:
    kinds = (":" + "|".join(hop.types)) if hop.types else ""
    span = f"*{hop.low}..{hop.high}" if (hop.low, hop.high) != (1, 1) else ""
    middle = f"[{kinds}{span}]" if kinds or span else ""
    node = f"({hop.var}{':' + hop.label if hop.label else ''})"
    return f"{'<' if hop.way == '<' else ''}-{middle}-{'>' if hop.way == '>' else ''}{node}"


def _condition(model: Model, chance: random.Random, names: list[str]) -> tuple[str, Any]:
    var, other = chance.choice(names), chance.choice(names)

    def words(m: Match) -> Any:
        return model.props[str(m[var])]["words"]

    hop = Hop(chance.choice("><-"), (chance.choice(LINKS)[0],), "t", "")
    choices = [
        ("", lambda m: True),
        (f"{var}.words > 2", lambda m: (words(m) or 0) > 2),
        (f"{var}.words IS NULL", lambda m: words(m) is None),
        (f"NOT {var}.words > 2", lambda m: words(m) is not None and words(m) <= 2),
        (f"{var}.kind <> 'x'", lambda m: model.props[str(m[var])]["kind"] != "x"),
        (f"{var} <> {other}", lambda m: m[var] != m[other]),
        (f"EXISTS {{ MATCH ({var}){_written(hop)} }}", lambda m: any(True for _ in model.steps(str(m[var]), hop))),
        (f"NOT EXISTS {{ MATCH ({var}){_written(hop)} }}", lambda m: not any(True for _ in model.steps(str(m[var]), hop))),
    ]  # fmt: skip
    return chance.choice(choices)


def _returned(
    model: Model, chance: random.Random, names: list[str], rows: list[Match]
) -> tuple[str, list[tuple[Any, ...]]]:
    var, other = chance.choice(names), chance.choice(names)

    def prop(m: Match, name: str, key: str) -> Any:
        return model.props[str(m[name])][key] if m.get(name) is not None else None

    ids = [tuple(m.get(n) for n in names) for m in rows]
    grouped: dict[Any, set[str]] = defaultdict(set)
    for m in rows:
        grouped[prop(m, var, "kind")] |= {str(m[other])} if m.get(other) is not None else set()
    sizes = Counter(prop(m, var, "kind") for m in rows)
    numbers = [n for m in rows if (n := prop(m, var, "words")) is not None]
    listed = ", ".join(f"{n}.id AS {n}" for n in names)
    return chance.choice([
        ("count(*) AS n", [(len(rows),)]),
        (f"count(DISTINCT {var}) AS n", [(len({m[var] for m in rows if m.get(var) is not None}),)]),
        (f"count({var}.words) AS n, sum({var}.words) AS s, max({var}.words) AS m", [(len(numbers), sum(numbers), max(numbers, default=None))]),
        (f"{var}.kind AS k, count(*) AS n, count(DISTINCT {other}) AS d", [(k, n, len(grouped[k])) for k, n in sizes.items()]),
        (f"DISTINCT {listed}", list(set(ids))),
        (listed, ids),
    ])  # fmt: skip


def in_order(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return rows so that two lists of the same rows are equal."""
    return sorted(rows, key=lambda row: [(value is None, str(value)) for value in row])


def given(store: Store, asked: Asked) -> list[tuple[Any, ...]]:
    """Return the rows a store gives."""
    answer = store.read(asked.query, limit=1_000_000, timeout_s=60)
    return [tuple(row.get(c) for c in answer.columns) for row in answer.rows]


def main(number: int, seed: int) -> int:
    """Run many queries on graphs of changing seeds; return 1 after the first wrong one."""
    server = os.environ.get("NEO4J")
    with tempfile.TemporaryDirectory() as folder:
        for n in range(0, number, 500):
            model, chance = Model(seed + n), random.Random(seed + n)
            stores = [open_store(f"{folder}/{n}.kgl"), *([open_store(server)] if server else [])]
            for store in stores:
                store.clear()
                store.setup()
                model.write(store)
            for _ in range(min(500, number - n)):
                asked = ask(model, chance)
                if any(in_order(given(store, asked)) != in_order(asked.rows) for store in stores):
                    print(f"WRONG (seed {seed + n}): {asked.query}")
                    return 1
            print(f"{min(n + 500, number)} queries on {len(stores)} engines, none wrong", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, int(sys.argv[2]) if len(sys.argv) > 2 else 1))
