"""What is found in one article: names, figures, claims and relations, each at an exact place in its text.

Always true: `article.text[x.start:x.end] == x.text`, in code points, for everything here that has `start` and `end`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Kind = Literal[
    "Company", "Model", "Chip", "Person", "Country", "Place", "Agency", "Organization", "Outlet", "Product", "Policy",
    "Event",
]  # fmt: skip
Qualifier = Literal["exact", "about", "more_than", "at_least", "up_to", "less_than", "almost", "range", "vague"]
Role = Literal["actual", "forecast", "target", "estimate"]
Basis = Literal["level", "cumulative", "flow", "change"]
Modality = Literal["asserted", "hedged", "predicted", "denied", "declined_to_comment"]
Reply = Literal["declined", "no_reply"]
QuoteStatus = Literal["original", "translated", "unknown"]
Predicate = Literal[
    "develops", "makes", "founded", "leads", "works_for", "formerly_at", "invests_in", "uses", "based_in", "owns",
    "partners_with", "competes_with", "supplies", "restricts", "regulates", "built_on", "variant_of", "member_of",
    "hosts", "released", "excludes",
]  # fmt: skip

KINDS: tuple[Kind, ...] = get_args(Kind)
PREDICATES: tuple[Predicate, ...] = get_args(Predicate)
MODALITIES: tuple[Modality, ...] = get_args(Modality)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text; `entity` is the id of the entity of this article that it names, `by` the rule that found it."""

    start: int
    end: int
    text: str
    kind: Kind
    entity: str
    by: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing named in this article; `candidate` when its kind is a guess that nobody has confirmed."""

    id: str
    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    candidate: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`, both inclusive."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that quantifies something, with unit and qualifier in its span; values in base units (385.3 million → 385300000).

    `metric` is an id of the metrics table or empty; `subjects` are entity ids; `changed_from` is a figure's id.
    """

    id: str
    start: int
    end: int
    text: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    qualifier: Qualifier
    metric: str = ""
    subjects: tuple[str, ...] = ()
    period: Period | None = None
    role: Role = "actual"
    basis: Basis = "level"
    figurative: bool = False
    changed_from: str | None = None
    confidence: float = 1.0
    firm: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of a claim that stands in several places (a quotation split by its cue)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Position:
    """A claim's answer to a standing question: topic id, and the id of one of its positions or empty."""

    id: str
    position: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a speaker says, at the place where the article says so.

    `speaker` is an entity id, `unnamed: ...` for an anonymous or descriptive source, or None for the outlet's own voice.
    `via` runs from the channel nearest to the speaker outwards. `condition` is the text of the if-clause it hangs on.
    `sentence` is the whole sentence (or sentences) the span stands in.
    """

    id: str
    start: int
    end: int
    text: str
    sentence: str
    pieces: tuple[Piece, ...]
    speaker: str | None
    speaker_text: str | None
    cue: str
    modality: Modality
    via: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    reply: Reply | None = None
    condition: str | None = None
    negated: bool = False
    direct: bool = False
    quote_status: QuoteStatus = "unknown"
    topics: tuple[Position, ...] = ()
    figures: tuple[str, ...] = ()
    said_at: Period | None = None
    venue: str | None = None
    confidence: float = 1.0
    firm: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A plainly stated link between two entities, with the claim that carries it."""

    subject: str
    predicate: Predicate
    object: str
    start: int
    end: int
    text: str
    claim: str
    confidence: float = 1.0
    by: str = ""


@dataclass(frozen=True, slots=True)
class Credit:
    """A line that credits another outlet with the story ("According to Reuters", "Theo AFP", 来源：新华社); `outlet` is an entity id."""

    start: int
    end: int
    text: str
    outlet: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one version of one article by one version of the extractor; `dropped` counts losses by reason."""

    article_id: str
    version: str
    extractor: str
    language: str
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    figures: tuple[Figure, ...] = ()
    claims: tuple[Claim, ...] = ()
    relations: tuple[Relation, ...] = ()
    credits: tuple[Credit, ...] = ()
    dropped: tuple[tuple[str, int], ...] = ()
