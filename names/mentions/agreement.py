"""Whether a Slavic form that a man's and a woman's surname share is his or hers, by the words around it.

Назарбаева is she, or of him; Назарбаеву is her, or to him. Asked in this order: a preposition, a title, a
verb or a noun before the name; the verb behind it, where the name begins its clause. What contradicts itself
is told.
"""

from __future__ import annotations

import re
from enum import Enum

from names.mentions.endings import SLAVIC
from names.mentions.spans import Known
from names.mentions.surroundings import Surroundings
from names.mentions.tokens import begins_large

MOST_BEHIND = 4  # words between a name and its verb
# What a man's surname has in the genitive or the dative, and a woman's in the nominative or the accusative
_SHARED = re.compile(r"(?:[оеёєї]в|[иыії]н)[ау]\Z", re.IGNORECASE)
_OF_WOMEN = re.compile(r"(?:[оеёєї]в|[иыії]н|[сц]ьк|ск|цк)а[яя]?\Z", re.IGNORECASE)
_OF_MEN = re.compile(r"(?:[оеёєї]в|[иыії]н|[сцз]ьк?[иі]й|[сц]к[иі]й)\Z", re.IGNORECASE)
_SHE_DID = re.compile(r"[^\W\d_]{2,}(?:ла|лась|лася)\Z")
_NO_VERBS = frozenset(
    "школа школы сила дела скала смола стрела метла игла хвала похвала села стола зала".split()
)
_THEY_DID = re.compile(r"[^\W\d_]{2,}(?:[аеиоуыяїіє]л|лся|ли|лись|лися|[аиіїуя]в|вся)\Z")
_SHE_DOES = re.compile(r"[^\W\d_]{2,}(?:[аеиёуяюю]ет|[лрнд]ит|ится|ется|[аеуює]є)\Z")
_THEY_DO = re.compile(r"[^\W\d_]{2,}(?:[аеиуыя][юя]т|[уаю]тся|[аеуя]ють)\Z")
_INFINITIVE = re.compile(r"[^\W\d_]{2,}(?:ть|ться|ти|тися|чь)\Z")
_HIS_ADJECTIVE = re.compile(r"[^\W\d_]{2,}(?:ого|его|ого|ому|ему)\Z")
_HER_ADJECTIVE = re.compile(r"[^\W\d_]{2,}(?:ая|яя)\Z|(?:сама|одна|вся)\Z")
_HER_TITLE = re.compile(
    r"(?:ица|иця|иса|есса|ша|[^с]ка|жа|иня|ыня|глава|голова|судья|суддя|пани|мать|дочь|сестра)\Z"
)
_OF_HER_TITLE = re.compile(r"(?:ицу|ицю|ису|ессу|шу|ку|жу|иню|ыню|главу|голову|судью|дочь|сестру)\Z")
_ADVERB = re.compile(r"[^\W\d_]{2,}(?:нно|льно|тно|вно|жно|чески|ськи|жды|ажды|чера)\Z")
_SHE = ("она", "вона")
_DATIVE = ("к", "ко", "по")  # prepositions


class Of(Enum):
    """Whose a form is."""

    HIS = "m"
    HERS = "f"
    UNTOLD = "nothing tells"
    BOTH = "what tells contradicts itself"


def is_shared(word: str, language: str) -> bool:
    """Tell whether a form may be a man's and a woman's.

    Examples:
        >>> is_shared("Назарбаева", "ru"), is_shared("Токаєву", "uk"), is_shared("Назарбаевым", "ru")
        (True, True, False)
    """
    return language in SLAVIC and _SHARED.search(word) is not None


def is_of_woman(base: str) -> bool:
    """Tell whether a surname in the nominative is a woman's by its ending.

    Examples:
        >>> is_of_woman("Назарбаева"), is_of_woman("Полонская"), is_of_woman("Шевченко")
        (True, True, False)
    """
    return _OF_WOMEN.search(base) is not None


def gender_of_form(word: str, base: str, language: str) -> str | None:
    """Return the gender of whose surname a word is, read as a form of a base; None where either may bear it.

    Examples:
        >>> gender_of_form("Назарбаева", "Назарбаев", "ru"), gender_of_form("Назарбаева", "Назарбаева", "ru")
        ('m', 'f')
        >>> gender_of_form("Шевченка", "Шевченко", "uk"), gender_of_form("Шевченко", "Шевченко", "uk")
        ('m', None)
    """
    if language not in SLAVIC:
        return None
    if _OF_WOMEN.search(base):
        return "f"
    return "m" if word != base or _OF_MEN.search(base) else None


class Agreement:
    """Tells whose shared forms are.

    Args:
        known: The words of a passage.
        around: Looks around them.
    """

    def __init__(self, known: Known, around: Surroundings) -> None:
        self._passage = known.passage
        self._language = known.language
        self._around = around

    def of(self, at: int) -> Of:
        """Return whose the form at a place is; it must be a shared one."""
        accusative = self._around.word(at).endswith("у")
        before = self._beside(at - 1)
        if not before:
            return self._by_verb_behind(at, accusative)
        if before in self._language.prepositions:
            return Of.HERS if accusative and before not in _DATIVE else Of.HIS
        if before in self._language.titles or before in self._language.trades:
            return self._by_title(before, accusative)
        if before in self._language.adverbs or _ADVERB.match(before):
            return self._by_pair(at, before) or self._by_verb_behind(at, accusative)
        return self._by_verb_before(at, before, accusative) or self._by_noun(at, before, accusative)

    def _beside(self, at: int) -> str:
        """Return the word right before a name, "" where its clause begins."""
        joined = self._passage.joins(at) and at >= 0 and self._passage.gap(at) != "-"
        return self._around.word(at) if joined else ""

    def _by_title(self, title: str, accusative: bool) -> Of:
        if accusative:
            of_hers = _OF_HER_TITLE.search(title) or title.endswith(("а", "я"))
            return Of.HERS if of_hers else Of.HIS
        if _HER_TITLE.search(title) or title[-1] not in "аяуюеєіиыїом":
            return Of.HERS
        return Of.HIS

    def _by_pair(self, at: int, conjunction: str) -> Of | None:
        """Return whose a name is that another name before it is tied to: встреча Путина и Назарбаева."""
        first = at - 2
        if conjunction not in self._language.conjunctions or not self._passage.joins(first):
            return None
        if not begins_large(self._passage.words[first]) or not is_shared(
            self._passage.words[first], self._language.code
        ):
            return None
        told = self.of(first)
        return told if told is not Of.UNTOLD else None

    def _by_verb_before(self, at: int, before: str, accusative: bool) -> Of | None:
        if _SHE_DID.match(before) and before not in _NO_VERBS:
            if accusative:
                return Of.UNTOLD
            return Of.HIS if self._beside(at - 2) in _SHE else Of.HERS
        if _INFINITIVE.match(before) or (
            _THEY_DID.match(before) and not begins_large(self._passage.words[at - 1])
        ):
            return Of.UNTOLD if accusative else Of.HIS
        if _SHE_DOES.match(before):
            return Of.HERS if not accusative and not self._beside(at - 2) else Of.UNTOLD
        if _HER_ADJECTIVE.match(before):
            return Of.HERS
        if _HIS_ADJECTIVE.match(before):
            return Of.HIS
        return None

    def _by_noun(self, at: int, before: str, accusative: bool) -> Of:
        """Return whose a name behind a noun is: his, unless the noun stands apart and she does something."""
        if accusative or len(before) < 2:
            return Of.UNTOLD
        if self._passage.words[at - 1][0].isupper() and not self._passage.opens_sentence(at - 1):
            return Of.UNTOLD
        apart = self._beside(at - 2) in self._language.prepositions
        behind = self._by_verb_behind(at, accusative)
        return Of.BOTH if apart and behind is Of.HERS else Of.HIS

    def _by_verb_behind(self, at: int, accusative: bool) -> Of:
        if accusative:
            return Of.UNTOLD
        for place in range(at, at + MOST_BEHIND):
            if not self._passage.joins(place):
                break
            word = self._around.word(place + 1)
            if _SHE_DID.match(word) and word not in _NO_VERBS:
                return Of.HERS
            if begins_large(self._passage.words[place + 1]):
                continue
            if _SHE_DOES.match(word):
                return Of.HERS
            if _THEY_DID.match(word) or _THEY_DO.match(word):
                return Of.HIS
        return Of.UNTOLD
