"""Reads a question: language, names, kind, ideas, time, and the slot to be filled. Knows three languages, by tables.

A question that asks several things is cut into parts; a part that names nothing takes over what the part before it named.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from app.answer.lexicon import LANGUAGES, Found, lexicon, role_ideas
from app.answer.names import NameFound, NameIndex
from app.answer.periods import periods_in
from app.answer.question import Asked, Filters, Question, Target
from app.answer.question_tables import QuestionForms, forms, function_words, slots
from app.answer.words_of_text import Word, fold, is_han, words_of
from extract.annotations import Kind, Period
from extract.identify import language_of

_SPLIT = {
    "en": r"(?<=[?;])\s+|[,;]\s+and\s+(?=(?:who|what|which|how|when|where|did|was|is|does)\b)|\s+and\s+(?=(?:who|how many|how much|when|where|what)\b)",
    "vi": r"(?<=[?;])\s+|[,;]\s*và\s+(?=\S+)(?=[^?]*\b(?:ai|nào|gì|bao nhiêu|khi nào|đâu)\b)|\s+và\s+(?=(?:ai|bao nhiêu|khi nào|công ty nào|do ai)\b)",
    "zh": r"(?<=[？?；;])\s*|[，,](?=(?:又|而|并且|以及)?[^，,]{0,12}(?:谁|哪|多少|何时|什么时候|如何回应|作何))",
}
_UNTYPED_VIETNAMESE = re.compile(
    r"\b(?:la ai|la gi|bao nhieu|khi nao|cong ty nao|tai sao|vi sao|nhu the nao|the nao|o dau|ai da|co phai|mo hinh|noi gi)\b"
)
_NUMBER = re.compile(r"(?<![\w.])\d[\d.,]*\d|(?<![\w.])\d(?![\w])")
_PASSIVE = frozenset(
    [
        "compared",
        "expected",
        "called",
        "described",
        "asked",
        "estimated",
        "forecast",
        "put",
        "claimed",
        "accused",
        "confirmed",
        "announced",
        "told",
    ]
)
_EMPTY_IDEAS = frozenset({"reason_", "say", "cause", "reasoning"})


def question_language(text: str) -> str:
    """Return `vi`, `en` or `zh`: the language in which the question is to be answered."""
    language = language_of(text)
    if language in LANGUAGES and not (language == "en" and _UNTYPED_VIETNAMESE.search(fold(text))):
        return language
    if is_han(text):
        return "zh"
    return "vi" if _UNTYPED_VIETNAMESE.search(fold(text)) else "en"


def understand(text: str, names: NameIndex) -> list[Question]:
    """Return the parts of a question, at least one, each read on its own."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    language = question_language(text)
    parts = [p for p in re.split(_SPLIT[language], text) if p and re.search(r"\w", p)]
    questions = [_read(part, language, names) for part in parts] or [_read(text, language, names)]
    return _joined(questions)


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
    times = periods_in(text)
    found = [n for n in names.find(text) if not any(s <= n.start < e for _, s, e in times)]
    words = words_of(text, language)
    bare = language == "vi" and fold(text) == text.lower()
    ideas_found = [
        f
        for f in lexicon(language).find(words, bare=bare)
        if not _inside_name(f, found) and not (f.last - f.first == 1 and words[f.first].key in function_words(language))
    ]
    flags = {name for name, pattern in table.flags.items() if pattern.search(fold(lowered) if bare else lowered)}
    filters, rest_times = _filters(lowered, table, times)
    targets = _targets(text, found, language, table, asked)
    content, literal = _content(words, found, ideas_found, times, language)
    ideas = tuple(dict.fromkeys(f.ideas for f in ideas_found))
    flat = frozenset(i for group in ideas for i in group)
    wanted, wanted_idea = _wanted(words, ideas_found, language, lowered, asked)
    period = rest_times[0][0] if rest_times else None
    return Question(
        text=text,
        language=language,
        asked=asked,
        targets=targets,
        ideas=ideas,
        words=content,
        literal=literal,
        numbers=_numbers(text, found, times),
        wanted=wanted,
        wanted_idea=wanted_idea,
        units=_units(lowered, table, flat, asked),
        metrics=tuple(i for i in sorted(flat) if i in slots().units),
        role=_role(ideas_found, asked),
        period=period,
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


def _kind(lowered: str, table: QuestionForms, language: str, text: str) -> Asked:
    for kind, pattern in table.kinds:
        if pattern.search(lowered):
            return kind
    if language == "vi" and fold(text) == lowered:
        for kind, pattern in table.kinds:
            if re.search(fold(pattern.pattern), lowered):
                return kind
    return "open"


def _inside_name(found: Found, names: Sequence[NameFound]) -> bool:
    return any(n.start <= found.start and found.end <= n.end for n in names)


def _targets(
    text: str, found: Sequence[NameFound], language: str, table: QuestionForms, asked: Asked
) -> tuple[Target, ...]:
    targets = []
    for name in found:
        speaker = asked not in ("who_said", "role") and _speaks(text, name, language, table, asked)
        targets.append(Target(name.text, name.things, name.start, name.end, speaker))
    seen: dict[str, Target] = {}
    for target in targets:
        if target.thing.id not in seen or target.speaker:
            seen[target.thing.id] = target
    return tuple(seen.values())


def _speaks(text: str, name: NameFound, language: str, table: QuestionForms, asked: Asked) -> bool:
    """Say whether the question asks for the words of this one: "according to X", "X said", "X's view"."""
    before, after = text[: name.start].lower(), text[name.end :].lower()
    if re.search({"en": r"(?:according to|per|in the view of)\s*(?:\w+\s+){0,4}$", "vi": r"theo\s*(?:\S+\s+){0,4}$",
                  "zh": r"(?:据|根据|按照?)$"}[language], before):  # fmt: skip
        return True
    reach = {"en": r"^(?:'s|’s)?[\s,]*(?:\([^)]*\)\s*)?(?:(?:also|ever|first|later|once|recently|publicly|have|has)\s+){0,2}",
             "vi": r"^[\s,]*(?:(?:đã|từng|có|cũng|lại|sau đó|ban đầu|gần đây|công khai)\s+){0,3}",
             "zh": r"^(?:在.{0,12}?|对.{0,16}?|就.{0,12}?|曾|还|又|也|后来|最初|如何|怎么|怎样|公开|对此)?"}[language]  # fmt: skip
    edge = "" if language == "zh" else r"(?!\w)"
    said = re.match(f"(?:{reach})(?P<verb>{table.say.pattern}){edge}", after)
    if said and (said["verb"] not in _PASSIVE or re.search(r"\b(?:has|have|had)\s+(?:\w+\s+){0,3}$", before)):
        return True
    views = {"en": r"^(?:'s|’s)\s+(?:\w+\s+){0,3}(?:view|opinion|position|stance|prediction|argument|warning|claim|assessment|comment|remark|statement|reason|reaction|response|estimate|words|tone)",
             "vi": r"^(?!)", "zh": r"^.{0,14}(?:的)?(?:看法|观点|立场|评价|说法|意见|态度|预测|警告|言论|表态|理由)"}[language]  # fmt: skip
    if re.match(views, after):
        return True
    if language == "vi" and re.search(r"(?:quan điểm|ý kiến|nhận định|lập trường|đánh giá|cảnh báo|dự đoán|phát biểu|bình luận|tuyên bố|lời|lý do)(?: \S+){0,6} của\s*(?:\S+\s+){0,2}$", before):  # fmt: skip
        return True
    if language == "en" and re.search(r"(?:view|opinion|position|stance|prediction|argument|warning|claim|assessment|comment|remark|statement)s? (?:of|by|from)\s*(?:\w+\s+){0,2}$", before):  # fmt: skip
        return True
    person_gives = re.search(r"reason\w*\s+(?:did|does|has|was)\s*$|did\s*$", before) and re.match(
        r"\s+(?:give|cite|offer|name)", after
    )
    return bool(person_gives) or (asked in ("change", "reaction") and name.things[0].kind == "Person")


def _filters(
    lowered: str, table: QuestionForms, times: list[tuple[Period, int, int]]
) -> tuple[Filters, list[tuple[Period, int, int]]]:
    """Take a date that belongs to an article ("the article of 28 February 2026") out of the times asked about."""
    rest = list(times)
    published: Period | None = None
    for found in times:
        around = lowered[max(0, found[1] - 40) : min(len(lowered), found[2] + 8)]
        if table.flags["article"].search(around):
            published = found[0]
            rest.remove(found)
            break
    languages = []
    for code, pattern in (
        ("zh", r"chinese(?:-language)? (?:media|sources?|articles?|press|outlets?|reports?)|(?:báo chí|truyền thông|nguồn|bài) (?:tiếng )?trung|中文(?:媒体|报道|来源|文章)"),
        ("vi", r"vietnamese(?:-language)? (?:media|sources?|articles?|press|outlets?|reports?)|(?:báo chí|truyền thông|nguồn|bài|báo) (?:tiếng )?việt|越南(?:文|语|媒体)"),
        ("en", r"english(?:-language)? (?:media|sources?|articles?|press|outlets?|reports?)|(?:nguồn|bài|báo) tiếng anh|英文(?:媒体|报道|来源|文章)"),
    ):  # fmt: skip
        if re.search(pattern, lowered):
            languages.append(code)
    return Filters(languages=tuple(languages), published=published), rest


def _content(
    words: Sequence[Word], names: Sequence[NameFound], ideas: Sequence[Found],
    times: Sequence[tuple[Period, int, int]], language: str,
) -> tuple[tuple[str, ...], tuple[str, ...]]:  # fmt: skip
    """Return the words that are left when names, ideas, times and function words are gone, and those of them that look like names."""
    taken = [(n.start, n.end) for n in names] + [(f.start, f.end) for f in ideas] + [(s, e) for _, s, e in times]
    empty = function_words(language) | (function_words("en") if language != "en" else frozenset())
    content: list[str] = []
    literal: list[str] = []
    for number, word in enumerate(words):
        if any(s <= word.start < e for s, e in taken) or word.key in empty or word.text[0].isdigit():
            continue
        if language == "vi" and fold(word.key) in _BARE and fold(word.text) == word.text.lower():
            continue
        looks_named = word.text[:1].isascii() and (
            (word.text[:1].isupper() and number > 0) or (language == "zh" and word.text.isalpha())
        )
        (literal if looks_named else content).append(word.key)
    return tuple(dict.fromkeys(content)), tuple(dict.fromkeys(literal))


_BARE = frozenset(fold(w) for w in function_words("vi"))


def _numbers(text: str, names: Sequence[NameFound], times: Sequence[tuple[Period, int, int]]) -> tuple[str, ...]:
    taken = [(n.start, n.end) for n in names] + [(s, e) for _, s, e in times]
    return tuple(m.group() for m in _NUMBER.finditer(text) if not any(s <= m.start() < e for s, e in taken))


def _wanted(
    words: Sequence[Word], ideas: Sequence[Found], language: str, lowered: str, asked: Asked
) -> tuple[tuple[Kind, ...], str]:
    """Return the kinds that fill the slot, and the idea of the noun that was asked for."""
    if asked == "where":
        return ("Country", "Place"), ""
    if asked not in ("which", "who_said", "open", "yes_no", "when", "role", "reaction", "said"):
        return (), ""
    for at, word in enumerate(words):
        noun = _asked_noun(words, at, word, language)
        if noun is None:
            continue
        first, last = noun
        for found in ideas:
            if first <= found.first and found.first < last:
                for idea in found.ideas:
                    if idea in slots().kinds:
                        return slots().kinds[idea], idea
        for keys, kind in slots().nouns[language].items():
            span = tuple(w.key for w in words[first:last])
            if any(span[i : i + len(keys)] == keys for i in range(len(span))):
                return (kind,), ""
    if re.search({"en": r"\bwho(?:m|se)?\b", "vi": r"\bai\b", "zh": "谁|哪位|哪些人"}[language], lowered):
        return ("Person", "Company", "Organization", "Agency"), ""
    return (), ""


def _asked_noun(words: Sequence[Word], at: int, word: Word, language: str) -> tuple[int, int] | None:
    """Return the range of words in which the noun of "which NOUN", "NOUN nào", 哪家NOUN stands."""
    text = word.text.lower()
    if language == "en" and text in ("which", "what", "whose"):
        return at + 1, min(len(words), at + 5)
    if language == "en" and text == "name" and at + 1 < len(words) and words[at + 1].text.lower() == "of":
        return at + 2, min(len(words), at + 6)
    if language == "vi" and text == "nào":
        return max(0, at - 4), at
    if language == "vi" and text == "tên":
        return (
            (at + 1, min(len(words), at + 5)) if at + 1 < len(words) and words[at + 1].text.lower() == "của" else (0, 4)
        )
    if language == "zh" and text == "哪":
        return at + 1, min(len(words), at + 7)
    if language == "zh" and text in ("叫", "名") and at > 2:
        return 0, at
    if language == "zh" and text == "什" and at + 1 < len(words):
        return at + 2, min(len(words), at + 6)
    return None


def _units(lowered: str, table: QuestionForms, ideas: frozenset[str], asked: Asked) -> tuple[str, ...]:
    if asked not in ("figure", "conflict", "yes_no", "open", "change"):
        return ()
    for pattern, units in table.units:
        if pattern.search(lowered):
            return units
    known = [slots().units[i] for i in sorted(ideas) if i in slots().units]
    return tuple(dict.fromkeys(u for units in known for u in units))


def _role(ideas: Sequence[Found], asked: Asked) -> str:
    if asked not in ("role", "which", "overview", "yes_no", "open"):
        return ""
    roles = [i for f in ideas for i in f.ideas if i in role_ideas()]
    return roles[0] if roles else ""
