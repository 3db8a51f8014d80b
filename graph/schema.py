"""The whole graph in one place: its nodes and relationships with their properties. DDL, SCHEMA.md and checks are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extract.annotations import KINDS, PREDICATES

Type = Literal["text", "texts", "number", "integer", "boolean", "date", "time"]


@dataclass(frozen=True, slots=True)
class Property:
    """A property with its type and what it means, in one line."""

    name: str
    type: Type
    meaning: str


@dataclass(frozen=True, slots=True)
class Node:
    """A label. Every node has a string `id`, unique in its label; `indexed` ones get a range index, `search` a full-text index."""

    label: str
    meaning: str
    properties: tuple[Property, ...]
    indexed: tuple[str, ...] = ()
    example: str = ""

    @property
    def searched(self) -> bool:
        return any(p.name == "search" for p in self.properties)


_SHOWN = {
    "Article": "title", "Entity": "name", "Source": "text", "Claim": "text", "Statement": "gist", "Figure": "text", "Topic": "question_en",
    "Origin": "id",
}  # fmt: skip
"""What a person would look at of each label."""


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship type between labels."""

    type: str
    start: tuple[str, ...]
    end: tuple[str, ...]
    meaning: str
    properties: tuple[Property, ...] = ()

    @property
    def example(self) -> str:
        """A query that shows it."""
        a, b = self.start[0], self.end[0]
        own = "".join(f", r.{p.name}" for p in self.properties[:2])
        return f"MATCH (a:{a})-[r:{self.type}]->(b:{b}) RETURN a.{_SHOWN[a]}, b.{_SHOWN[b]}{own} ORDER BY a.id, b.id LIMIT 10"


def _p(row: str) -> Property:
    name, kind, meaning = (part.strip() for part in row.split("|"))
    return Property(name, kind, meaning)  # type: ignore[arg-type]


def _properties(rows: str) -> tuple[Property, ...]:
    return tuple(_p(row) for row in rows.strip().splitlines())


NODES: tuple[Node, ...] = (
    Node("Article", "A news article, report or post; its newest version", _properties("""
        url | text | address at the outlet
        title | text | headline
        authors | texts | names in the byline
        genre | text | news, analysis, opinion, release, report or unknown
        language | text | two-letter code
        published_on | date | the outlet's date
        modified_at | time | when the outlet last changed it
        fetched_at | time | when it was read
        version | text | hash of the newest text
        words | integer | words, or characters of Chinese divided by two
        search | text | search tokens"""), ("published_on",),
        "MATCH (a:Article) RETURN a.title, a.published_on ORDER BY a.published_on DESC, a.id LIMIT 10"),
    Node("Entity", "A company, model, chip, person, country, place, agency, organization, outlet, product, policy or event; its kind is also its second label", _properties("""
        name | text | name in English where there is one
        kind | text | Company, Model, Chip, Person, ...
        country | text | ISO code; reference data, never evidence
        parent | text | id of its owner, maker, employer or family; reference data, never evidence
        aliases | texts | other names, in three languages
        former_ids | texts | ids that were joined into this one, and keep leading here
        candidate | boolean | true while its kind is a guess
        search | text | search tokens"""), ("kind", "name"),
        "MATCH (e:Company) WHERE e.country = 'CN' RETURN e.name ORDER BY e.name, e.id LIMIT 10"),
    Node("Source", "A speaker without a name, in one article", _properties("""
        text | text | as the article describes them"""), (),
        "MATCH (s:Source)<-[:MADE_BY]-(c:Claim) RETURN s.text, c.text LIMIT 10"),
    Node("Claim", "What somebody says, at an exact place in an article", _properties("""
        text | text | the words of the article that hold it
        sentence | text | the whole sentence
        cue | text | the verb of saying
        predicate | text | the relation it carries, if any
        modality | text | asserted, hedged, predicted, denied or declined_to_comment
        reply | text | declined or no_reply
        condition | text | the if-clause it hangs on
        negated | boolean | the content is negated
        direct | boolean | holds a direct quotation
        quote_status | text | original, translated or unknown
        status | text | current, withdrawn, superseded or judged_wrong
        said_start | date | first day on which it can have been said
        said_end | date | last such day
        published_on | date | the article's date
        venue | text | where it was said
        confidence | number | 0 to 1
        firm | boolean | from a rule that is right at least 97 times in 100
        language | text | of the sentence
        extractor | text | who extracted it, with version
        recorded_at | time | when it entered the ledger
        search | text | search tokens"""), ("published_on", "modality"),
        "MATCH (c:Claim)-[:MADE_BY]->(p:Person) RETURN p.name, c.modality, c.text ORDER BY c.published_on DESC, c.id LIMIT 10"),
    Node("Statement", "One speaker saying one thing, however often and in whatever language it is reported", _properties("""
        gist | text | the words of its earliest claim
        first_seen | date | earliest publication
        last_seen | date | latest publication
        claims | integer | claims that say it
        origins | integer | independent first reports behind them
        origins_state | text | known, or at_most while an origin is unknown"""), (),
        "MATCH (s:Statement) WHERE s.origins > 1 RETURN s.gist, s.origins ORDER BY s.origins DESC, s.id LIMIT 10"),
    Node("Figure", "A number that quantifies something", _properties("""
        text | text | as printed
        value | number | in base units
        low | number | lower bound
        high | number | upper bound
        unit | text | USD, percent, downloads, ...
        qualifier | text | exact, about, more_than, ...
        metric | text | what it measures
        role | text | actual, forecast, target or estimate
        basis | text | level, cumulative, flow or change
        figurative | boolean | a manner of speaking
        period_start | date | first day it is about
        period_end | date | last day it is about
        value_usd | number | in US dollars of its year; the middle of a range"""), ("metric", "unit"),
        "MATCH (f:Figure)-[:MEASURES]->(e:Entity) WHERE f.unit = 'USD' RETURN e.name, f.text ORDER BY f.value DESC, f.id LIMIT 10"),
    Node("Topic", "A standing question of the race", _properties("""
        question_en | text | in English
        question_vi | text | in Vietnamese
        question_zh | text | in Chinese"""), (),
        "MATCH (t:Topic)<-[o:ON]-(c:Claim) RETURN t.question_en, o.position, count(c) ORDER BY t.question_en, o.position"),
    Node("Origin", "The independent first report behind copies", _properties("""
        kind | text | wire, outlet, release, interview, document or unknown
        state | text | known, inferred or unknown"""), (),
        "MATCH (o:Origin)<-[:ORIGINATES_IN]-(c:Claim) RETURN o.id, count(c) ORDER BY count(c) DESC, o.id LIMIT 10"),
)  # fmt: skip

_WHY = _properties("why | text | the reason, in words")
_DERIVED = _properties("""
    claims | texts | ids of the claims that state it
    first_seen | date | earliest publication
    last_seen | date | latest publication
    origins | integer | independent origins of those claims""")

LINKS: tuple[Link, ...] = (
    Link("PUBLISHED", ("Entity",), ("Article",), "an outlet published an article"),
    Link("MENTIONS", ("Article",), ("Entity",), "an article names an entity", _properties("""
        count | integer | how often
        surfaces | texts | in which words""")),
    Link("REPORTED_IN", ("Claim",), ("Article",), "where a claim can be read", _properties("""
        version | text | the version whose text the offsets are in
        start_pos | integer | first code point
        end_pos | integer | one past the last
        quote | text | the words there""")),
    Link("MADE_BY", ("Claim",), ("Entity", "Source"), "who said it; none for the outlet's own voice"),
    Link("VIA", ("Claim",), ("Entity",), "through whom it was reported", _properties("place | integer | 1 is nearest to the speaker")),
    Link("ABOUT", ("Claim",), ("Entity",), "whom or what it is about", _properties("role | text | subject, object or mention")),
    Link("ON", ("Claim",), ("Topic",), "which standing question it speaks to", _properties("position | text | the position it takes, or empty")),
    Link("STATES", ("Claim",), ("Figure",), "the numbers in it"),
    Link("MEASURES", ("Figure",), ("Entity",), "whose number it is"),
    Link("CHANGED_FROM", ("Figure",), ("Figure",), "the earlier number of a change"),
    Link("SAYS", ("Claim",), ("Statement",), "what it says, across articles and languages"),
    Link("ORIGINATES_IN", ("Claim",), ("Origin",), "which first report it goes back to"),
    Link("SUPPORTS", ("Statement",), ("Statement",), "another speaker or other data says the same", _WHY),
    Link("CONFLICTS_WITH", ("Statement",), ("Statement",), "they cannot both hold", _WHY),
    Link("UPDATES", ("Statement",), ("Statement",), "the same speaker or source, later and otherwise", _WHY),
    Link("DENIES", ("Statement",), ("Statement",), "a denial and what it denies", _WHY),
    *(Link(p.upper(), ("Entity",), ("Entity",), f"{p.replace('_', ' ')}, as claims state it", _DERIVED) for p in PREDICATES),
)  # fmt: skip

LABELS = tuple(n.label for n in NODES)
SEARCHED = tuple(n.label for n in NODES if n.searched)
KIND_LABELS = KINDS


def constraints() -> list[str]:
    """Return the statements that make ids unique; the same on both back-ends."""
    return [f"CREATE CONSTRAINT {n.lower()}_id IF NOT EXISTS FOR (n:{n}) REQUIRE n.id IS UNIQUE" for n in LABELS]


def range_indexes() -> list[str]:
    """Return the statements that make range indexes; the same on both back-ends."""
    return [
        f"CREATE INDEX {n.label.lower()}_{p} IF NOT EXISTS FOR (n:{n.label}) ON (n.{p})"
        for n in NODES
        for p in n.indexed
    ]


_READERS = """## Asking

`racegraph cypher "MATCH …"` asks once, `racegraph cypher` opens a shell (`:help`, `:schema`, `:named`), `racegraph cypher --list` shows the named
queries and `--named NAME --param entity=英伟达` runs one. Queries are read-only. The same query gives the same rows on the embedded engine and on
Neo4j 5: what would silently differ (a day in quotes beside a date, `duration.between`, `id()`, a property that a label does not have, operators in
a search, …) is rewritten, which a note tells, or refused with a line that says what to write instead. Orders that tie are the engine's own: end an
`ORDER BY` with `id`."""


def markdown() -> str:
    """Return SCHEMA.md."""
    out = [
        "# The graph\n",
        "Made from `graph/schema.py` by `python -m graph.schema`. Every node has a string `id`, unique in its label.\n",
        "## Nodes\n",
    ]
    for n in NODES:
        out += [f"### {n.label}\n", f"{n.meaning}.\n", "| property | type | meaning |", "|---|---|---|"]
        out += [f"| {p.name} | {p.type} | {p.meaning} |" for p in n.properties]
        out += ["", f"```cypher\n{n.example}\n```\n"]
    out += [
        f"Kinds of entities, as second labels: {', '.join(f'`:{k}`' for k in KINDS)}.\n",
        "## Relationships\n",
        "| relationship | meaning | properties | example |",
        "|---|---|---|---|",
    ]
    for link in LINKS:
        ends = f"(:{' or :'.join(link.start)})-[:{link.type}]->(:{' or :'.join(link.end)})"
        out.append(f"| `{ends}` | {link.meaning} | {', '.join(p.name for p in link.properties)} | `{link.example}` |")
    out += ["", _READERS]
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    from pathlib import Path

    Path("SCHEMA.md").write_text(markdown(), encoding="utf-8")
