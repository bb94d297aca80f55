"""Sentences as people type them, each with its right reading, in the table ``typed.md``."""

from tests.core.typed import sentences, wrong


def test_every_sentence_is_read_as_the_table_says() -> None:
    assert wrong() == []


def test_no_sentence_stands_twice() -> None:
    texts = [each.text for each in sentences()]
    assert len(texts) == len(set(texts)) >= 500
