"""One speaker over all articles: his claims become statements, which are sent on to be compared with those of others."""

from __future__ import annotations

import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from graph.comparison import Edge, Number, edges_body, measure, telling
from graph.comparison import to_body as numbers_body
from graph.said import Said, from_body
from graph.statements import Pair, Statement, group, statement
from graph.statements import to_body as statements_body
from graph.workings import Unit


def pieces(key: str, received: Iterable[str], judged: Mapping[Pair, str]) -> dict[Unit, str]:
    """Return what a speaker sends on; `judged` holds the verdicts on pairs of claims, by sorted pair."""
    voices: Counter[tuple[str, str]] = Counter()
    said: list[Said] = []
    for body in received:
        voice, side, rows = body.split("\n", 2)
        voices[voice, side] += 1
        said += from_body(rows)
    if not said:
        return {}
    voice, side = min(voices, key=lambda v: (-voices[v], v))
    classes, unsure = group(said, judged, own_voice=voice == "own")
    statements = [statement(key, members) for members in classes]
    out = {Unit("statements", key): statements_body(statements)}
    if unsure:
        out[Unit("unsure", key)] = json.dumps(unsure)
    out |= _numbers(key, side, voice, statements)
    out |= _linked(statements, said)
    out |= by_pair(_moves(statements, {s.claim: s for s in said}) if voice in ("named", "outlet") else [])
    return out | _origins(statements)


def by_pair(edges: Iterable[Edge]) -> dict[Unit, str]:
    """Return edges as pieces for the pairs of statements they join."""
    pairs: dict[Unit, list[Edge]] = defaultdict(list)
    for e in edges:
        pairs[Unit("pair", "\t".join(sorted((e.start, e.end))))].append(e)
    return {unit: edges_body(found) for unit, found in pairs.items()}


def _numbers(key: str, side: str, voice: str, statements: Iterable[Statement]) -> dict[Unit, str]:
    found: dict[Unit, list[Number]] = defaultdict(list)
    for st in statements:
        origins = dict(st.origin_of)
        for amount, said in ((a, s) for s in st.standing for a in telling(s)):
            for subject in amount.subjects:
                number = Number(st.id, key, side, voice, amount, said, (origins[said.claim],), st.claims)
                found[Unit("numbers", f"{measure(amount)}\t{subject}")].append(number)
    return {unit: numbers_body(numbers) for unit, numbers in found.items()}


def _linked(statements: Iterable[Statement], said: Iterable[Said]) -> dict[Unit, str]:
    """Tell the articles whose claims answer each other which statements these became."""
    linked = {s.claim: s.article for s in said if s.linked}
    found: dict[Unit, dict[str, str]] = defaultdict(dict)
    for st in statements:
        for claim, article in st.claims:
            if claim in linked:
                found[Unit("answers", article)][claim] = st.id
    return {unit: f"claims\n{json.dumps(claims, sort_keys=True)}" for unit, claims in found.items()}


def _moves(statements: Iterable[Statement], said: Mapping[str, Said]) -> list[Edge]:
    """Return where a speaker takes another position on a standing question than the time before."""
    taken: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for st in statements:
        for claim, _ in st.claims:
            s = said[claim]
            if s.stands and s.when and not s.negated and s.modality in ("asserted", "hedged", "predicted"):
                for topic, position in s.positions:
                    taken[topic].append((s.when, st.id, position))
    edges = []
    for topic, steps in sorted(taken.items()):
        steps.sort()
        for before, after in itertools.pairwise(steps):
            if before[0] < after[0] and before[1] != after[1] and before[2] != after[2]:
                why = f"changed position on {topic}: {before[2]} ({before[0]}), then {after[2]} ({after[0]})"
                edges.append(Edge("UPDATES", after[1], before[1], why))
    return edges


def _origins(statements: Iterable[Statement]) -> dict[Unit, str]:
    found = {o.id: o for st in statements for o in st.all_origins}
    return {Unit("origin", o.id): f"{o.state}\n{o.kind}" for o in found.values()}


def answers(received: Iterable[str]) -> list[Edge]:
    """Return the denials and corrections of one article as edges between the statements that its claims became."""
    links: list[tuple[str, str, str, str]] = []
    statement_of: dict[str, str] = {}
    for body in received:
        kind, rows = body.split("\n", 1)
        if kind == "links":
            links += [tuple(row) for row in json.loads(rows)]
        else:
            statement_of |= json.loads(rows)
    found = {
        (type_, statement_of[a], statement_of[b]): why
        for type_, a, b, why in links
        if a in statement_of and b in statement_of and statement_of[a] != statement_of[b]
    }
    return [Edge(*key, why) for key, why in sorted(found.items())]
