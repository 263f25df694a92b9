"""What the form in which a name is known says: how sure it is, what it is called."""

from kg.gazetteer import Candidate, NameForm
from kg.gazetteer.folding import fold

# How sure a form of a name makes that the entry is meant.
_SCORES = {
    NameForm.NAME: 1.0,
    NameForm.ALIAS: 0.95,
    NameForm.FOLDED: 0.9,
    NameForm.DEMONYM: 0.9,
    NameForm.METONYM: 0.85,
    NameForm.TURNED: 0.9,
    NameForm.BARE: 0.85,
    NameForm.INITIALS: 0.8,
    NameForm.SHORT: 0.7,
    NameForm.SURNAME: 0.6,
    NameForm.FUZZY: 0.6,
}
# Only after other spellings were levelled is the name the same.
_TRANSLITERATED = 0.8
# What the links that are found so have for their method.
METHODS = {
    NameForm.NAME: "exact",
    NameForm.ALIAS: "alias",
    NameForm.FOLDED: "folded",
    NameForm.DEMONYM: "demonym",
    NameForm.METONYM: "metonym",
    NameForm.TURNED: "turned",
    NameForm.BARE: "bare",
    NameForm.INITIALS: "initials",
    NameForm.SHORT: "short",
    NameForm.SURNAME: "surname",
    NameForm.FUZZY: "fuzzy",
}
DERIVED_FORMS = frozenset(
    (
        NameForm.TURNED,
        NameForm.BARE,
        NameForm.INITIALS,
        NameForm.SHORT,
        NameForm.SURNAME,
        NameForm.FUZZY,
    )
)


def form_score(candidate: Candidate, name: str) -> float:
    """Return how sure the form of a name makes that the entry is meant."""
    if candidate.form is NameForm.FOLDED and fold(candidate.surface) != fold(name):
        return _TRANSLITERATED
    return _SCORES[candidate.form]


def is_called(candidate: Candidate) -> bool:
    """Say whether a candidate bears the name, as it is written or as another one."""
    return candidate.form in (NameForm.NAME, NameForm.ALIAS)
