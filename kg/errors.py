"""Every error Araz raises on purpose.

    KgError
    ├── ConfigError          a setting that cannot be used
    ├── OntologyError        ontology/*.ttl says something impossible
    │   └── LexiconError     ontology/lexicon.*.ttl does
    ├── GazetteerError       a table of the gazetteer is malformed
    ├── MappingError         a table of mappings (SSSOM) is malformed
    ├── ModelError           no spaCy pipeline can be loaded
    ├── ArticleError         an input file, or one article in it, cannot be read
    ├── StatementError       a file of statements to check cannot be read
    ├── ShapeError           an article's graph breaks a SHACL shape
    ├── ReasoningError       the reasoner cannot go on
    └── StoreError           the store cannot be opened, read or written
        ├── StoreLockedError     another process is writing to it
        ├── QueryError           the SPARQL text is wrong
        │   ├── EvaluationError      it can be read, but not be carried out
        ├── AnswerTooLargeError  the answer is larger than is allowed
        ├── ForbiddenEditError   an edit of what only the reasoner writes
        └── FormatError          a format cannot hold what is to be written

A message is one line: what is wrong, where, and what was expected.
"""


class KgError(Exception):
    """What went wrong, where, and what was expected, in one line."""


class ConfigError(KgError):
    """A setting cannot be used."""


class OntologyError(KgError):
    """The ontology is not what its readers rely on; one line a problem."""


class LexiconError(OntologyError):
    """The lexicon is not what its readers rely on; one line a problem."""


class GazetteerError(KgError):
    """A table of the gazetteer is malformed."""


class MappingError(KgError):
    """A table of mappings (SSSOM) is malformed."""


class ModelError(KgError):
    """No spaCy pipeline can be loaded."""


class ArticleError(KgError):
    """An input file, or one article in it, cannot be read.

    Args:
        source: The file, with the line where there is one.
        reason: What is wrong and what was expected.
    """

    def __init__(self, source: object, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = str(source)
        self.reason = reason


class StatementError(KgError):
    """A file of statements to check cannot be read."""


class ShapeError(KgError):
    """An article's graph breaks a SHACL shape; it was not loaded."""


class ReasoningError(KgError):
    """The reasoner cannot go on."""


class StoreError(KgError):
    """The store cannot be opened, read or written."""


class StoreLockedError(StoreError):
    """Another process is writing to the store."""


class QueryError(StoreError):
    """The SPARQL text is wrong.

    Args:
        message: What is wrong, with line and column where they are known.
    """


class EvaluationError(QueryError):
    """The SPARQL text can be read, but not be carried out."""


class FormatError(StoreError):
    """A format cannot hold what is to be written in it; another one may."""


class AnswerTooLargeError(StoreError):
    """The answer to a query has more rows or bytes than are allowed."""


class ForbiddenEditError(StoreError):
    """An edit of what only the reasoner writes."""


class ServiceRefusedError(QueryError):
    """The SPARQL text calls a server that may not be called."""


class LoadRefusedError(QueryError):
    """The SPARQL text loads a document that may not be loaded."""


class OutsideError(StoreError):
    """Another server cannot be asked, or its answer cannot be used.

    Args:
        message: Which server or document, and why.
    """


class ServiceFailedError(OutsideError):
    """The endpoint of a `SERVICE` clause gave no answer that can be used."""


class LoadFailedError(OutsideError):
    """The document of a `LOAD` could not be had, or is no RDF graph."""
