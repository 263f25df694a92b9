"""Stories of three words an article, which are read without a language model."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kg.model import (
    Annotation,
    Article,
    Mention,
    MentionKind,
    RelationMention,
    Span,
)

_SENTENCE = re.compile(r"(\w+) (\w+) (\w+)\.")


def person_or_state(word: str) -> str:
    """Return the class of a name: persons have two words, states one."""
    return "Person" if "_" in word else "State"


@dataclass(slots=True)
class ThreeWords:
    """Reads articles of one sentence: subject, relation and object.

    `type_of` gives the class of a word; a name of several words has `_` between them.
    """

    type_of: Callable[[str], str] = person_or_state
    model: str = "fake 1.0"

    def annotate(self, articles: Iterable[Article]) -> Iterator[Annotation]:
        """Yield what each article says."""
        for article in articles:
            match = _SENTENCE.fullmatch(article.text)
            assert match, article
            relation = RelationMention(
                subject="1",
                predicate=match[2],
                object="3",
                trigger=Span(*match.span(2)),
                evidence=Span(0, len(article.text)),
            )
            yield Annotation(
                article=article,
                mentions=tuple(self._mention(match, group) for group in (1, 3)),
                relation_mentions=(relation,),
                reports=(),
                events=(),
                model=self.model,
            )

    def _mention(self, match: re.Match[str], group: int) -> Mention:
        word = match[group]
        return Mention(
            id=str(group),
            span=Span(*match.span(group)),
            text=word,
            kind=MentionKind.NAME,
            type=self.type_of(word),
            name=word.replace("_", " "),
        )


def load_three_words(*_: object) -> ThreeWords:
    """Return the reader where a build would load the language model."""
    return ThreeWords()
