"""Runs the extractor over annotated articles and adds up the scores: by language, and over all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from extract.gold import GoldArticle, Half, read_gold
from extract.pipeline import Extractor
from extract.scorer import Score, score_article
from ingest.errors import WrongUsage
from ingest.files import ReadFile, read_files

LANGUAGES = ("en", "vi", "zh")


def shipped_gold() -> list[Path]:
    """Return the annotations of the demo briefs."""
    folder = Path(str(files("corpora") / "gold"))
    return [folder / f"{language}.jsonl" for language in LANGUAGES if (folder / f"{language}.jsonl").is_file()]


def demo_texts() -> Path:
    """Return the folder of the demo briefs."""
    return Path(str(files("corpora") / "demo"))


def score_extraction(
    gold: Iterable[GoldArticle], texts: Path, extractor: Extractor, *, half: Half | None = None
) -> dict[str, Score]:
    """Return the scores by language, and under `all`, of the annotated articles whose files lie in the folder `texts`.

    Raises WrongUsage when a file is missing or is not the one that was annotated.
    """
    read = {Path(f.path).name: f.article for f in read_files([texts]) if isinstance(f, ReadFile)}
    scores: dict[str, Score] = defaultdict(Score)
    for one in gold:
        if half is not None and one.half != half:
            continue
        article = read.get(one.file)
        if article is None:
            raise WrongUsage(f"{texts / one.file}: is annotated but not there")
        span = next(iter(one.wanted.mentions), None)
        if span is not None and article.text[span.start : span.end] != span.text:
            raise WrongUsage(f"{texts / one.file}: is not the text that was annotated")
        score = score_article(one, extractor.extract(article))
        scores[one.language].add(score)
        scores["all"].add(score)
    return dict(scores)


def read_all(paths: Iterable[Path]) -> list[GoldArticle]:
    """Return the annotated articles of several files."""
    return [one for path in paths for one in read_gold(path)]


def commonest_faults(score: Score, most: int = 10) -> list[tuple[str, int, str]]:
    """Return the commonest families of faults with their number and an example."""
    numbers = Counter(family for family, _ in score.faults)
    examples = dict(reversed(score.faults))
    return [(family, number, examples[family]) for family, number in numbers.most_common(most)]
