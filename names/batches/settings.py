"""What the kernel is told once: every number, weight and table, from the module that states it."""

from __future__ import annotations

import functools
import hashlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from names import cache, rarity
from names.candidates import blocks, estimate, leads, near, packing, search
from names.candidates.frequencies import number_of_key
from names.candidates.index_builder import ENTITY_TYPES, FORM_KINDS
from names.evidence import (
    BODY_WEIGHTS,
    PLACE_WEIGHTS,
    WEIGHTS,
    Weights,
    distance,
    letter_costs,
    pairing,
    slips,
    weights_for,
)
from names.evidence import comparison as comparing
from names.folding import roles
from names.folding.given_names import canonical_numbers
from names.folding.kernel_keys import KEY_ENCODING, classes_of, spelled
from names.folding.keys import CLASS_LETTERS, MAX_LETTERS, VOWELS, spelling_rules
from names.folding.name_parts import name_parts
from names.folding.part import KANJI
from names.kernel import Arrays, Library

_COSTS_EACH = 64  # in a row, of which only those of letters that there are count
_FORMS_OF_THE_NAME = ("full", "name", "native")


def settings(library: Library, limits: Mapping[str, float]) -> Arrays:
    """Return all that the kernel asks for once.

    Args:
        library: The kernel.
        limits: The numbers that a matcher states, by name.
    """
    numbers = _numbers() | dict(limits)
    weights = itertools.chain.from_iterable(
        _weights(library, by) for by in (WEIGHTS, BODY_WEIGHTS, PLACE_WEIGHTS)
    )
    return Arrays(
        library.said("tables"), _tables(), [*(numbers[name] for name in library.said("numbers")), *weights]
    )


def _weights(library: Library, by: Weights) -> Iterator[float]:
    """Yield the weights in the order of the kernel (a word of C has a `_` behind it), then those of pairs."""
    yield from (getattr(by, name.rstrip("_")) for name in library.said("weights"))
    for name in library.said("weight_maps"):
        yield from (getattr(by, name)[writing] for writing in library.said("pair_writings"))


def _numbers() -> dict[str, float]:
    """Return every number that the kernel asks for, from the module that states it."""
    return {
        "settles": True,
        "unlike": distance.UNLIKE,
        "farthest_slip": distance.FARTHEST_SLIP,
        "farthest_joined": pairing.FARTHEST_JOINED,
        "farthest_father": pairing.FARTHEST_FATHER,
        "longest_joined_han": pairing.LONGEST_JOINED[True],
        "longest_joined": pairing.LONGEST_JOINED[False],
        "longest_native": roles.LONGEST_NATIVE,
        "least_share": comparing.LEAST_SHARE,
        "little_share": comparing.LITTLE_SHARE,
        **{f"role_{name}": value for name, value in msgspec.structs.asdict(roles.roles()).items()},
        "letter_whole": letter_costs.WHOLE,
        "shortest": slips.SHORTEST,
        "shortest_with_one_more": slips.SHORTEST_WITH_ONE_MORE,
        "lost": comparing.LOST,
        "shortest_telling": comparing.SHORTEST_TELLING,
        "mostly_lost": comparing.MOSTLY_LOST,
        "contradicts_below": comparing.UNLIKE,
        "max_near": near.MAX_NEAR,
        "max_forms": leads.MAX_FORMS,
        "looked_at": search.LOOKED_AT,
        "narrow": search.NARROW,
        "narrow_equal": search.NARROW_EQUAL,
        "slack": search.SLACK,
        "forms_each": search.FORMS_EACH,
        "opposed": search.OPPOSED,
        "usual": estimate.USUAL,
        "covers_query": search.COVERS_QUERY,
        "covers_form": search.COVERS_FORM,
        "shortest_alone": search.SHORTEST_ALONE,
        "short_key": blocks.SHORT_KEY,
        "long_skeleton": blocks.LONG_SKELETON,
        "shortest_joined": blocks.SHORTEST_JOINED,
        "max_letters": MAX_LETTERS,
        "script_latin": packing.number_of_script("LATIN"),
        "script_cjk": packing.number_of_script("CJK"),
        "script_kanji": packing.number_of_script(KANJI),
        "script_hangul": packing.number_of_script("HANGUL"),
        "form_short": FORM_KINDS.index("short"),
        "form_acronym": FORM_KINDS.index("acronym"),
        "forms_of_the_name": _bits(FORM_KINDS.index(kind) for kind in _FORMS_OF_THE_NAME),
        "background": rarity.BACKGROUND,
        **{f"share_of_{kind}": share for kind, share in rarity.SHARES_OF_BODIES.items()},
        "types_of_bodies": _bits(
            n for n, type in enumerate(ENTITY_TYPES) if weights_for(type) is BODY_WEIGHTS
        ),
        "types_of_places": _bits(
            n for n, type in enumerate(ENTITY_TYPES) if weights_for(type) is PLACE_WEIGHTS
        ),
    }


def _bits(places: Iterator[int]) -> int:
    return sum(1 << place for place in places)


@functools.cache
def _tables() -> dict[str, Any]:
    """Return every table that the kernel asks for."""
    masculine, feminine = zip(*name_parts().surnames, strict=True)
    alike = [text for pair in slips.alike().items() for text in pair]
    world = rarity.world()
    (keys, key_shares), (skeletons, skeleton_shares) = _by_number(world.keys, world.skeletons)
    return {
        "world_keys": keys,
        "world_key_shares": key_shares,
        "world_skeleton": skeletons,
        "world_skeleton_shares": skeleton_shares,
        "key_shares": rarity.KEY_SHARE,
        "skeleton_shares": rarity.SKELETON_SHARE,
        "spelled": spelled(),
        "classes": classes_of(spelling_rules().skeleton),
        "letter_places": _letter_places(),
        "letter_costs": _letter_costs(),
        "run_vowels": np.frombuffer(pairing.RUN_VOWELS.encode(), np.uint8),
        "vowels": np.frombuffer(VOWELS.encode(KEY_ENCODING), np.uint8),
        **_words("endings", "ending_ends", [ending for ending, _ in name_parts().patronymics]),
        "ending_genders": [packing.number_of_gender(gender) for _, gender in name_parts().patronymics],
        **_words("feminines", "feminine_ends", feminine),
        **_words("masculines", "masculine_ends", masculine),
        **_words("shared_endings", "shared_ending_ends", [ending for ending, _ in name_parts().shared]),
        **_words("surname_endings", "surname_ending_ends", name_parts().of_surnames),
        "shared_skeletons": [size for _, size in name_parts().shared],
        **_words(
            "family_keys",
            "family_key_ends",
            sorted(roles.family_keys(), key=lambda key: key.encode(KEY_ENCODING)),
        ),
        "touching": sorted(ord(a) << 32 | ord(b) for a, b in slips.neighbours()),
        "alike": [ord(letter) for text in alike for letter in text],
        "alike_ends": list(itertools.accumulate(map(len, alike))),
        "canonical_blocks": [blocks.number_of(f"~{name}") for name in canonical_numbers()],
    }


def _letter_places() -> list[int]:
    """Return of each letter of keys, as the kernel writes it, its place in `cost_table`."""
    places = [0] * 256
    for place, letter in enumerate(CLASS_LETTERS.encode(KEY_ENCODING), start=1):
        places[letter] = place
    return places


def _letter_costs() -> list[int]:
    """Return the costs of each two letters, a row of equal length for each, as the kernel reads them."""
    return [cost for row in letter_costs.cost_table() for cost in row + [0] * (_COSTS_EACH - len(row))]


def _by_number(*several: Mapping[str, float]) -> Iterator[tuple[Any, Any]]:
    """Yield of each the numbers of its keys in rising order, and their shares."""
    numbers, begin = numbers_of([key for of in several for key in of]), 0
    for of in several:
        own = numbers[begin : begin + len(of)]
        order = np.argsort(own)
        yield own[order], np.fromiter(of.values(), np.float64)[order]
        begin += len(of)


def numbers_of(keys: Sequence[str]) -> npt.NDArray[np.uint64]:
    """Return the number of each key, from the cache where it has those of just these keys.

    Args:
        keys: One or more; the number of the first stands in the name of the file too, so that numbers told
            in another way are kept apart.
    """
    asked = "\n".join([*keys, str(number_of_key(keys[0]))])
    digest = hashlib.blake2b(asked.encode(), digest_size=12).hexdigest()
    numbers = cache.kept_or_made(
        "numbers", digest, ".bin", lambda: np.fromiter(map(number_of_key, keys), np.uint64).tobytes()
    )
    return np.frombuffer(numbers, np.uint64)


def _words(name: str, ends: str, words: Sequence[str]) -> dict[str, Any]:
    """Return letters of keys one after another, and where each word of them ends."""
    letters = "".join(words).encode(KEY_ENCODING)
    return {name: np.frombuffer(letters, np.uint8), ends: list(itertools.accumulate(map(len, words)))}
