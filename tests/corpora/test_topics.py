"""The standing questions: twelve, each asked and labelled in three languages, with positions that oppose each other."""

from __future__ import annotations

import pytest

from extract.tables import LANGUAGES
from extract.topics import Topic, load_topics

TOPICS = load_topics()


def test_there_are_twelve_questions_with_ids_of_their_own() -> None:
    assert len({t.id for t in TOPICS}) == len(TOPICS) == 12


@pytest.mark.parametrize("topic", TOPICS, ids=[t.id for t in TOPICS])
def test_a_question_is_asked_and_cued_in_every_language(topic: Topic) -> None:
    assert all(topic.question[lang] and topic.cues[lang] for lang in LANGUAGES)
    assert all(topic.labels[p][lang] != p and topic.positions[p][lang] for p in topic.positions for lang in LANGUAGES)


@pytest.mark.parametrize("topic", TOPICS, ids=[t.id for t in TOPICS])
def test_positions_oppose_each_other_both_ways(topic: Topic) -> None:
    assert all(topic.opposes[p] for p in topic.positions)
    assert all(p in topic.opposes[other] for p in topic.positions for other in topic.opposes[p])
