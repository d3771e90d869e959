"""How often the given name of one listed person with the family name of another is linked to anybody.

    python -m benchmarks.mixtures [GAZETTEER] [--pairs 20000] [--seed 1]

GAZETTEER is any gazetteer file; without it the shipped list is taken. Ordered pairs of people are drawn,
and in the name of the first the family name is replaced by that of the second. Such a name is somebody whom
nobody listed, so each one that comes back `matched` is a wrong link, but for namesakes by chance. Prints
one JSON object: mixtures, how many of them were matched, their share in per cent, and some of the wrong
links.

Which word is the family name is told by `names.folding`: only names are taken where it is one word, and
likely. The two family names are unlike, and so are the two given names: neither close in letters, nor forms
of one given name, as Vladimir and Lado. No listed form has all the words of a mixture, however they are
spelled. Left in are names that differ from a listed one in gender alone.
"""

from __future__ import annotations

import argparse
import collections
import itertools
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from benchmarks.trials import unlike
from names import Entity, Matcher
from names.folding import fold

LEAST_SHARE = 0.6  # of the family name, that a word must have to be taken for it
SHOWN = 20  # wrong links in the report


class Person(msgspec.Struct, frozen=True):
    """A listed name, taken apart.

    Attributes:
        name: As printed.
        words: Its words.
        place: Which of them is the family name.
    """

    name: str
    words: tuple[str, ...]
    place: int

    @property
    def family(self) -> str:
        """The family name."""
        return self.words[self.place]

    @property
    def given(self) -> str:
        """All other words."""
        return " ".join(self.words[: self.place] + self.words[self.place + 1 :])

    def with_family_of(self, other: Person) -> str:
        """Return this name with the family name of another person in the place of its own."""
        return " ".join((*self.words[: self.place], other.family, *self.words[self.place + 1 :]))


class Mixture(msgspec.Struct, frozen=True):
    """A name made of two.

    Attributes:
        text: The name.
        given_of: Whose given name it has.
        family_of: Whose family name.
    """

    text: str
    given_of: str
    family_of: str


def main() -> None:
    """Make mixtures, put them to the matcher, and print what became of them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gazetteer", type=Path, nargs="?", help="else the shipped list")
    parser.add_argument("--pairs", type=int, default=20_000, metavar="N", help="at most (default: 20000)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="draws other pairs")
    given = parser.parse_args()
    matcher = Matcher.open(given.gazetteer) if given.gazetteer else Matcher()
    rng = random.Random(given.seed)
    made = list(itertools.islice(mixtures(matcher.gazetteer.entities, rng), given.pairs))
    if not made:
        parser.error("the list has no two people whose names can be mixed; take a longer one")
    print(json.dumps(report(matcher, made, rng), ensure_ascii=False, indent=1))


def person(name: str) -> Person | None:
    """Return a name taken apart, or None where no single word is likely the family name.

    Examples:
        >>> person("Kassym-Jomart Tokayev").given
        'Kassym-Jomart'
        >>> person("Ban") is None
        True
    """
    spelling = fold(name)
    words = tuple(name.split())
    if len(words) < 2 or not spelling.parts:
        return None
    place = max(range(len(spelling.parts)), key=lambda n: spelling.family[n])
    family = spelling.written[place]
    if spelling.family[place] < LEAST_SHARE or words.count(family) != 1:
        return None
    return Person(name, words, words.index(family))


def mixtures(entities: Sequence[Entity], rng: random.Random) -> Iterator[Mixture]:
    """Yield names made of two listed people, no name twice.

    Args:
        entities: What is listed.
        rng: Draws the pairs.
    """
    found = (person(entity.name) for entity in entities if entity.type in ("person", None))
    pairs = list(itertools.permutations([p for p in found if p], 2))
    rng.shuffle(pairs)
    forms = forms_by_key(entities)
    told: set[str] = set()
    for one, other in pairs:
        text = one.with_family_of(other)
        if text in told or not (unlike(one.family, other.family) and unlike(one.given, other.given)):
            continue
        keys = keys_of(text)
        if given_names_of(one) & given_names_of(other):
            continue
        if not any(keys <= form for form in forms[fold(other.family).parts[0].key]):
            told.add(text)
            yield Mixture(text, one.name, other.name)


def given_names_of(one: Person) -> frozenset[str]:
    """Return the given names of which those of a person may be forms, as Vladimir for Lado."""
    names = [name for part in fold(one.given).parts for name in part.canonical_names]
    return frozenset().union(*names)


def forms_by_key(entities: Iterable[Entity]) -> dict[str, list[frozenset[str]]]:
    """Return the keys of every listed form, by each of them."""
    found: dict[str, list[frozenset[str]]] = collections.defaultdict(list)
    for entity in entities:
        for keys in {keys_of(form.text) for form in entity.forms}:
            for key in keys:
                found[key].append(keys)
    return found


def keys_of(text: str) -> frozenset[str]:
    """Return the class keys of a spelling, which are equal where spelling rules make its words so."""
    return frozenset(part.key for part in fold(text).parts)


def report(matcher: Matcher, made: Sequence[Mixture], rng: random.Random) -> dict[str, object]:
    """Return the figures and some of the wrong links.

    Args:
        matcher: What is asked.
        made: At least one mixture.
        rng: Draws the links that are shown.
    """
    answers = matcher.verdicts([mixture.text for mixture in made], 1)
    wrong = [
        {**msgspec.to_builtins(mixture), "linked_to": answer.entity.name, "score": round(answer.score, 4)}
        for mixture, answer in zip(made, answers, strict=True)
        if answer.entity is not None
    ]
    return {
        "mixtures": len(made),
        "matched": len(wrong),
        "per_cent": round(100 * len(wrong) / len(made), 3),
        "wrong": rng.sample(wrong, min(SHOWN, len(wrong))),
    }


if __name__ == "__main__":
    main()
