"""What a column of names follows: which routes its spellings came by, and which rows depart from them.

A spelling tells something only where the ways that could have been taken differ: Nazarbaev is straight from
Kazakh, Nazarbayev came through Russian, and Tokaeva the same as Toqaeva says which. What was learned of one
column can be kept in a file, and lean on the answers of `normalize` where they are uncertain, when asked.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from names import data
from names.bounds import read_document
from names.errors import NamesError
from names.gazetteer.records import Entity, Form
from names.routes.derivation import kept_words, name_words, words_of
from names.routes.languages import known_language, languages, script_of_name
from names.routes.plans import plan_of
from names.routes.route import Route, roundabout, scheme_words, straight, without_marks
from names.styles import Style, Styles, is_translated

if TYPE_CHECKING:
    from names.matcher import Matcher

FORMAT = 1
PRIOR = 4.0  # names of English-language print that a column is believed like before it has told anything
UNEXPLAINED = 0.02  # share of names that no scheme spells as they stand, among print of any kind
FARTHEST = 3.0  # nats that a habit may speak for or against, at most
FOLLOWED = 0.8  # share of the names that tell from which what a way does not give departs from it
AT_ONCE = 2000  # spellings of a column matched in one go
ROUNDS = 200  # of an estimate; after so many it changes by less than is kept of it
MOST_NAMES = 10**12  # in a column: more would be a slip in the file

_APOSTROPHES = str.maketrans(dict.fromkeys("'‘ʼʹ′´`", "’") | dict.fromkeys('"“ʺ″', "”"))  # of print

Number = TypeVar("Number", int, float)
Way = tuple[str | None, str]  # the language gone through, or None, and the scheme


class Followed(msgspec.Struct, frozen=True):
    """How far the names of one language follow one way.

    Attributes:
        language: ISO 639-3.
        way: The language gone through, or None, and the scheme.
        fits: Distinct spellings that it gives.
        telling: Distinct spellings of the language that some ways give and others do not.
        came: How many of those came by it, by estimate; one that several ways give is shared among them.
    """

    language: str
    way: Way
    fits: int
    telling: int
    came: float

    @property
    def share(self) -> float:
        """Spellings that it gives among those that tell, from 0.0 to 1.0; 0.0 where none tells."""
        return self.fits / self.telling if self.telling else 0.0

    @property
    def words(self) -> str:
        """The way in words, as `through Russian by ICAO 2015`."""
        through, scheme = self.way
        return (f"through {languages()[through].name} " if through else "") + scheme_words(scheme)


class House(msgspec.Struct, frozen=True):
    """How far a column follows a house style.

    Attributes:
        id: Of the style.
        title: The house.
        fits: Distinct spellings that it gives.
        telling: Distinct spellings that tell, in languages that the style knows.
    """

    id: str
    title: str
    fits: int
    telling: int


class Departure(msgspec.Struct, frozen=True):
    """A row that departs from what its column follows.

    Attributes:
        line: Where the row begins, from 1.
        spelling: As it stands there.
        expected: What the column's way would give.
        entity: Id of what it stands for.
    """

    line: int
    spelling: str
    expected: str
    entity: str


class Conventions(msgspec.Struct, frozen=True):
    """What a column of names follows.

    Attributes:
        names: Distinct spellings in the column.
        known: Those matched with an entity that has a native name routes begin with.
        followed: Every way by language, the language of most telling names first, its best way first.
        houses: House styles, the one that gives most first.
        departures: Rows whose spelling the best way of their language does not give, in order; but those that
            the record itself has for the house, and only where most follow that way.
        unread: Distinct spellings in other letters than Latin ones, which tell nothing.
    """

    names: int
    known: int
    followed: tuple[Followed, ...]
    houses: tuple[House, ...]
    departures: tuple[Departure, ...]
    unread: int

    def best(self, language: str) -> Followed | None:
        """Return the way that most names of a language follow, or None where none tells."""
        return next((each for each in self.followed if each.language == language and each.fits), None)


class _Spelled(msgspec.Struct, frozen=True):
    """What a way gives: the text, and its words in small letters, with marks as well as without."""

    text: str
    words: frozenset[str]


class _Stated(msgspec.Struct, frozen=True):
    """What one spelling tells.

    Attributes:
        language: Of the name, ISO 639-3.
        asked: The words that were spelled.
        given: What every way of the language gives of its listed names; the plain name comes first.
        fitting: The ways that give the spelling.
        chosen: The houses for which the record itself has this spelling, whatever the ways give.
        entity: Whose name it is.
    """

    language: str
    asked: frozenset[str]
    given: Mapping[Way, tuple[_Spelled, ...]]
    fitting: frozenset[Way]
    chosen: frozenset[str]
    entity: Entity

    @property
    def tells(self) -> bool:
        """Whether some ways give it and others do not."""
        return 0 < len(self.fitting) < len(self.given)

    def expected(self, way: Way) -> str:
        """Return how a way spells the words asked, or the whole name where they cannot be told."""
        text = self.given[way][0].text
        plain = frozenset(map(without_marks, self.asked))
        every = [words_of(without_marks(spelled[0].text)) for spelled in self.given.values()]
        met = [not plain.isdisjoint(at) for at in zip(*every, strict=False)]
        return kept_words(text, met) if any(met) else text


def conventions(
    cells: Iterable[tuple[int, str]], matcher: Matcher, styles: Styles | None = None
) -> Conventions:
    """Return what a column of names follows.

    Args:
        cells: Line and spelling of every row.
        matcher: Says whom the spellings stand for; those not matched are left out.
        styles: The house styles to look for; None for the shipped ones.

    Examples:
        >>> from names import Matcher
        >>> column = ["Qasym-Zhomart Toqaev", "Nursultan Nazarbaev", "Erlan Qoshanov"]
        >>> learned = conventions(enumerate(column, 2), Matcher())
        >>> learned.houses[0].id, learned.best("kaz").share
        ('rferl', 1.0)
    """
    lines: dict[str, list[int]] = {}
    for line, spelling in cells:
        if spelling.strip():
            lines.setdefault(spelling.strip(), []).append(line)
    found = ((spelling, entity.id, told(spelling, entity)) for spelling, entity in _matched(lines, matcher))
    known = [(spelling, id, its) for spelling, id, its in found if its is not None]
    telling = [its for _, _, its in known if its.tells]
    styles = styles or Styles()
    houses = _houses(telling, styles)
    its_ways = next(_ways_of(style) for style in styles if style.id == houses[0].id)
    followed = _followed(telling, its_ways)
    best = {each.language: each.way for each in reversed(followed) if each.share >= FOLLOWED}
    departures = [
        Departure(line, spelling, its.expected(best[its.language]), id)
        for spelling, id, its in known
        if its.language in best and best[its.language] not in its.fitting and houses[0].id not in its.chosen
        for line in lines[spelling]
    ]
    departures.sort(key=lambda each: each.line)
    unread = sum(script_of_name(spelling) != "Latn" for spelling in lines)
    return Conventions(len(lines), len(known), followed, houses, tuple(departures), unread)


def _matched(spellings: Iterable[str], matcher: Matcher) -> Iterator[tuple[str, Entity]]:
    """Yield the spellings that are matched, each with what it stands for; whole answers would fill memory."""
    queue = iter(spellings)
    while some := list(itertools.islice(queue, AT_ONCE)):
        yield from ((match.query, match.entity) for match in matcher.match_many(some) if match.entity)


def told(spelling: str, entity: Entity) -> _Stated | None:
    """Return which ways give a spelling of an entity, or None where none leads from its own language.

    Titles and initials are left out of account. Print leaves out marks as it likes, but adds none. A name
    that houses translate tells nothing.
    """
    first = next((form for form in entity.forms if form.kind == "native"), None)
    language = known_language(first.lang) if first else None
    asked = frozenset(map(_with_one_apostrophe, name_words(spelling)))
    if language is None or not asked or script_of_name(spelling) != "Latn" or is_translated(entity):
        return None
    given = _given(entity.forms, language.id)
    if not given:
        return None
    fitting = {way for way, its in given.items() if any(asked <= spelled.words for spelled in its)}
    chosen = {house for house, text in entity.styles.items() if asked <= _words_of_print(text)}
    return _Stated(language.id, asked, given, frozenset(fitting), frozenset(chosen), entity)


@functools.lru_cache(maxsize=20_000)
def _given(forms: tuple[Form, ...], language: str) -> Mapping[Way, tuple[_Spelled, ...]]:
    """Return what every way gives of the listed names in a language, in the order of its plan.

    A way through a second language gives first what it makes of the names listed in that one.
    """
    listed: dict[str, list[str]] = {}
    for form in forms:
        its = known_language(form.lang) if form.kind in ("native", "full") else None
        if its is not None and script_of_name(form.text) == its.script:
            listed.setdefault(its.id, []).append(form.text)
    given: dict[Way, tuple[_Spelled, ...]] = {}
    for text in listed.get(language, ()):
        for way, spelled in _ways(text, language).items():
            given[way] = (*given.get(way, ()), spelled)
    for second, scheme in given:
        texts = listed.get(second, ()) if second else ()
        found = [_ways(text, second)[None, scheme] for text in texts if (None, scheme) in _ways(text, second)]
        given[second, scheme] = (*found, *given[second, scheme])
    return given


@functools.lru_cache(maxsize=20_000)
def _ways(native: str, language: str) -> Mapping[Way, _Spelled]:
    """Return what each way gives of a native name, with the marks of its scheme."""
    found: dict[Way, _Spelled] = {}
    for ways in (straight, roundabout):
        for text, _, route in ways(native, language):
            if (way := _way(route)) is not None and way not in found:
                found[way] = _Spelled(text, _words_of_print(text))
    return found


def _words_of_print(text: str) -> frozenset[str]:
    """Return the words that print may have for those of a text: with its marks, or without."""
    return frozenset((*map(_with_one_apostrophe, words_of(text)), *words_of(without_marks(text))))


def _exact_words(text: str) -> frozenset[str]:
    """Return the words of a text with their marks: a house that has marks prints them."""
    return frozenset(map(_with_one_apostrophe, words_of(text)))


def _with_one_apostrophe(word: str) -> str:
    return word.translate(_APOSTROPHES)


def _way(route: Route) -> Way | None:
    return None if route.scheme is None else (route.second, route.scheme)


def _followed(telling: Iterable[_Stated], its_ways: Mapping[str, Way]) -> tuple[Followed, ...]:
    """Return how far every way is followed; of ways followed as far, that of a house first."""
    fitting: dict[str, Counter[frozenset[Way]]] = {}
    for its in telling:
        fitting.setdefault(its.language, Counter())[its.fitting] += 1
    every = []
    for language, sets in fitting.items():
        came = _came(sets, _shares(language))
        for way in came:  # in the plan's order
            fits = sum(count for given, count in sets.items() if way in given)
            every.append(Followed(language, way, fits, sets.total(), came[way]))
    every.sort(key=lambda f: (-f.telling, f.language, -f.fits, f.way != its_ways.get(f.language)))
    return tuple(every)


def _came(sets: Counter[frozenset[Way]], shares: Mapping[Way, float]) -> dict[Way, float]:
    """Return how many spellings came by each way, by estimate.

    A spelling that several ways give is shared among them as the column and print of any kind have them. The
    president's office spells Marat Omarov as RFE/RL does; where Jomart is never met, it gets none of him.

    Args:
        sets: How many spellings are given by each set of ways.
        shares: Of print of any kind, by way.

    Source: expectation and maximization for the weights of a mixture (Dempster, Laird and Rubin, 1977).
    """
    came = dict.fromkeys(shares, 0.0)
    for _ in range(ROUNDS):
        weight = {way: came[way] + PRIOR * share for way, share in shares.items()}
        came = dict.fromkeys(shares, 0.0)
        for given, count in sets.items():
            together = sum(weight[way] for way in given)
            for way in given:
                came[way] += count * weight[way] / together
    return came


def _houses(telling: Sequence[_Stated], styles: Styles) -> tuple[House, ...]:
    found = []
    for house in styles:
        ways, display = _ways_of(house), styles.display(house.id)
        known = [its for its in telling if its.language in ways]
        fits = sum(
            house.id in its.chosen
            or its.asked <= _exact_words(display(its.entity))
            or any(its.asked <= _exact_words(each.text) for each in its.given.get(ways[its.language], ()))
            for its in known
        )
        found.append(House(house.id, house.title, fits, len(known)))
    found.sort(key=lambda house: (-house.fits, house.telling))
    return tuple(found)


def _ways_of(house: Style) -> Mapping[str, Way]:
    return {language: (way.through, way.scheme) for language, way in house.languages.items()}


class Habits(msgspec.Struct, frozen=True):
    """What was learned of a column, ready to lean on answers.

    Attributes:
        source: The column it was learned from, in words.
        telling: By language, how many names told something.
        came: By language, how many of them came by each way, by estimate, to a hundredth.
    """

    source: str
    telling: Mapping[str, int]
    came: Mapping[str, Mapping[Way, float]]

    @classmethod
    def of(cls, learned: Conventions, source: str) -> Habits:
        """Return the habits of a column.

        Args:
            learned: What it follows.
            source: The column, in words.
        """
        telling = {each.language: each.telling for each in learned.followed}
        came: dict[str, dict[Way, float]] = {language: {} for language in telling}
        for each in learned.followed:
            if count := round(each.came, 2):
                came[each.language][each.way] = count
        return cls(source, telling, came)

    def leaning(self, spelling: str, entity: Entity) -> float:
        """Return how much likelier this column spells an entity so than print of any kind does, in nats.

        Args:
            spelling: As it stands in the column.
            entity: Whom it may stand for.

        Returns:
            Above zero where the column's ways give the spelling, below where they would give another; at most
            `FARTHEST` either way, and 0.0 where nothing can be told.
        """
        its = told(spelling, entity)
        if its is None or not self.telling.get(its.language):
            return 0.0
        usual, here = UNEXPLAINED, UNEXPLAINED
        shares = _shares(its.language)
        total = self.telling[its.language] + PRIOR
        came = self.came[its.language]
        for way in its.fitting:
            usual += shares[way]
            here += (came.get(way, 0.0) + PRIOR * shares[way]) / total
        return max(-FARTHEST, min(FARTHEST, math.log(here / usual)))

    def text(self) -> str:
        """Return the habits as the content of a file, for `read`."""
        import yaml

        languages = {
            language: {
                "telling": self.telling[language],
                "ways": [
                    ({"through": through} if through else {}) | {"scheme": scheme, "names": count}
                    for (through, scheme), count in self.came[language].items()
                ],
            }
            for language in self.telling
        }
        table = {"format": FORMAT, "source": self.source, "languages": languages}
        head = "# What a column of names follows, by names conventions; for normalize --conventions.\n"
        return head + yaml.safe_dump(table, allow_unicode=True, sort_keys=False)

    @classmethod
    def read(cls, path: str | Path) -> Habits:
        """Return the habits of a file.

        Raises:
            NamesError: The file cannot be read, or is no such file.
        """
        import yaml

        try:
            value = data.parse(read_document(path))
            return cls._parsed(value)
        except OSError as error:
            raise NamesError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None
        except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError, RecursionError):
            raise NamesError(
                f"{path} is no file of habits; write one with: names conventions FILE --column C --output "
                f"{path}"
            ) from None

    @classmethod
    def _parsed(cls, value: Any) -> Habits:
        if int(value["format"]) != FORMAT or not isinstance(value["source"], str):
            raise ValueError(value["format"])
        entries = value["languages"].items()
        telling = {language: _within(int(its["telling"]), MOST_NAMES) for language, its in entries}
        came = {
            language: {
                (one.get("through"), one["scheme"]): _within(float(one["names"]), telling[language])
                for one in its["ways"]
            }
            for language, its in entries
        }
        return cls(value["source"], telling, came)


def _within(count: Number, most: int) -> Number:
    """Return a count of names.

    Raises:
        ValueError: It is beyond what there can be.
    """
    if not 0 <= count <= most:
        raise ValueError(count)
    return count


@functools.cache
def _shares(language: str) -> Mapping[Way, float]:
    """Return the share of print of any kind that each way of a language has."""
    plan = plan_of(language)
    shares: dict[Way, float] = {(None, scheme): share for scheme, share in plan.schemes.items()}
    for second, way in plan.through.items():
        shares |= {(second, scheme): share for scheme, share in way.schemes.items()}
    total = sum(shares.values())
    return {way: share / total for way, share in shares.items()}
