"""Counts how often the rules of attribution that may give firm claims were right: `python -m tests.fit_firm`.

A rule may stand in `by` of `extract/tables/any/firm.toml` when at least `FLOOR` of its firm claims on the fitting half of the gold had
the right speaker and modality. The checking half is never looked at here.
"""

from __future__ import annotations

from app.quality import demo_texts, read_all, score_extraction, shipped_gold
from extract.pipeline import Extractor
from extract.scorer import Score

FLOOR, ENOUGH = 0.97, 1


def firm_rules(score: Score) -> list[str]:
    """Return the rules whose firm claims were right often enough."""
    return sorted(rule for rule, t in score.rules.items() if t.found >= ENOUGH and t.precision >= FLOOR)


if __name__ == "__main__":
    fitted = score_extraction(read_all(shipped_gold()), demo_texts(), Extractor(), half="fit")["all"]
    for name, tally in sorted(fitted.rules.items()):
        print(f"{name}: {tally.right} of {tally.found}")
    print("by =", firm_rules(fitted))
