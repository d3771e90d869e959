"""An account as headed rows of text, for a terminal or a page to lay out."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from names.account.assembly import Account, Outlook
from names.account.parts import Piece
from names.decision import Candidate, render_score


class AccountSection(msgspec.Struct, frozen=True):
    """Some rows under a heading.

    Attributes:
        title: The heading.
        rows: Cells of each row; the last one is a text that may be long.
    """

    title: str
    rows: tuple[tuple[str, ...], ...]


def sections(account: Account) -> Iterator[AccountSection]:
    """Yield an account section by section, in the order of the work; those without rows are left out.

    Args:
        account: To be told.
    """
    told = (
        AccountSection("in which form it is stored", tuple(_stored(account))),
        AccountSection("how it was read", tuple((r.text, r.says) for r in account.readings)),
        AccountSection(_beside(account), tuple((r.text, r.says) for r in account.other_readings)),
        AccountSection("evidence (above zero speaks for one bearer)", tuple(_evidence(account))),
        AccountSection("probability", tuple(_shares(account.candidate, account.outlook))),
        AccountSection("decision" if account.outlook else "in the gazetteer", tuple(_decision(account))),
    )
    yield from (section for section in told if section.rows)


def _stored(account: Account) -> Iterator[tuple[str, ...]]:
    for stored in (account.stored, account.other_stored):
        if stored is not None:
            yield stored.form, stored.says


def _beside(account: Account) -> str:
    if account.candidate is None:
        return "how the other was read"
    return f"how the nearest spelling of {account.candidate.entity.name} was read"


def _evidence(account: Account) -> Iterator[tuple[str, ...]]:
    for piece in account.pieces:
        yield (_signed(piece.evidence.weight), *_both(piece), piece.says)
    if account.pieces:
        shown = render_score(account.comparison.score, 2)
        yield (_signed(account.comparison.weight), "in all", "", f"a similarity of {shown}")


def _both(piece: Piece) -> tuple[str, str]:
    return piece.evidence.query or "–", piece.evidence.form or "–"


def _signed(weight: float) -> str:
    return f"{weight + 0.0:+6.1f}"


def _shares(candidate: Candidate | None, outlook: Outlook | None) -> Iterator[tuple[str, ...]]:
    if outlook is None:
        return
    if candidate is not None and outlook.score:
        yield render_score(outlook.score, 2), candidate.entity.name
    others = outlook.candidates - bool(outlook.score)
    if others:
        yield render_score(outlook.others, 2), f"{others} other candidate{'s' if others > 1 else ''}"
    yield render_score(outlook.nobody, 2), "somebody not listed"


def _decision(account: Account) -> Iterator[tuple[str, ...]]:
    if account.outlook is None:
        yield from ((answer.status, answer.reason) for answer in account.answers)
        return
    (answer,), threshold = account.answers, f"{account.outlook.threshold:.2f}"
    if answer.entity is not None:
        score = render_score(answer.score, 2)
        yield answer.status, f"{answer.entity.name} reaches the threshold {threshold} with {score}"
    elif answer.status == "ambiguous":
        yield answer.status, f"no candidate reaches the threshold {threshold}"
    elif answer.candidates:
        yield answer.status, "that nobody listed is meant is likelier than any candidate"
    else:
        yield answer.status, answer.reason
