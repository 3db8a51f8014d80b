"""Reads a question: language, names, kind, ideas, time, and the slot to be filled. Knows three languages, by tables.

A question that asks several things is cut into parts; a part that names nothing takes over what the part before it named.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from app.answer.lexicon import LANGUAGES, Found, lexicon
from app.answer.names import NameFound, NameIndex
from app.answer.periods import periods_in
from app.answer.question import Asked, Question
from app.answer.question_tables import QuestionForms, forms, function_words, slots
from app.answer.slots_asked import role_of, units_of, wanted_of
from app.answer.sources_asked import filters_of
from app.answer.voices import listed, offices_of, strangers, targets_of
from app.answer.words_of_text import Word, fold, is_han, words_of
from extract.figure_reading import read
from extract.identify import language_of
from extract.numbers import number_starts, read_number

_SPLIT = {
    "en": r"(?<=[?;])\s+|[,;]\s+and\s+(?=(?:who|what|which|how|when|where|did|was|is|does)\b)|\s+and\s+(?=(?:who|how many|how much|when|where|what)\b)",
    "vi": r"(?<=[?;])\s+|[,;]\s*và\s+(?=\S+)(?=[^?]*\b(?:ai|nào|gì|bao nhiêu|khi nào|đâu)\b)|\s+và\s+(?=(?:ai|bao nhiêu|khi nào|công ty nào|do ai)\b)",
    "zh": r"(?<=[？?；;])\s*|[，,](?=(?:又|而|并且|以及)?[^，,]{0,12}(?:谁|哪|多少|何时|什么时候|如何回应|作何))",
}
_UNTYPED_VIETNAMESE = re.compile(
    r"\b(?:la ai|la gi|bao nhieu|khi nao|cong ty nao|tai sao|vi sao|nhu the nao|the nao|o dau|ai da|co phai|mo hinh|noi gi)\b"
)
_VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
"""Letters that only Vietnamese has."""
_VIETNAMESE_WORDS = frozenset(w for w in function_words("vi") if not w.isascii())
_EMPTY_IDEAS = frozenset({"reason_", "say", "cause", "reasoning"})


def question_language(text: str, before: str = "") -> str:
    """Return `vi`, `en` or `zh`: the language in which the question is to be answered; `before` is that of the conversation."""
    if _VIETNAMESE.search(text) or _VIETNAMESE_WORDS & set(text.lower().split()):
        return "vi"
    language = language_of(text)
    if language in LANGUAGES and not (language == "en" and _UNTYPED_VIETNAMESE.search(fold(text))):
        return language
    if is_han(text):
        return "zh"
    return "vi" if _UNTYPED_VIETNAMESE.search(fold(text)) else before or "en"


def understand(text: str, names: NameIndex) -> list[Question]:
    """Return the parts of a question, at least one, each read on its own."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    language = question_language(text)
    parts = _asking([p for p in re.split(_SPLIT[language], text) if p and re.search(r"\w", p)], language)
    questions = [_read(part, language, names) for part in parts] or [_read(text, language, names)]
    return _joined(questions)


def _asking(parts: list[str], language: str) -> list[str]:
    """Join a part that asks nothing ("about the share, ...") to the one behind it."""
    joined: list[str] = []
    for part in parts:
        if joined and _kind(joined[-1].lower(), forms(language), language, joined[-1]) == "open":
            joined[-1] = f"{joined[-1]} {part}" if language != "zh" else f"{joined[-1]}，{part}"
        else:
            joined.append(part)
    return joined


def _joined(parts: list[Question]) -> list[Question]:
    """Let parts without content of their own melt into the one before, and later parts inherit names."""
    joined = [parts[0]]
    for part in parts[1:]:
        before = joined[-1]
        if not part.targets and not (part.flat_ideas - _EMPTY_IDEAS) and not part.words and not part.wanted:
            joined[-1] = replace(
                before, also_why=before.also_why or part.asked == "why", text=f"{before.text} {part.text}"
            )
        elif part.targets and not part.refers_back:
            joined.append(part)
        else:
            joined.append(replace(follow(part, before), context=before.ideas))
    return joined


def follow(question: Question, before: Question) -> Question:
    """Complete a question by the one asked before it ("and Llama?", "why did they?")."""
    if not question.targets:
        return replace(question, targets=before.targets, inherits=True)
    short = (
        len(question.ideas) == 0 and not question.words and question.asked in ("overview", "open", "yes_no", "which")
    )
    if not short:
        # "it", "they" beside a name of its own: what was spoken of stays in view, the new name leads.
        known = {t.thing.id for t in question.targets}
        kept = tuple(t for t in before.targets if t.thing.id not in known)
        return replace(question, targets=question.targets + kept) if question.refers_back else question
    # "And Llama?": the same question of another thing. A name of the same kind takes the place of the old one.
    kinds = {t.thing.kind for t in question.targets}
    kept = tuple(t for t in before.targets if t.thing.kind not in kinds)
    speaking = bool(before.speakers) and not any(t.speaker for t in kept)
    targets = tuple(replace(t, speaker=speaking and t.thing.kind in ("Person", "Company")) for t in question.targets)
    return replace(before, text=question.text, language=question.language, targets=targets + kept,
                   period=question.period or before.period)  # fmt: skip


def _read(text: str, language: str, names: NameIndex) -> Question:
    lowered = text.lower()
    table = forms(language)
    asked = _kind(lowered, table, language, text)
    words = words_of(text, language)
    bare = language == "vi" and fold(text) == text.lower()
    times = periods_in(text)
    filters, rest_times, source_words = filters_of(lowered, table, times, language)
    all_ideas = lexicon(language).find(words, bare=bare)
    found = [
        n
        for n in names.find(text)
        if not any(s <= n.start < e for _, s, e in times)
        and not any(s <= n.start < e for s, e in source_words)
        and not any(_is_a_word(n, f) for f in all_ideas)
    ]
    ideas_found = [
        f
        for f in all_ideas
        if not any(n.start < f.end and f.start < n.end for n in found)
        and not any(s <= f.start < e for s, e in source_words)
        and not (f.last - f.first == 1 and words[f.first].key in function_words(language))
    ]
    taken = [(n.start, n.end) for n in found] + [(s, e) for _, s, e in times] + source_words
    if not bare:
        found = sorted(
            [*found, *strangers(text, words, taken + [(f.start, f.end) for f in ideas_found], language, table)],
            key=lambda n: n.start,
        )
    flags = {name for name, pattern in table.flags.items() if pattern.search(fold(lowered) if bare else lowered)}
    targets, excluded = targets_of(text, found, language, table, asked)
    ideas = tuple(dict.fromkeys(f.ideas for f in ideas_found))
    wanted, wanted_idea = wanted_of(words, ideas_found, language, lowered, asked)
    return Question(
        text=text,
        language=language,
        asked=asked,
        targets=targets,
        ideas=ideas,
        words=_content(text, words, found, ideas_found, [(s, e) for _, s, e in times] + source_words, language),
        amounts=_amounts(lowered, language, [(n.start, n.end) for n in found] + [(s, e) for _, s, e in times]),
        excluded=excluded,
        listed=listed(text, targets, language),
        offices=offices_of(text, ideas_found, targets, language, asked),
        superlative="most" if "most" in flags else "least" if "least" in flags else "",
        wanted=wanted,
        wanted_idea=wanted_idea,
        units=units_of(lowered, language, table, ideas_found, asked),
        metrics=tuple(i for i in sorted({i for group in ideas for i in group}) if i in slots().units),
        role=role_of(ideas_found, asked),
        period=rest_times[0][0] if rest_times else None,
        since="since" in flags,
        filters=filters,
        latest="latest" in flags,
        many="many" in flags,
        compare="compare" in flags and len(targets) > 1,
        each="each" in flags,
        also_why="also_why" in flags,
        exact_day="exact_day" in flags,
        realis="realis" in flags,
        future="future" in flags,
        names_it="names_it" in flags,
        refers_back="refers_back" in flags,
    )


def _is_a_word(name: NameFound, idea: Found) -> bool:
    """Say whether what looks like a name is part of a longer expression ("nhân dân tệ"), or a plain word in small letters ("time")."""
    if not (idea.start <= name.start and name.end <= idea.end):
        return False
    return idea.end - idea.start > name.end - name.start or (name.text.islower() and not name.things[0].name.islower())


def _kind(lowered: str, table: QuestionForms, language: str, text: str) -> Asked:
    for kind, pattern in table.kinds:
        if pattern.search(lowered):
            return kind
    if language == "vi" and fold(text) == lowered:
        for kind, pattern in table.kinds:
            if re.search(fold(pattern.pattern), lowered):
                return kind
    return "open"


def _content(
    text: str, words: Sequence[Word], names: Sequence[NameFound], ideas: Sequence[Found],
    taken: Sequence[tuple[int, int]], language: str,
) -> tuple[str, ...]:  # fmt: skip
    """Return the words that are left when names, ideas, times and function words are gone; in Chinese, runs of two characters or more."""
    spans = [(n.start, n.end) for n in names] + [(f.start, f.end) for f in ideas] + list(taken)
    empty = function_words(language) | (function_words("en") if language != "en" else frozenset())
    content: list[str] = []
    run: list[Word] = []
    for word in words:
        free = not any(s <= word.start < e for s, e in spans) and word.key not in empty and not word.text[0].isdigit()
        if free and language == "vi" and fold(word.key) in _BARE and fold(word.text) == word.text.lower():
            free = False
        if language == "zh" and is_han(word.text):
            if free and run and run[-1].end == word.start:
                run.append(word)
                continue
            content += ["".join(w.key for w in run)] if len(run) > 1 else []
            run = [word] if free else []
        elif free:
            content.append(word.key)
    content += ["".join(w.key for w in run)] if len(run) > 1 else []
    return tuple(dict.fromkeys(content))


_BARE = frozenset(fold(w) for w in function_words("vi"))


def _amounts(lowered: str, language: str, taken: Sequence[tuple[int, int]]) -> tuple[float, ...]:
    """Return the numbers that the question names, with their scale ("380 tỷ" is 380,000,000,000)."""
    found: list[float] = []
    reading, end = read(lowered), 0
    for match in number_starts(language).finditer(reading.text):
        number = read_number(reading, match, len(lowered), language)
        if number is None or match.start() < end:
            continue
        end = number.end
        if number.value is None or not (number.form == "digits" or number.scale > 1):
            continue
        if not any(s <= match.start() < e for s, e in taken):
            found.append(number.value)
    return tuple(dict.fromkeys(found))
