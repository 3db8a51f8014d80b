"""What one article says about the names in it, in the form in which names of all articles are compared.

A person with a short Chinese name is a different person in every article until an organisation in common says otherwise: such a name's id gets
its organisation, or the article, as a suffix (`person:zhang-wei@zhipu`).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from extract.gazetteer import Gazetteer
from graph.names import is_short_chinese, keys
from graph.workings import Unit

_MEMBERSHIP = ("works_for", "leads", "founded", "formerly_at", "member_of")


@dataclass(frozen=True, slots=True)
class Form:
    """An entity as one article has it; `organizations` are those the article ties it to."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    candidate: bool = False
    count: int = 0
    organizations: tuple[str, ...] = ()

    def body(self) -> str:
        """Return the form as a piece to send on."""
        row = [
            self.id,
            self.name,
            self.kind,
            list(self.aliases),
            self.candidate,
            self.count,
            list(self.organizations),
        ]
        return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def form_of(body: str) -> Form:
    """Return the form that `body` made."""
    id_, name, kind, aliases, candidate, count, organizations = json.loads(body)
    return Form(id_, name, kind, tuple(aliases), candidate, count, tuple(organizations))


def local_ids(article_id: str, extractions: Iterable[Mapping[str, Any]], known: Iterable[str]) -> dict[str, str]:
    """Return, by the extractor's id, the id that a short Chinese name has in this article; only ids that change."""
    persons = {
        e["id"]
        for x in extractions
        for e in x["entities"]
        if e["kind"] == "Person" and e["id"] not in known and is_short_chinese(e["name"])
    }
    ties = _ties(extractions) if persons else {}
    return {p: f"{p}@{min(ties[p]) if ties.get(p) else article_id}" for p in persons}


def forms(
    extractions: Iterable[Mapping[str, Any]], local: Mapping[str, str], gazetteer: Gazetteer, outlet: tuple[str, str]
) -> dict[Unit, str]:
    """Return the pieces that name an article's entities: one an entity, and one a key under which it meets other names.

    `outlet` is id and name of the article's outlet, which need not be mentioned in it; the id is empty when it has none.
    """
    ties = _ties(extractions)
    counted: Counter[str] = Counter(m["entity"] for x in extractions for m in x["mentions"])
    seen: dict[str, Form] = {}
    for x in extractions:
        for e in x["entities"]:
            before = seen.get(e["id"])
            names = dict.fromkeys([*(before.aliases if before else ()), e["name"], *e["aliases"]])
            name = before.name if before else e["name"]
            seen[e["id"]] = Form(
                local.get(e["id"], e["id"]), name, e["kind"], tuple(n for n in names if n != name), e["candidate"],
                counted[e["id"]], tuple(sorted(ties.get(e["id"], ()))),
            )  # fmt: skip
    if outlet[0] and outlet[0] not in seen:
        seen[outlet[0]] = Form(outlet[0], outlet[1], "Outlet")
    for missing in sorted(_used(extractions) - set(seen)):
        known = gazetteer.entities.get(missing)
        name = known.name if known else missing.split(":", 1)[-1]
        seen[missing] = Form(missing, name, known.kind if known else "Organization", candidate=known is None)
    return _pieces(seen.values())


def _used(extractions: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return every id that a claim, figure or relation refers to, for each needs its node."""
    used: set[str] = set()
    for x in extractions:
        for c in x["claims"]:
            used |= {*c["via"], *c["about"], *([c["speaker"]] if c["speaker"] else [])}
        used |= {s for f in x["figures"] for s in f["subjects"]}
        used |= {end for r in x["relations"] for end in (r["subject"], r["object"])}
    return {u for u in used if not u.startswith("unnamed: ")}


def _pieces(found: Iterable[Form]) -> dict[Unit, str]:
    pieces: dict[Unit, str] = {}
    meeting: dict[str, list[Form]] = defaultdict(list)
    for form in found:
        pieces[Unit("form", form.id)] = form.body()
        for name in (form.name, *form.aliases) if ":" in form.id else ():
            for key in keys(name, form.kind):
                meeting[key].append(form)
    for key, forms_ in meeting.items():
        pieces[Unit("name", key)] = "\n".join(dict.fromkeys(f.body() for f in forms_))
    return pieces


def _ties(extractions: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    ties: dict[str, set[str]] = defaultdict(set)
    for x in extractions:
        for r in x["relations"]:
            if r["predicate"] in _MEMBERSHIP:
                ties[r["subject"]].add(r["object"])
    return ties
