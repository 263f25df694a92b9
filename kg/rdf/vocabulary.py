"""The evidence vocabulary: the only `araz:` names that code knows.

They are declared in `ontology/*.ttl`; a test holds the two together. Classes and
relations of the world (`State`, `threatens`, ...) are data; the few that background
knowledge is written with stand in `Background`.
"""

from enum import StrEnum


class Vocabulary(StrEnum):
    """Local names in `araz:`; `names.ontology[name]` gives the IRI."""

    ARTICLE_CLASS = "Article"
    CLAIM_CLASS = "Claim"
    ACT_CLASS = "Act"
    EVIDENCE_CLASS = "Evidence"
    MENTION_CLASS = "Mention"
    LINK_CLASS = "Link"
    OFFICE_HOLDING_CLASS = "OfficeHolding"

    # of articles and mentions
    FINGERPRINT = "fingerprint"
    MODEL = "model"
    MENTIONS = "mentions"
    REFERS_TO = "refersTo"
    MENTION_KIND = "mentionKind"
    CONFIDENCE = "confidence"

    # of claims
    POLARITY = "polarity"
    MODALITY = "modality"
    REPORTED = "reported"
    ATTRIBUTED_TO = "attributedTo"
    START_DATE = "startDate"
    END_DATE = "endDate"
    PLACE = "place"
    ARTICLE = "article"
    PLOVER = "plover"
    EVIDENCE = "evidence"
    ACT = "act"

    # of evidence
    TRIGGER = "trigger"
    SUBJECT_MENTION = "subjectMention"
    OBJECT_MENTION = "objectMention"
    PLACE_MENTION = "placeMention"
    ATTRIBUTION_SOURCE = "attributionSource"
    ATTRIBUTION_CUE = "attributionCue"
    ATTRIBUTION_CONTENT = "attributionContent"
    FRAME = "frame"

    # of links
    ENTITY = "entity"
    TARGET = "target"
    LINK_PREDICATE = "linkPredicate"
    SCORE = "score"
    METHOD = "method"
    TYPE_AGREEMENT = "typeAgreement"
    DATE = "date"

    # of office holdings
    HOLDER = "holder"
    POSITION_TITLE = "positionTitle"
    STATE = "state"
    START = "start"
    END = "end"
    AS_OF = "asOf"
    STATUS = "status"
    SOURCE = "source"
