"""The answers: a question in Vietnamese, English or Chinese becomes cited sentences, or an honest "the corpus does not say"."""
