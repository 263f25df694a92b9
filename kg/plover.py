"""The PLOVER type of the event that a claim reports.

A relation has a type of its own, but what is only said to come is an event of another
type than what is done: who plans to cooperate agrees, who will strike threatens, who
refuses to cooperate rejects, who will protest threatens too (133), and who will not
use force concedes (CAMEO codebook 1.1b3, sections 03, 08, 12 and 13). What is denied is
no event. What is done may be told more finely than the relation tells: an agreement
that is signed is formal support (section 05), one that is to be signed is agreed.
"""

from typing import TYPE_CHECKING

from kg.model import Claim, Modality, Polarity

if TYPE_CHECKING:
    from kg.ontology import Ontology

_COOPERATIVE = ("AGREE", "AID", "CONCEDE", "CONSULT", "COOPERATE", "RETREAT")
_FORCIBLE = ("ASSAULT", "COERCE", "SANCTION")
_WILL = dict.fromkeys(_COOPERATIVE, "AGREE") | dict.fromkeys(
    (*_FORCIBLE, "PROTEST"), "THREATEN"
)
_DID_NOT = dict.fromkeys(_COOPERATIVE, "REJECT")
_WILL_NOT = _DID_NOT | dict.fromkeys(_FORCIBLE, "CONCEDE")


def event_type(claim: Claim, ontology: "Ontology") -> str | None:
    """Return the PLOVER type of the event a claim reports, if it reports one."""
    code = ontology.plover(claim.predicate)
    if code is None:
        return None
    is_to_come = claim.modality in {Modality.PLANNED, Modality.CONDITIONAL}
    if claim.polarity is Polarity.POSITIVE and claim.modality is Modality.ACTUAL:
        return next((e.event for e in claim.evidence if e.event), code)
    if claim.polarity is Polarity.POSITIVE:
        return _WILL.get(code, code) if is_to_come else code
    if is_to_come:
        return _WILL_NOT.get(code)
    return None if claim.reported else _DID_NOT.get(code)
