"""The full account behind an answer: why a spelling is, or is not, an entity or another spelling.

It is collected in the order of the work:

1. in which form they are stored (`storage`), and how both were read,
2. what each piece of evidence added or took, and by which rule letters count as one (`parts`),
3. what share of the probability that left to the entity, to other candidates, and to nobody listed,
4. the decision, and for a miss the stage that lost it (`verdict`).
"""

from names.account.assembly import Account, Outlook, explain
from names.account.parts import PartReading, Piece
from names.account.sections import AccountSection, sections
from names.account.storage import StoredReading
from names.account.verdict import Stage

__all__ = [
    "Account",
    "AccountSection",
    "Outlook",
    "PartReading",
    "Piece",
    "Stage",
    "StoredReading",
    "explain",
    "sections",
]
