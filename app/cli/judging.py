"""Commands by which a person decides: `resolve` (which names are one) and `judge` (whether a claim was read rightly, which claims say the same)."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from app.cli.articles import AsJson, StoreOption, build_report
from app.cli.state import State
from ingest.errors import WrongUsage

if TYPE_CHECKING:
    from graph.ledger import Judgement, Ledger, Verdict
    from graph.review import ClaimPair, EntityPair, Name, Review
    from graph.said import Said

Action = Annotated[str, typer.Argument(help="What to do; nothing asks one question after another.", show_default=False)]
Ids = Annotated[list[str] | None, typer.Argument(help="Ids, or the number of a judgement.", show_default=False)]
Reason = Annotated[str, typer.Option(help="Why, for whoever asks later.")]
Limit = Annotated[int, typer.Option(help="At most so many questions.", min=1)]
_KEYS = {"s": "same", "d": "different", "u": "unsure"}


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command()(resolve)
    app.command()(judge)


def resolve(
    context: typer.Context,
    action: Action = "",
    ids: Ids = None,
    reason: Reason = "",
    limit: Limit = 20,
    as_json: AsJson = False,
    store: StoreOption = "",
) -> None:
    """Decide which names are one: `list`, `same A B`, `different A B`, `unsure A B`, `undo NUMBER`, `history`; alone it asks."""
    with _desk(context.obj, store) as desk:
        review = desk.review
        names = _Matter(
            ("entity",), review.entities, lambda p: (p.a.id, p.b.id), lambda ids: (review.entity(ids[0]), review.entity(ids[1])),
            desk.ledger.judge_entities, _entity_row, _entity_lines,
        )  # fmt: skip
        if not _decide(desk, names, action, ids, reason, limit, as_json=as_json):
            raise WrongUsage(f"resolve {action}: use list, same, different, unsure, undo or history")


def judge(
    context: typer.Context,
    action: Action = "",
    ids: Ids = None,
    reason: Reason = "",
    limit: Limit = 20,
    as_json: AsJson = False,
    store: StoreOption = "",
) -> None:
    """Judge claims for good: `wrong ID`, `right ID`, `same ID ID`, `different ID ID`, `unsure ID ID`, `undo NUMBER`, `list`, `history`."""
    with _desk(context.obj, store) as desk:
        claims = _Matter(
            ("claim", "statement"), desk.review.claims, lambda p: (p.a.claim, p.b.claim), lambda ids: _of_one_speaker(desk.review, ids),
            desk.ledger.judge_statements, _claim_row, _claim_lines,
        )  # fmt: skip
        if action in ("wrong", "right"):
            if not ids or len(ids) != 1:
                raise WrongUsage(f"judge {action}: give the id of one claim")
            claim, _ = desk.review.claim(ids[0])
            judged = desk.ledger.judge_claim(claim, cast("Verdict", action), by="person", reason=reason)
            desk.judged(judged, as_json=as_json)
        elif not _decide(desk, claims, action, ids, reason, limit, as_json=as_json):
            raise WrongUsage(f"judge {action}: use wrong, right, same, different, unsure, undo, list or history")


@dataclass(frozen=True, slots=True)
class _Matter:
    """What is decided in pairs: the open pairs and their ids, a check of ids that were given, the verdict's keeper, and how a pair is shown."""

    kinds: tuple[str, ...]
    open: Callable[[int], list[Any]]
    ids: Callable[[Any], tuple[str, str]]
    checked: Callable[[list[str]], tuple[str, str]]
    keep: Callable[..., Judgement]
    row: Callable[[Any], dict[str, Any]]
    lines: Callable[[Any], list[str]]


def _decide(
    desk: _Desk, matter: _Matter, action: str, ids: list[str] | None, reason: str, limit: int, *, as_json: bool
) -> bool:
    """Do what is asked about pairs; return False when the action is none of these."""
    if action in ("same", "different", "unsure"):
        a, b = matter.checked(_two(ids))
        desk.judged(matter.keep(a, b, action, by="person", reason=reason), as_json=as_json)
    elif _shared(desk, action, ids, matter.kinds, as_json=as_json):
        pass
    elif action == "list" or (not action and (as_json or not sys.stdin.isatty())):
        _show(matter.open(limit), matter.row, matter.lines, as_json=as_json)
    elif not action:
        for pair in matter.open(limit):
            typer.echo("\n".join(matter.lines(pair)))
            verdict = _asked()
            if verdict is None:
                break
            desk.judged(matter.keep(*matter.ids(pair), verdict, by="person"), as_json=False)
    else:
        return False
    return True


def _of_one_speaker(review: Review, ids: list[str]) -> tuple[str, str]:
    (a, speaker), (b, other) = review.claim(ids[0]), review.claim(ids[1])
    if speaker != other:
        raise WrongUsage("those claims have two speakers; what two people say is never one statement")
    return a, b


class _Desk:
    """Ledger and open questions; `changed` once something was decided."""

    def __init__(self, ledger: Ledger, review: Review) -> None:
        self.ledger, self.review = ledger, review
        self.changed = False

    def judged(self, judgement: Judgement, *, as_json: bool) -> None:
        """Say what was decided."""
        from graph.review import judgement_row

        self.changed = True
        if as_json:
            typer.echo(json.dumps(judgement_row(judgement), ensure_ascii=False))
        else:
            pair = f"{judgement.a} and {judgement.b}" if judgement.b else judgement.a
            typer.echo(f"{judgement.number}: {pair}: {judgement.verdict}; undo with its number, {judgement.number}")


@contextmanager
def _desk(state: State, store: str) -> Iterator[_Desk]:
    """Open what is needed to decide; when something was decided, bring the graph to it afterwards."""
    from app.wiring import open_review, open_workshop

    with open_workshop(state.settings) as workshop, open_review(workshop) as review:
        desk = _Desk(workshop.ledger, review)
        yield desk
    if desk.changed:
        typer.echo(build_report(state, store)["line"], err=True)


def _shared(desk: _Desk, action: str, ids: list[str] | None, kinds: tuple[str, ...], *, as_json: bool) -> bool:
    """Do what both commands can do; return whether that was asked."""
    from graph.review import judgement_row

    if action == "history":
        for j in desk.ledger.judgements(undone=True):
            if j.kind in kinds:
                row = judgement_row(j)
                typer.echo(json.dumps(row, ensure_ascii=False) if as_json else _history_line(row))
        return True
    if action == "undo":
        if not ids or len(ids) != 1 or not ids[0].isdigit():
            raise WrongUsage("undo: give the number of one judgement; `history` shows them")
        standing = {j.number for j in desk.ledger.judgements() if j.kind in kinds}
        if int(ids[0]) not in standing or not desk.ledger.undo(int(ids[0])):
            raise WrongUsage(f"no judgement {ids[0]} stands; `history` shows those that do")
        desk.changed = True
        typer.echo(json.dumps({"undone": int(ids[0])}) if as_json else f"{ids[0]}: undone")
        return True
    return False


def _two(ids: list[str] | None) -> list[str]:
    if not ids or len(ids) != 2 or ids[0] == ids[1]:
        raise WrongUsage("give two different ids")
    return ids


def _asked() -> str | None:
    """Return a verdict, or None to stop."""
    while True:
        key = typer.prompt("[s]ame, [d]ifferent, [u]nsure, [q]uit", default="u", show_default=False).strip().lower()[:1]
        if key in _KEYS:
            return _KEYS[key]
        if key == "q":
            return None


def _show(
    pairs: list[Any], row: Callable[[Any], dict[str, Any]], lines: Callable[[Any], list[str]], *, as_json: bool
) -> None:
    for pair in pairs:
        typer.echo(json.dumps(row(pair), ensure_ascii=False) if as_json else "\n".join(lines(pair)) + "\n")
    if not pairs and not as_json:
        typer.echo("nothing to decide", err=True)


def _entity_row(pair: EntityPair) -> dict[str, Any]:
    return {"kind": "entity", "a": _name_row(pair.a), "b": _name_row(pair.b), "score": pair.score, "why": pair.why}


def _name_row(n: Name) -> dict[str, Any]:
    return {
        "id": n.id, "name": n.name, "kind": n.kind, "aliases": n.names()[1:], "articles": n.articles, "organizations": sorted(n.organizations)
    }  # fmt: skip


def _entity_lines(pair: EntityPair) -> list[str]:
    lines = []
    for n in (pair.a, pair.b):
        also = f", also {', '.join(n.names()[1:6])}" if len(n.names()) > 1 else ""
        at = f", with {', '.join(sorted(n.organizations)[:3])}" if n.organizations else ""
        lines.append(f"{n.name} ({n.kind}{at}; {n.articles} articles{also})  {n.id}")
    return [*lines, f"  {pair.why}"]


def _claim_row(pair: ClaimPair) -> dict[str, Any]:
    return {"kind": "statement", "a": _said_row(pair.a), "b": _said_row(pair.b)}


def _said_row(s: Said) -> dict[str, Any]:
    return {
        "claim": s.claim,
        "text": s.text,
        "language": s.language,
        "article": s.article,
        "published_on": s.day or None,
    }


def _claim_lines(pair: ClaimPair) -> list[str]:
    return [f"{s.claim} ({s.day or 'undated'}, {s.language}) {s.text}" for s in (pair.a, pair.b)]


def _history_line(row: dict[str, Any]) -> str:
    pair = f"{row['a']} and {row['b']}" if row["b"] else row["a"]
    undone = f", undone {row['undone_at'][:16]}" if row["undone_at"] else ""
    reason = f" ({row['reason']})" if row["reason"] else ""
    return f"{row['number']}: {pair}: {row['verdict']} by {row['by']} {row['judged_at'][:16]}{undone}{reason}"
