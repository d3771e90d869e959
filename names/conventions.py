"""What a column of names follows: which routes its spellings came by, and which rows depart from them.

A spelling tells something only where the ways that could have been taken differ: Nazarbaev is straight from
Kazakh, Nazarbayev came through Russian, and Tokaeva the same as Toqaeva says which. What was learned of one
column can be kept in a file, and lean on the answers of `normalize` where they are uncertain, when asked.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from names import data
from names.errors import NamesError
from names.folding import fold
from names.gazetteer.records import Entity
from names.routes.languages import known_language, languages, script_of_name
from names.routes.paths import Route, roundabout, scheme_words, straight, without_marks
from names.routes.plans import plan_of
from names.styles import Style, Styles

if TYPE_CHECKING:
    from names.matcher import Matcher

FORMAT = 1
PRIOR = 4.0  # names of English-language print that a column is believed like before it has told anything
UNEXPLAINED = 0.02  # share of names that no scheme spells as they stand, among print of any kind
FARTHEST = 3.0  # nats that a habit may speak for or against, at most

Way = tuple[str | None, str]  # the language gone through, or None, and the scheme


class Followed(msgspec.Struct, frozen=True):
    """How far the names of one language follow one way.

    Attributes:
        language: ISO 639-3.
        way: The language gone through, or None, and the scheme.
        fits: Distinct spellings that it gives.
        telling: Distinct spellings of the language that some ways give and others do not.
    """

    language: str
    way: Way
    fits: int
    telling: int

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
        departures: Rows whose spelling the best way of their language does not give, in order.
    """

    names: int
    known: int
    followed: tuple[Followed, ...]
    houses: tuple[House, ...]
    departures: tuple[Departure, ...]

    def best(self, language: str) -> Followed | None:
        """Return the way that most names of a language follow, or None where none tells."""
        return next((each for each in self.followed if each.language == language and each.fits), None)


class _Told(msgspec.Struct, frozen=True):
    """What one spelling tells: the ways of its language, and those of them that give it."""

    language: str
    native: str
    every: frozenset[Way]
    fitting: frozenset[Way]


def conventions(cells: Iterable[tuple[int, str]], matcher: Matcher) -> Conventions:
    """Return what a column of names follows.

    Args:
        cells: Line and spelling of every row.
        matcher: Says whom the spellings stand for; those not matched are left out.

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
    matches = {match.query: match.entity for match in matcher.match_many(lines)}
    found = ((spelling, entity, told(spelling, entity)) for spelling, entity in matches.items() if entity)
    known = [(spelling, entity, its) for spelling, entity, its in found if its is not None]
    telling = [its for _, _, its in known if its.fitting and its.fitting != its.every]
    houses = _houses(telling)
    followed = _followed(telling, houses[0].id)
    best = {each.language: each.way for each in reversed(followed) if each.fits}
    departures = [
        Departure(line, spelling, expected(its, best[its.language]), entity.id)
        for spelling, entity, its in known
        if its.language in best and best[its.language] not in its.fitting
        for line in lines[spelling]
    ]
    departures.sort(key=lambda each: each.line)
    return Conventions(len(lines), len(known), followed, houses, tuple(departures))


def told(spelling: str, entity: Entity) -> _Told | None:
    """Return which ways give a spelling of an entity, or None where none leads from its own language.

    Titles and initials are left out of account, and marks: print leaves them out as it likes.
    """
    folded = fold(spelling)
    together = zip(folded.parts, folded.written, strict=True)
    words = _words(" ".join(written for part, written in together if part.kind == "word"))
    first = next((form for form in entity.forms if form.kind == "native"), None)
    language = known_language(first.lang) if first else None
    if first is None or language is None or not words or script_of_name(spelling) != "Latn":
        return None
    if script_of_name(first.text) != language.script:
        return None
    forms = [
        form.text for form in entity.forms
        if form.kind in ("native", "full") and known_language(form.lang) == language
    ]  # fmt: skip
    every = _ways(first.text, language.id)
    fitting = {way for text in forms for way, given in _ways(text, language.id).items() if words <= given}
    return _Told(language.id, first.text, frozenset(every), frozenset(fitting))


@functools.lru_cache(maxsize=20_000)
def _ways(native: str, language: str) -> Mapping[Way, frozenset[str]]:
    """Return the words that each way gives of a native name, without marks."""
    found: dict[Way, frozenset[str]] = {}
    for ways in (straight, roundabout):
        for text, _, route in ways(native, language):
            if (way := _way(route)) is not None:
                found.setdefault(way, _words(text))
    return found


def _way(route: Route) -> Way | None:
    return None if route.scheme is None else (route.second, route.scheme)


def _words(text: str) -> frozenset[str]:
    return frozenset(
        without_marks(text).lower().replace("-", " ").replace(".", " ").replace(",", " ").split()
    )


def expected(its: _Told, way: Way) -> str:
    """Return how a way spells the name of which a spelling tells."""
    for ways in (straight, roundabout):
        for text, _, route in ways(its.native, its.language):
            if _way(route) == way:
                return text
    return its.native


def _followed(telling: Iterable[_Told], house: str) -> tuple[Followed, ...]:
    """Return how far every way is followed; of ways followed as far, that of a house first."""
    its_ways = {style.id: _ways_of(style) for style in Styles()}[house]
    fits: Counter[tuple[str, Way]] = Counter()
    counts: Counter[str] = Counter()
    ways: dict[str, dict[Way, None]] = {}
    for its in telling:
        counts[its.language] += 1
        ways.setdefault(its.language, dict.fromkeys(_ways(its.native, its.language)))  # in the plan's order
        fits.update((its.language, way) for way in its.fitting)
    every = [
        Followed(language, way, fits[language, way], counts[language])
        for language in ways
        for way in ways[language]
    ]
    every.sort(key=lambda f: (-f.telling, f.language, -f.fits, f.way != its_ways.get(f.language)))
    return tuple(every)


def _houses(telling: Iterable[_Told]) -> tuple[House, ...]:
    told = list(telling)
    found = []
    for house in Styles():
        ways = _ways_of(house)
        known = [its for its in told if its.language in ways]
        fits = sum(ways[its.language] in its.fitting for its in known)
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
        fits: By language, how many of them each way gives.
    """

    source: str
    telling: Mapping[str, int]
    fits: Mapping[str, Mapping[Way, int]]

    @classmethod
    def of(cls, learned: Conventions, source: str) -> Habits:
        """Return the habits of a column.

        Args:
            learned: What it follows.
            source: The column, in words.
        """
        telling = {each.language: each.telling for each in learned.followed}
        fits: dict[str, dict[Way, int]] = {language: {} for language in telling}
        for each in learned.followed:
            if each.fits:
                fits[each.language][each.way] = each.fits
        return cls(source, telling, fits)

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
        fits = self.fits[its.language]
        for way in its.fitting:
            usual += shares[way]
            here = max(here, (fits.get(way, 0) + PRIOR * shares[way]) / total)
        return max(-FARTHEST, min(FARTHEST, math.log(here / usual)))

    def write(self, path: str | Path) -> None:
        """Write the habits to a YAML file, whole or not at all.

        Raises:
            OSError: It cannot be written.
        """
        import yaml

        languages = {
            language: {
                "telling": self.telling[language],
                "fits": [
                    ({"through": through} if through else {}) | {"scheme": scheme, "names": count}
                    for (through, scheme), count in self.fits[language].items()
                ],
            }
            for language in self.telling
        }
        table = {"format": FORMAT, "source": self.source, "languages": languages}
        head = "# What a column of names follows, by names conventions; for normalize --conventions.\n"
        written = head + yaml.safe_dump(table, allow_unicode=True, sort_keys=False)
        unfinished = Path(path).with_name(f".{Path(path).name}.part")
        unfinished.write_text(written, encoding="utf-8")
        unfinished.replace(path)

    @classmethod
    def read(cls, path: str | Path) -> Habits:
        """Return the habits of a file.

        Raises:
            NamesError: The file cannot be read, or is no such file.
        """
        import yaml

        try:
            value = data.parse(Path(path).read_bytes())
            return cls._parsed(value)
        except OSError as error:
            raise NamesError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None
        except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError):
            raise NamesError(
                f"{path} is no file of habits; write one with: names conventions FILE --column C --output "
                f"{path}"
            ) from None

    @classmethod
    def _parsed(cls, value: Any) -> Habits:
        if int(value["format"]) != FORMAT:
            raise ValueError(value["format"])
        fits = {
            language: {(one.get("through"), one["scheme"]): int(one["names"]) for one in its["fits"]}
            for language, its in value["languages"].items()
        }
        telling = {language: int(its["telling"]) for language, its in value["languages"].items()}
        return cls(value["source"], telling, fits)


@functools.cache
def _shares(language: str) -> Mapping[Way, float]:
    """Return the share of print of any kind that each way of a language has."""
    plan = plan_of(language)
    shares: dict[Way, float] = {(None, scheme): share for scheme, share in plan.schemes.items()}
    for second, way in plan.through.items():
        shares |= {(second, scheme): share for scheme, share in way.schemes.items()}
    total = sum(shares.values())
    return {way: share / total for way, share in shares.items()}
