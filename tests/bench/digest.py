"""How long it takes to compose an issue from 10,000 claims and to send it to 200 subscribers, three languages and many subjects, over loopback."""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.answer.names import gazetteer_things
from app.digest.book import Book
from app.digest.mailer import Relay, SmtpOutbox
from app.digest.message import make_sender
from app.digest.press import Press
from app.digest.sending import PostOffice, send_all
from app.digest.subscribers import Wishes
from app.digest.tokens import Links
from app.settings import Settings
from app.wiring import make_build, open_graph, open_workshop
from extract.gazetteer import load_gazetteer
from tests.app._digest_relay import Box, relay
from tests.bench._newsroom import KINDS, newsroom

ARTICLES, CLAIMS_EACH, SUBSCRIBERS = 1000, 10, 200
NOW = datetime.now(UTC)


def bench() -> Iterator[str]:
    """Yield the figures; every second article is of this week, every second claim firm."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(data_dir=folder)
        with open_workshop(settings) as workshop, open_graph(settings) as graph:
            with workshop.library.transaction(), workshop.ledger.transaction():
                for number, (article, extraction) in enumerate(newsroom(ARTICLES, claims=CLAIMS_EACH)):
                    day = NOW.date() - timedelta(days=number % 8 if number % 2 else 30 + number)
                    workshop.library.add(replace(article, published_on=day))
                    workshop.ledger.record(extraction)
            make_build(workshop, graph, str(folder / "graph.kgl")).run(fresh=True)
            (row,) = graph.read("MATCH (c:Claim) RETURN count(c) AS n", {}).rows
        yield f"{row['n']} claims, {SUBSCRIBERS} subscribers"
        yield from _sent(folder, settings)


def _sent(folder: Path, settings: Settings) -> Iterator[str]:
    box = Box()
    with open_graph(settings) as graph, Book(folder / "subscribers.db") as book, relay(box) as port:
        for number in range(SUBSCRIBERS):
            kind = KINDS[number % 6].lower()
            wanted = tuple(f"{kind}:thing-{n}" for n in range(number % 6, 300, len(KINDS))) if number % 4 else ()
            wishes = Wishes(("en", "vi", "zh")[number % 3], entities=wanted[:50])
            book.add(f"reader{number}@example.org", wishes, "active", NOW - timedelta(days=30))
        start = time.perf_counter()
        press = Press(graph, book, {t.id: t for t in gazetteer_things(load_gazetteer())}, "https://rg.example", list)
        issue = press.issue(NOW.date().isoformat(), NOW)
        composed = time.perf_counter() - start
        outbox = SmtpOutbox(Relay("127.0.0.1", port, "none"))
        office = PostOffice(press, Links(book.secret(), "https://rg.example"), make_sender("digest@rg.example", "racegraph", ""), outbox)  # fmt: skip
        report = send_all(office, issue.id, NOW)
        outbox.close()
        whole = time.perf_counter() - start
    sizes = [len(m.as_bytes()) for _, m in box.mails]
    yield f"issue of {len(issue.items)} items found in {composed:.1f} s ({issue.archived} to the archive)"
    yield f"{report.sent} mails composed and sent, {whole:.1f} s in all (target: 60 s)"
    yield f"a mail has {statistics.median(sizes) / 1000:.0f} kB, the largest {max(sizes) / 1000:.0f} kB (limit: 100 kB of HTML)"
    yield f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB at most"
