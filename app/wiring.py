"""The one file that makes concrete things out of settings: library, ledger, store, extractor. Everything else is given what it needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.reader_queries import ReaderQueries
from app.settings import Settings
from extract.gazetteer import load_gazetteer
from extract.topics import load_topics
from graph.build import Build, workings_of
from graph.cookbook import cookbook
from graph.derivation import Sources
from graph.ledger import Ledger
from graph.reader import Readable
from graph.review import Review
from graph.sandbox import Sandbox
from graph.store import Store, open_store
from graph.workings import Workings
from ingest.article import Article
from ingest.errors import WrongUsage
from ingest.fetch.addresses import Endpoint
from ingest.fetch.fetcher import Fetcher, FetchSettings
from ingest.library import Library
from ingest.sources import SourceList, read_sources, shipped_sources

if TYPE_CHECKING:
    from app.chat.checking import NamesIn
    from app.web.desk import Desk


@dataclass(frozen=True, slots=True)
class Workshop:
    """The open files of one data folder."""

    library: Library
    ledger: Ledger


@contextmanager
def open_workshop(settings: Settings) -> Iterator[Workshop]:
    """Open library and ledger, and close them at the end. Raises StopRun when one cannot be used."""
    with Library(settings.data_dir / "library.db") as library, Ledger(settings.data_dir / "ledger.db") as ledger:
        yield Workshop(library, ledger)


def let_through(settings: Settings) -> frozenset[Endpoint]:
    """Return the hosts and ports that may be fetched from although they are not public. Raises WrongUsage for one without a port."""
    endpoints = []
    for entry in settings.fetch.allowed:
        host, _, port = entry.rpartition(":")
        if not host or not port.isdigit():
            raise WrongUsage(f"settings: fetch.allowed: {entry!r} is not host:port")
        endpoints.append((host, int(port)))
    return frozenset(endpoints)


@contextmanager
def open_fetcher(settings: Settings) -> Iterator[Fetcher]:
    """Open a visitor to the web with its cache in the data folder, and close it at the end."""
    wanted = settings.fetch
    how = FetchSettings(
        user_agent=wanted.user_agent, interval_s=wanted.interval_s, timeout_s=wanted.timeout_s, page_deadline_s=3 * wanted.timeout_s,
        largest_bytes=int(wanted.largest_mb * 1e6), attempts=wanted.attempts, proxy=wanted.proxy, allowed=let_through(settings),
    )  # fmt: skip
    with Fetcher(settings.data_dir / "fetch-cache.db", how) as fetcher:
        yield fetcher


def own_sources(settings: Settings) -> Path:
    """Return where a user's own list of sources lies."""
    return settings.data_dir / "sources.toml"


def known_sources(settings: Settings) -> SourceList:
    """Return the shipped sources and the user's own, which replace those of the same id."""
    own = own_sources(settings)
    return read_sources(shipped_sources(), *([own] if own.exists() else []), allowed=let_through(settings))


def store_address(settings: Settings, given: str = "") -> str:
    """Return the address of the graph: the one given, else the setting's, else the embedded file in the data folder."""
    url = given or settings.store.url
    if not url:
        return str(settings.data_dir / "graph.kgl")
    if "://" in url and "@" not in url and settings.store.password is not None:
        scheme, rest = url.split("://", 1)
        return f"{scheme}://{settings.store.user}:{settings.store.password.get_secret_value()}@{rest}"
    return url


@contextmanager
def open_graph(settings: Settings, given: str = "") -> Iterator[Store]:
    """Open the graph store, and close it at the end. Raises StoreError when it cannot be used."""
    store = open_store(store_address(settings, given))
    try:
        yield store
    finally:
        store.close()


@contextmanager
def open_desk(settings: Settings, given: str = "") -> Iterator[Desk]:
    """Open everything that pages, API and chat read from, and close it at the end. Raises StopRun when a file cannot be used."""
    from app.chat.agent import ModelChat
    from app.chat.model import make_model
    from app.web.desk import Desk, Given, NamedQuery  # the application is slow to load, and only `serve` needs it
    from app.web.rebuilding import Rebuilding

    address = store_address(settings, given)
    with open_workshop(settings) as workshop, open_graph(settings, given) as graph, ExitStack() as closing:
        build = make_build(workshop, graph, address)
        rebuilding = Rebuilding(build.run)
        closing.callback(rebuilding.close)
        limits: Readable = graph
        if "://" not in address:
            limits = sandbox = Sandbox(Path(address), memory_mb=settings.web.query_memory_mb)
            closing.callback(sandbox.close)
        run_query = ReaderQueries(limits, graph)
        gazetteer, llm = load_gazetteer(), settings.llm

        def converse(names_in: NamesIn) -> ModelChat:
            chat = ModelChat(llm, lambda: make_model(llm), graph, run_query, names_in)
            chat.warm()
            return chat

        yield Desk(
            Given(
                graph, workshop.library, workshop.ledger, gazetteer,
                tuple(known_sources(settings).sources.values()), run_query, rebuilding.ask,
                settings.web.questions_per_minute, converse if llm.model else None,
                named=tuple(NamedQuery(q.name, q.title, q.cypher, {p.name: p.default for p in q.parameters}) for q in cookbook()),
            )
        )  # fmt: skip


def make_build(workshop: Workshop, store: Store, address: str) -> Build:
    """Return the build of a data folder into a store. The ledger remembers the store by its address without the password."""
    scheme, _, rest = address.rpartition("@")
    known_as = (
        f"{scheme.split('://', 1)[0]}://{rest}"
        if scheme
        else str(Path(address).absolute())
        if "://" not in address
        else address
    )
    return Build(make_sources(workshop), store, known_as)


@contextmanager
def open_review(workshop: Workshop) -> Iterator[Review]:
    """Open the questions that a person should decide, as of the last build."""
    with Workings(workings_of(workshop.ledger.path)) as workings:
        yield Review(workshop.ledger, workings, load_gazetteer())


def make_sources(workshop: Workshop) -> Sources:
    """Return what the graph of a data folder is made from."""
    library = workshop.library
    return Sources(library.stamps, lambda a: version_of(library, a), workshop.ledger, load_gazetteer(), load_topics())


def version_of(library: Library, article_id: str, version: str | None = None) -> Article | None:
    """Return one version of an article, the newest by default, or None when it is not in the library."""
    try:
        return library.get(article_id, version)
    except WrongUsage:
        return None
