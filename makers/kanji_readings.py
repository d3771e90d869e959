"""Makes names/data/letters/kanji.yaml: the readings of Japanese family names and given names in kanji.

    python -m makers.kanji_readings FOLDER > names/data/letters/kanji.yaml

FOLDER holds `sys.dic` and `BSD` of the dictionary UniDic, as the package unidic-lite 1.0.8 of PyPI puts
them into `unidic_lite/dicdir`. Single family names and single given names are taken from it, and no other
entries; what it lacks comes from kanji_readings.yaml beside this script. The steps:

1. Read each entry's kana as Hepburn writes it, long vowels as short ones, as print without macrons has it.
2. Of each name keep the cheapest readings, at most `MAX_READINGS`; the dictionary's cost is its rank.
3. Learn how single characters are read in given names, by aligning these with their kana (expectation and
   maximization), for given names that nobody lists.
"""

from __future__ import annotations

import itertools
import re
import struct
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from makers.han_readings import asked
from names.folding.letters import letter_table

MAX_READINGS = 4  # of one name
ROUNDS = 8  # of alignment; after so many hardly any name is divided otherwise
FEWEST = 2  # names in which a character is read so, before that is told
RAREST = 0.04  # of the names with a character, those in which it is read so
LONGEST_READING = 4  # morae of one character
_KANJI = re.compile(r"[\u3400-\u9fff々](?:[\u3400-\u9fff々ヶケノツ]*[\u3400-\u9fff々])?")
_KANA = re.compile(r"[ァ-ヴ][ァ-ヴー]*")
_MORA = re.compile(r"[ァ-ヴ][ャュョァィゥェォー]*")
# Characters read so, whose u ends no long vowel though an o stands before: 大浦 Oura, 井上 Inoue
_OPEN_WITH_U = {
    "浦": "ウラ",
    "内": "ウチ",
    "上": "ウエ",
    "海": "ウミ",
    "梅": "ウメ",
    "牛": "ウシ",
    "歌": "ウタ",
}
_SMALL = frozenset("ャュョァィゥェォ")
_MEN = frozenset("夫雄男生郎朗緒央王尾保")  # which are read o at the end: 元雄 Motoo
HEAD = """\
# Japanese names in kanji. Made by makers/kanji_readings.py from the dictionary UniDic and from kanji_readings.yaml
# beside it: correct that file, not this one.
#
# Each section is one text of lines, so that it loads many times as fast as a mapping would.
#   families    `character rest=readings ...`: family names by their first character, each with its readings, the
#               usual one first
#   given       the same of given names
#   characters  `character reading count ...`: how often a character of given names is read so, commonest first
#   variants    `character forms`: older, Chinese and other forms of a character, which are looked up as that
#   japanese    characters and forms that Japanese print alone has
#   chinese     surnames of one character that many Chinese and Koreans have
#   common      family names that open with such a character and are Japanese all the same
# Readings are Hepburn without marks of length.
#
# UniDic may be used by the BSD licence, whose notice follows.
{notice}
format: 1
script: Han
sources:
  - {{authority: UniDic Consortium, title: "UniDic 2.1.2 (unidic-lite 1.0.8 of PyPI): entries of family names and of given names", year: 2013, used for: "families, given, characters"}}
  - {{authority: Cabinet of Japan, title: "常用漢字表 (Notification 2 of 2010), with the older forms it prints", year: 2010, used for: "variants, from knowledge of it"}}
  - {{authority: none, title: "written for this project from general knowledge of Japanese names", used for: "what kanji_readings.yaml adds"}}
"""  # noqa: E501

Names = Mapping[str, Sequence[str]]


def main() -> None:
    """Print the table."""
    folder, extra = asked(__file__, __doc__)
    notice = "\n".join(
        f"# {line}".rstrip() for line in (folder / "BSD").read_text(encoding="utf-8").splitlines()
    )
    sys.stdout.write(make((folder / "sys.dic").read_bytes(), extra, notice))


def make(dictionary: bytes, extra: Mapping[str, Any], notice: str) -> str:
    """Return the text of kanji.yaml."""
    variants = dict(_lines(extra["variants"]))
    plain = {ord(form): character for character, forms in variants.items() for form in forms[0]}
    entries = {"姓": defaultdict(list), "名": defaultdict(list)}  # type: ignore[var-annotated]
    for kind, written, kana, cost in entries_of(dictionary):
        if kind in entries and _KANJI.fullmatch(written) and _KANA.fullmatch(kana):
            entries[kind][written.translate(plain)].append((cost, kana))
    families = _ranked(entries["姓"], dict(_lines(extra["families"])))
    given = _ranked(entries["名"], dict(_lines(extra["given"])))
    pairs = [(name, kana) for name, found in entries["名"].items() for _, kana in found if "々" not in name]
    lines = [HEAD.format(notice=notice).rstrip()]
    for section, names in (("families", families), ("given", given)):
        lines += [f"{section}: |", *(f"  {line}" for line in _by_character(names))]
    lines += ["characters: |", *(f"  {line}" for line in characters_of(pairs))]
    lines += ["variants: |", *(f"  {character} {''.join(forms)}" for character, forms in variants.items())]
    for section in ("japanese", "chinese"):
        lines += [f"{section}: |", f"  {''.join(extra[section].split())}"]
    lines += ["common: |", f"  {' '.join(extra['common'].split())}"]
    return "\n".join(lines) + "\n"


def entries_of(dictionary: bytes) -> Iterator[tuple[str, str, str, int]]:
    """Yield kind (姓 or 名), writing, kana and cost of each name in a compiled dictionary of MeCab.

    Source:
        The form of such a file is that of MeCab 0.996, `dictionary.cpp`: ten numbers and the name of the
        encoding; the double array; tokens of 16 bytes; features, each ended by a zero.
    """
    _, _, _, count, _, _, array, tokens, _, _ = struct.unpack_from("<10I", dictionary)
    features = 72 + array + tokens
    for n in range(count):
        _, _, _, cost, at, _ = struct.unpack_from("<HHHhII", dictionary, 72 + array + 16 * n)
        begin = features + at
        feature = dictionary[begin : dictionary.index(b"\0", begin)].decode("utf-8").split(",")
        if feature[1:3] == ["固有名詞", "人名"]:
            yield feature[3], feature[8], feature[17], cost


def _lines(text: str) -> Iterator[tuple[str, list[str]]]:
    for line in text.splitlines():
        first, *rest = line.split()
        yield first, rest


def _ranked(entries: Mapping[str, list[tuple[int, str]]], extra: Names) -> dict[str, list[str]]:
    """Return the readings of each name, those added by hand first."""
    ranked = {name: list(readings) for name, readings in extra.items()}
    for name, found in entries.items():
        kana = [k for _, k in sorted(found)]
        kana = [k for k in kana if not (k.endswith("ノ") and k[:-1] in kana)]  # 源ノ of old times
        ranked[name] = list(dict.fromkeys([*ranked.get(name, ()), *(romaji(name, k) for k in kana)]))
    return {name: readings[:MAX_READINGS] for name, readings in ranked.items()}


def romaji(written: str, kana: str) -> str:
    """Return kana in Hepburn, long vowels as short ones.

    Args:
        written: The name in kanji, which tells where a vowel begins another word.
        kana: In katakana.

    Examples:
        >>> romaji("佐藤", "サトウ"), romaji("井上", "イノウエ"), romaji("元雄", "モトオ")
        ('sato', 'inoue', 'motoo')
    """
    table = letter_table("KATAKANA")
    assert table is not None
    opening = _OPEN_WITH_U.get(written[-1], "")
    apart = len(kana) - len(opening) if opening and kana.endswith(opening) and len(kana) > 3 else -1
    letters, at, lengthened = "", 0, False
    while at < len(kana):
        size = 2 if kana[at + 1 : at + 2] and kana[at + 1] in _SMALL else 1
        here = table.readings[kana[at : at + size]][0]
        before = "" if lengthened or at == apart else letters[-1:]
        first_of_another = at + 1 == len(kana) and written[-1] in _MEN
        lengthened = (kana[at] == "ウ" and before in ("o", "u")) or (
            kana[at] == "オ" and before == "o" and not first_of_another
        )
        letters += "" if lengthened else here
        at += size
    return letters


def _by_character(names: Names) -> Iterator[str]:
    """Yield a line `character rest=readings ...` for each character that opens names."""
    for character, group in itertools.groupby(sorted(names), key=lambda name: name[0]):
        yield " ".join([character, *(f"{name[1:]}={','.join(names[name])}" for name in group)])


def characters_of(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a line for each character of given names, with how often it is read in each way."""
    for character, counts in sorted(_aligned(pairs).items()):
        told: Counter[str] = Counter()
        for kana, count in counts.items():
            told[romaji(character, kana)] += round(count)
        total = sum(told.values())
        kept = [(r, n) for r, n in told.most_common(5) if n >= FEWEST and n >= RAREST * total]
        if kept:
            yield f"{character} {' '.join(f'{reading} {count}' for reading, count in kept)}"


def _aligned(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, float]]:
    """Return how often each character stands for some kana, as makes all pairs likeliest."""
    divided = [
        list(_divisions(name, [m.group() for m in _MORA.finditer(kana)]))
        for name, kana in pairs
        if len(name) <= 4
    ]
    likely: dict[str, dict[str, float]] = {}
    counts: dict[str, dict[str, float]] = {}
    for turn in range(ROUNDS):
        counts = defaultdict(lambda: defaultdict(float))
        for ways in divided:
            weights = [1.0] * len(ways)
            for n, way in enumerate(ways if turn else ()):
                for character, kana in way:
                    weights[n] *= likely[character].get(kana, 1e-9)
            total = sum(weights)
            for way, weight in zip(ways, weights, strict=True):
                for character, kana in way:
                    counts[character][kana] += weight / total
        likely = {c: {k: n / sum(found.values()) for k, n in found.items()} for c, found in counts.items()}
    return counts


def _divisions(name: str, morae: Sequence[str]) -> Iterator[list[tuple[str, str]]]:
    """Yield each way in which the morae may belong to the characters, all of which have one at least."""
    if len(name) == 1:
        if morae:
            yield [(name, "".join(morae))]
        return
    for size in range(1, min(LONGEST_READING, len(morae) - len(name) + 1) + 1):
        for rest in _divisions(name[1:], morae[size:]):
            yield [(name[0], "".join(morae[:size])), *rest]


if __name__ == "__main__":
    main()
