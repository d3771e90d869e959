"""An entity gathered from several rows or properties: its names, and what else they say of it."""

from __future__ import annotations

from typing import Any

from names.gazetteer.list_accounts import ListAccount
from names.gazetteer.spellings_given import SpellingsGiven, is_native, is_only_an_item


class GatheredEntity:
    """Collects what is said of one entity, in whatever order it comes.

    Args:
        id: Of the entity.
        line: Where it was met first.
    """

    def __init__(self, id: str, line: int) -> None:
        self.id, self.line = id, line
        self._labels: dict[tuple[str, str | None], None] = {}
        self._aliases: dict[tuple[str, str | None], None] = {}
        self._said: dict[str, dict[Any, None]] = {}
        self._ids: dict[str, str] = {}
        self.bare_label = ""

    def label(self, text: str, lang: str | None = None) -> None:
        """Take a label; one that is only the id of an item is none."""
        if is_only_an_item(text):
            self.bare_label = text
        elif text.strip():
            self._labels[text.strip(), lang] = None

    def alias(self, text: str, lang: str | None = None) -> None:
        """Take another name."""
        if text.strip() and not is_only_an_item(text):
            self._aliases[text.strip(), lang] = None

    def say(self, key: str, value: Any) -> None:
        """Take a value of `born`, `country`, `gender` or `type`."""
        self._said.setdefault(key, {})[value] = None

    def outside_id(self, scheme: str, value: str) -> None:
        """Take what the entity is called elsewhere."""
        self._ids.setdefault(scheme, value)

    def record(self, account: ListAccount) -> dict[str, Any] | None:
        """Return the entity as a record, None where it has no name.

        Of several years, countries, genders or types none is said: the account tells.

        Args:
            account: Takes what is left and doubted.
        """
        name = self._name()
        if name is None:
            what = "entities whose label is only an id" if self.bare_label else "entities without a name"
            account.leave(what, self.bare_label or self.id, self.line)
            return None
        spellings = SpellingsGiven(name)
        for text, lang in self._labels:
            spellings.add(text, lang)
        for text, lang in self._aliases:
            spellings.add_alias(text, lang)
        fields: dict[str, Any] = {"id": self.id, "name": name, **spellings.fields()}
        for key, values in self._said.items():
            if len(values) == 1:
                fields[key] = next(iter(values))
            else:
                several = ", ".join(map(str, values))
                account.doubt(
                    f'entities with several values of "{key}", of which none is taken', several, self.line
                )
        return fields | ({"ids": self._ids} if self._ids else {})

    def _name(self) -> str | None:
        """Return the name to print: of no language or in English, else in Latin letters, else the first."""

        def rank(label: tuple[str, str | None]) -> int:
            text, lang = label
            if lang in ("en", "mul", None) and not is_native(text):
                return ("en", "mul", None).index(lang)
            return 3 + is_native(text)

        best = min(self._labels, key=rank, default=None)
        return best[0] if best else None
