"""Fits the firm tier: `python -m tests.fit_firm` writes `extract/tables/any/firm.toml` from the fitting half of the gold.

A rule is firm in a language when at least `ENOUGH` of its claims were judged over all languages and `SOME` in this one, and both times
the share that was right, speaker and modality, was at least `FLOOR`. The checking half is never looked at here.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from app.quality import LANGUAGES, demo_texts, read_all, score_extraction, shipped_gold
from extract.pipeline import Extractor
from extract.scorer import Score, Tally

FLOOR, ENOUGH, SOME = 0.97, 8, 3
TABLE = Path(__file__).parents[1] / "extract/tables/any/firm.toml"


def firm_rules(score: Score) -> dict[str, list[str]]:
    """Return the firm rules by language."""
    whole: dict[str, Tally] = defaultdict(Tally)
    for name, tally in score.rules.items():
        whole[name.split(" ", 1)[1]].add(tally)
    return {
        language: sorted(
            rule
            for rule, over_all in whole.items()
            if _is_sure(over_all, ENOUGH) and _is_sure(score.rules.get(f"{language} {rule}", Tally()), SOME)
        )
        for language in LANGUAGES
    }


def _is_sure(tally: Tally, enough: int) -> bool:
    return tally.found >= enough and tally.precision >= FLOOR


def as_toml(rules: dict[str, list[str]], figures_at_least: float) -> str:
    """Return the table as it is kept."""
    lines = [
        "# Rules whose records are firm. Fitted on the fitting half of corpora/gold by `python -m tests.fit_firm`: precision at least 0.97.",
        "[claims]",
        *(f"{language} = [{', '.join(chr(34) + r + chr(34) for r in rules[language])}]" for language in LANGUAGES),
        "",
        "[figures]",
        f"at_least = {figures_at_least}",
    ]
    return "\n".join(lines) + "\n"


def fitted() -> dict[str, list[str]]:
    """Return what the fitting half gives now."""
    return firm_rules(score_extraction(read_all(shipped_gold()), demo_texts(), Extractor(), half="fit")["all"])


if __name__ == "__main__":
    TABLE.write_text(as_toml(fitted(), 0.9), encoding="utf-8")
