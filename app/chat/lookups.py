"""The look-ups that a model may make, and a record of every claim it was shown: only those can be cited.

What articles say is handed over between `<quote>` and `</quote>`, in which no such mark can stand: it is material, never an instruction.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from app.chat.events import Step, Tool
from app.views.claim_rows import ClaimRow, claim_rows
from app.views.claims import ClaimFilter, list_claims
from app.views.conflicts import conflicts
from app.views.entities import entity_page, find_entities
from app.views.figures import FigureFilter, list_figures
from graph.store import Rows, Store
from ingest.errors import WrongUsage

_CLAIMS = 12
_QUERY_ROWS = 40
_LONGEST = 700
RunQuery = Callable[..., Rows]


@dataclass(slots=True)
class Lookups:
    """The look-ups of one answer. `shown` are the claims handed to the model, by the id under which it may cite them."""

    graph: Store
    run_query: RunQuery
    shown: dict[str, ClaimRow] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    _ids: dict[str, str] = field(default_factory=dict)

    def search_claims(self, words: str) -> str:
        """Find claims by words in any of the three languages. Returns claims, each with the id to cite it by."""
        self._step("search", words)
        found = self.graph.search(words, "Claim", _CLAIMS)
        return self._told(claim_rows(self.graph, [str(r["id"]) for r in found]))

    def look_up_entity(self, name: str) -> str:
        """Look up a company, chip, model, person, agency or country by any of its names: what is stated of it, and what it says and is said of it."""
        self._step("entity", name)
        found = find_entities(self.graph, name, limit=1)
        if not found:
            return "Nothing in the articles has this name."
        page = entity_page(self.graph, found[0].id)
        claims = list_claims(self.graph, ClaimFilter(entity=page.id), limit=_CLAIMS).claims
        facts = [c for f in page.facts for c in f.claims[:1]][:_CLAIMS]
        return f"{page.name} ({page.kind}, id {page.id})\n{self._told([*facts, *claims])}"

    def find_figures(self, name: str, metric: str = "") -> str:
        """Find the numbers given for a thing, by any of its names; `metric` narrows them, e.g. revenue, capex, gap, market_share, chip_output."""
        self._step("figures", f"{name} {metric}".strip())
        found = find_entities(self.graph, name, limit=1)
        if not found:
            return "Nothing in the articles has this name."
        rows = list_figures(self.graph, FigureFilter(found[0].id, metric), limit=_CLAIMS).figures
        if not rows and metric:
            rows = list_figures(self.graph, FigureFilter(found[0].id), limit=_CLAIMS).figures
        return self._told([r.claim for r in rows])

    def find_conflicts(self, name: str = "") -> str:
        """Find statements that contradict each other, about a thing by its name, or all of them."""
        self._step("conflicts", name)
        found = find_entities(self.graph, name, limit=1) if name else ()
        pairs = conflicts(self.graph, found[0].id if found else "", limit=6)
        if not pairs:
            return "No contradiction is known."
        return "\n\n".join(
            f"{p.link.replace('_', ' ')}: {p.why}\n{self._told([*p.one[:2], *p.other[:2]])}" for p in pairs
        )

    def query_graph(self, cypher: str) -> str:
        """Run one read-only Cypher query, to count or to list. Its rows cannot be cited; look up the claims you rest on."""
        self._step("query", "")
        self.queries.append(cypher)
        try:
            rows = self.run_query(cypher, {}, timeout_s=5.0, limit=_QUERY_ROWS)
        except WrongUsage as error:
            return f"Refused: {error}"
        return _fenced(json.dumps([dict(r) for r in rows], ensure_ascii=False, default=str)[:6000])

    def tools(self) -> list[Callable[..., str]]:
        """Return the look-ups as a model is given them."""
        return [self.search_claims, self.look_up_entity, self.find_figures, self.find_conflicts, self.query_graph]

    def _step(self, tool: Tool, what: str) -> None:
        self.steps.append(Step(tool, what))

    def _told(self, claims: Iterable[ClaimRow]) -> str:
        lines = [self._line(c) for c in dict.fromkeys(claims)]
        return "\n".join(lines) or "No claim fits."

    def _line(self, c: ClaimRow) -> str:
        number = self._ids.setdefault(c.id, f"C{len(self._ids) + 1}")
        self.shown[number] = c
        parts = [
            f"speaker: {c.speaker.name if c.speaker else 'the outlet itself'}",
            *([f"via {', '.join(v.name for v in c.via)}"] if c.via else []),
            c.modality.replace("_", " "),
            f"outlet: {c.outlet or 'unknown'}",
            f"published {c.published_on or 'on an unknown day'}",
            f"origins: {c.origins}",
            *(["read with less certainty"] if not c.firm else []),
        ]
        return f"[{number}] {_fenced(c.quote[:_LONGEST])} ({_plain('; '.join(parts))})"


def _fenced(text: str) -> str:
    return f"<quote>{_plain(text)}</quote>"


def _plain(text: str) -> str:
    return " ".join(text.replace("<", "‹").replace(">", "›").split())
