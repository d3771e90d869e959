"""People whom no list has: runs of words with capitals that look like the name of a person."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from names.folding.name_parts import father_of, masculine_of, name_parts
from names.folding.spelling import fold_words
from names.gazetteer.countries import country_of, is_known
from names.mentions.endings import bases
from names.mentions.mention import Mention
from names.mentions.spans import Known
from names.mentions.surroundings import Surroundings
from names.mentions.together import place

MOST_WORDS = 4  # of a person's name
FEWEST_WORDS = 2
SHORTEST_COUNTRY = 4  # letters; shorter words are codes of countries too
MOST_KEPT = 20_000  # words remembered


def strangers(around: Surroundings, known: Known, text: str) -> list[Mention]:
    """Return the names of people who are in no list, with the status `unknown`.

    Args:
        around: Looks around words; knows which are part of a mention.
        known: The words of the window.
        text: The window as given.
    """
    found: list[Mention] = []
    for first, last in _runs(around, known):
        if not FEWEST_WORDS <= last - first + 1 <= MOST_WORDS or not _is_person(first, last, around, known):
            continue
        start, end = place(known, first, last)
        name = text[start:end]
        reason = f"“{' '.join(name.split())}” looks like the name of a person, and no list has it."
        found.append(Mention(start, end, name, None, None, 0.0, "unknown", reason))
    return found


def _runs(around: Surroundings, known: Known) -> Iterator[tuple[int, int]]:
    """Yield the first and the last word of runs of words with capitals that nothing explains."""
    first: int | None = None
    passage = known.passage
    for at in range(len(passage)):
        fits = passage.words[at][0].isupper() and not around.is_taken(at) and not around.is_explained(at)
        if fits and (passage.in_headline(at) or _is_other(at, around, known)):
            fits = False
        if fits and first is None:
            first = at
        ends = not fits or not passage.joins(at) or bool(known.entry(at).outside)
        if ends and first is not None:
            yield first, at if fits else at - 1
            first = None


def _is_other(at: int, around: Surroundings, known: Known) -> bool:
    """Tell whether a word is no part of a person's name: an acronym, a trade, or a country."""
    word, language = known.passage.words[at], known.language
    if len(word) > 1 and word.isupper() and not known.passage.in_capitals(at) and not known.is_initial(at):
        return True
    if word.lower() in language.trades:
        return True
    return is_country(word, language.code) and not around.is_given_name(at)


@functools.lru_cache(maxsize=MOST_KEPT)
def is_country(word: str, language: str) -> bool:
    """Tell whether a word names a country, in any case.

    Examples:
        >>> is_country("Украины", "ru"), is_country("Владимир", "ru")
        (True, False)
    """
    return len(word) >= SHORTEST_COUNTRY and any(
        is_known(country_of(base.text)) for base in bases(word, language)
    )


def _is_person(first: int, last: int, around: Surroundings, known: Known) -> bool:
    """Tell whether a run looks like a person's name by a given name, a title or the ending of a surname."""
    if around.is_called_after(first, last, person=True) or around.is_another_body(last):
        return False
    words = range(first, last + 1)
    if any(around.is_of_body(at) for at in words) or all(known.passage.words[at].isupper() for at in words):
        return False
    if around.titles(first) or any(around.is_given_name(at) for at in words):
        return True
    keys = [part.key for part in fold_words(" ".join(known.passage.words[first : last + 1])).parts]
    endings = tuple(masculine for masculine, _ in name_parts().surnames if len(masculine) > 1)
    return any(masculine_of(key) or father_of(key) or key.endswith(endings) for key in keys)
