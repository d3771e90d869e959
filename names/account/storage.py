"""In which form a name is stored, and how it was read from that, in words."""

from __future__ import annotations

import msgspec

from names.folding.stored_forms import read_stored


class StoredReading(msgspec.Struct, frozen=True):
    """A name that was read from the form of a program or a register.

    Attributes:
        form: The form, in words.
        names: The name as one writes it; in several spellings where it is stored so, or may be divided so.
        born: The year of birth stored with it, or None.
    """

    form: str
    names: tuple[str, ...]
    born: int | None

    @property
    def says(self) -> str:
        """How it was read."""
        year = f", born in {self.born}" if self.born is not None else ""
        return f"read as {' or '.join(self.names)}{year}"


def stored_reading(text: str) -> StoredReading | None:
    """Return the form in which a text stores a name, None where it is a plain name.

    Args:
        text: As asked.

    Examples:
        >>> stored_reading("TOKAYEV<<KASSYM<JOMART").says
        'read as TOKAYEV, KASSYM JOMART'
    """
    stored = read_stored(text)
    return StoredReading(stored.title, stored.names, stored.born) if stored else None
