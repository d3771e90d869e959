"""The name in a cell that stores it in the form of a program or a register.

    P<KAZTOKAYEV<<KASSYM<JOMART<<<          a machine-readable zone
    Tokayev;Kassym-Jomart;Kemelevich;;      the property N of a vCard
    CN=Kassym-Jomart Tokayev,C=KZ           a distinguished name
    PUTIN/VLADIMIRVLADIMIROVICH MR          a booking

A form is told by marks that no plain name has, so that a plain name is never changed. What it tells of the
family name is kept: folding reads it before a comma. The words of the forms are data, in
`names/data/stored_forms.yaml`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from names.folding.bookings import read_booking
from names.folding.distinguished_names import read_distinguished
from names.folding.escaped_letters import plain_letters
from names.folding.labels import read_json, read_labels, read_markup
from names.folding.name_parts import kind_of
from names.folding.told_name import ToldName, stored_forms, year_at_end
from names.folding.zones import read_zone

LONGEST = 5_000  # characters of a cell; a whole vCard without its pictures has some hundreds

_MARKS = re.compile(r"[<;=^{}\\$‡\x1f@:：/%|]")


class StoredName(NamedTuple):
    """A name as it is stored.

    Attributes:
        form: Which form it is, as the table calls it.
        names: The name as one writes it; in several spellings where it is stored so or may be divided so, or
            several names.
        born: The year of birth that is stored with it, or None.
        is_divided: Whether the form tells which words are the family name, so that it is one name.
        several: Whether they are names of several bearers.
    """

    form: str
    names: tuple[str, ...]
    born: int | None = None
    is_divided: bool = False
    several: bool = False

    @property
    def text(self) -> str:
        """What is folded: the first spelling, or all names of several bearers."""
        return " / ".join(self.names) if self.several else self.names[0]

    @property
    def title(self) -> str:
        """The form in words."""
        return str(stored_forms()["titles"][self.form])


def read_stored(text: str) -> StoredName | None:
    r"""Return the name in a cell that stores it in some form, or None where the cell is plain.

    Examples:
        >>> read_stored("BIN<SALMAN<<MOHAMMED").text, read_stored(r"Orb{\'a}n, Viktor").text
        ('BIN SALMAN, MOHAMMED', 'Orbán, Viktor')
        >>> read_stored("Tokayev, Kassym-Jomart") is read_stored("AC/DC") is None
        True
    """
    if _MARKS.search(text) is None or len(text) > LONGEST:
        return None
    return _read(text.strip())


@functools.lru_cache(maxsize=20_000)
def _read(text: str) -> StoredName | None:
    """Return the same of a text with marks; it is asked for more than once of each cell."""
    if (found := _in_a_form(text)) is not None:
        return found
    plain = plain_letters(text)
    if plain == text or not plain.strip():
        return None
    return _in_a_form(plain) or StoredName("letters", (plain.strip(),))


def _in_a_form(text: str) -> StoredName | None:
    for form, marks, read in _FORMS:
        if any(mark in text for mark in marks) and (told := read(text)):
            several = form in _OF_SEVERAL and len(told) > 1
            spellings = [
                each for name in told for each in (name.spellings[:1] if several else name.spellings)
            ]
            names = tuple(dict.fromkeys(map(plain_letters, spellings)))
            if all(name.strip() for name in names):
                return StoredName(form, names, told[0].born, told[0].is_divided, several and len(names) > 1)
    return None


# --- vCards

_PROPERTY = re.compile(r"(?:[\w-]+\.)?(F?N)((?:;[^:\"\n]*(?:\"[^\"\n]*\"[^:\"\n]*)*)?):(.*)", re.IGNORECASE)
_FOLD = re.compile(r"\r?\n[ \t]")  # the rest of a line stands behind a space
_SOFT_BREAK = re.compile(r"=\r?\n")


def read_vcard(text: str) -> list[ToldName]:
    r"""Return the name of a vCard, of its properties N or FN, or of the value of N alone.

    That value is family names; given names; additional ones; prefixes; suffixes: five components, so that
    it has exactly four semicolons. Alone it is told from a list of people by what stands in the last two.

    Sources:
        RFC 6350, 3.2 (folded lines), 3.4 (\, \; \\), 6.2.1 (FN) and 6.2.2 (N); RFC 9554, 2.2 (two more
        components); vCard 2.1, 2.1.3 (quoted-printable).

    Examples:
        >>> read_vcard("Tokayev;Kassym-Jomart;Kemelevich;;")[0].spelling
        'Tokayev, Kassym-Jomart Kemelevich'
        >>> read_vcard("Tokayev;Nazarbayev;Merkel;Putin;Trump")
        []
    """
    text = _SOFT_BREAK.sub("", text) if "QUOTED-PRINTABLE" in text.upper() else text
    found: dict[str, list[ToldName]] = {}
    for line in _FOLD.sub("", text).splitlines():
        if told := _PROPERTY.fullmatch(line.strip()):
            key = told[1].upper()
            value = _from_quoted_printable(told[3], told[2])
            found.setdefault(key, _of_components(value) if key == "N" else [ToldName(_unescaped(value))])
    if found:
        return found.get("N") or found.get("FN") or []
    return _of_components(text) if _is_n_alone(text) else []


def _of_components(value: str) -> list[ToldName]:
    parts = [" ".join(map(_unescaped, _split(part, ","))) for part in _split(value, ";")]
    family, given, additional, prefixes, suffixes, *more = parts + [""] * (5 - len(parts))
    if not (family or given or additional):
        return []
    aside = " ".join([prefixes, suffixes, *more[1:]])
    return [ToldName("", " ".join([family, *more[:1]]).strip(), f"{given} {additional}".strip(), aside)]


def _is_n_alone(text: str) -> bool:
    parts = _split(text, ";")
    if len(parts) != 5 or "\n" in text or any(part.startswith(" ") for part in parts[1:]):
        return False
    if not (parts[0] and parts[1] and parts[2]) or parts[3:] == ["", ""]:
        return True  # no list of people has nothing between two of them
    return all(_is_aside(part) for part in parts[3:] if part)


def _is_aside(part: str) -> bool:
    """Tell whether a component begins with a title, a degree, or what tells a father from a son."""
    words = re.findall(r"[^\s,.]+", part)
    return bool(words) and kind_of(words[0].lower()) in ("title", "suffix", "generation", "initial")


def _split(text: str, sign: str) -> list[str]:
    """Return what stands between the signs of a value that are not escaped."""
    return re.split(rf"(?<!\\){sign}", text)


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: " " if found[1] in "nN" else found[1], value).strip()


def _from_quoted_printable(value: str, parameters: str) -> str:
    if "QUOTED-PRINTABLE" not in parameters.upper():
        return value
    import quopri

    named = re.search(r"CHARSET=([\w-]+)", parameters, re.IGNORECASE)
    try:
        return quopri.decodestring(value.encode()).decode(named[1] if named else "utf-8")
    except (LookupError, UnicodeDecodeError):
        return value


# --- carets: HL7 and DICOM

_TEX_CARET = re.compile(r"(?<!\\[A-Z])\\\^")  # an accent
_HL7_ESCAPES = {"\\S\\": "^", "\\T\\": "&", "\\R\\": "~", "\\F\\": "|", "\\E\\": "\\", "\\.br\\": " "}


def read_carets(text: str) -> list[ToldName]:
    r"""Return the spellings of a name whose components stand between carets.

    Family name, given name, middle names; behind them HL7 has suffix, prefix and degree, DICOM prefix and
    suffix: what each is, its words tell. HL7 repeats a name behind ~ and divides a family name by &; DICOM
    writes it in Latin letters, in characters and by sound, with = between.

    Sources:
        HL7 version 2.5.1, 2.A.88 (XPN), 2.A.30 (FN) and 2.7 (escapes); DICOM PS3.5, 6.2.1.2 (PN).

    Examples:
        >>> [name.spelling for name in read_carets("Yamada^Tarou=山田^太郎=やまだ^たろう")]
        ['Yamada, Tarou', '山田太郎', 'やまだ, たろう']
        >>> read_carets("von der Leyen&von der&Leyen^Ursula^^^Dr^^L")[0].spelling
        'von der Leyen, Ursula'
    """
    if _TEX_CARET.search(text):
        return []
    names = [_of_carets(group) for group in re.split("[=~]", text) if group.strip("^ ")]
    return names if all(map(_is_of_letters, names)) else []


def _is_of_letters(name: ToldName) -> bool:
    """Tell whether it may be a name: x^2 is none."""
    told = [part for part in name[:3] if part]
    return all(re.search(r"[^\W\d_]", part) for part in told) and max(map(len, told), default=0) > 1


def _of_carets(group: str) -> ToldName:
    parts = [_without_hl7_escapes(part.split("&")[0]).strip() for part in group.split("^")]
    family, given, middle, *aside = parts + [""] * (3 - len(parts))
    if len(parts) == 1:
        return ToldName(family)
    return ToldName("", family, f"{given} {middle}".strip(), " ".join(aside[:3]))


def _without_hl7_escapes(part: str) -> str:
    for escape, sign in _HL7_ESCAPES.items():
        part = part.replace(escape, sign)
    return part


# --- registers of libraries and of families

_GEDCOM = re.compile(r"(?:\d+\s+NAME\s+)?((?:[^/]*\s)?)/(?!\s)([^/]*)(?<!\s)/((?:[\s,][^/]*)?)")
_GEDCOM_UNSPACED = re.compile(r"([^/]*)/([^/\s][^/]*)/()")
_HEADING = re.compile(r"(?:=?[1678]\d0[\s\d#_\\]*)?([$‡\x1f|])a(?=[^a-z])")


def read_gedcom(text: str) -> list[ToldName]:
    """Return the name that has its family name between slashes.

    Sources:
        GEDCOM 5.5.1, NAME_PERSONAL, and FamilySearch GEDCOM 7.0, 2.3 (PersonalName).

    Examples:
        >>> read_gedcom("1 NAME Martin Luther /King/ Jr.")[0].spelling
        'King, Martin Luther, Jr.'
    """
    found = _GEDCOM.fullmatch(text) or _GEDCOM_UNSPACED.fullmatch(text)
    if found is None:
        return []
    given, family, behind = (part.strip() for part in found.groups())
    words = behind.replace(",", " ").split()
    aside = [word for word in words if kind_of(word.lower().strip(".")) in ("generation", "suffix", "title")]
    more = [word for word in words if word not in aside]
    return [ToldName("", family, " ".join([given, *more]).strip(), " ".join(aside))]


def read_marc(text: str) -> list[ToldName]:
    """Return the name of a heading: $a, with the fuller form of $q, the title of $c and the year of $d.

    Sources:
        MARC 21 Format for Bibliographic Data, X00 (personal names); ISO 2709 (the sign U+001F).

    Examples:
        >>> read_marc("1001 $a Tokayev, Kassym-Jomart, $d 1953-")
        [ToldName(whole='', family='Tokayev', given='Kassym-Jomart', aside='', born=1953, otherwise=())]
        >>> read_marc("$a Lewis, C. S. $q (Clive Staples), $d 1898-1963")[0].spelling
        'Lewis, Clive Staples'
    """
    begin = _HEADING.match(text)
    if begin is None:
        return []
    _, *turns = re.split(rf"{re.escape(begin[1])}([a-z0-9])\s*", text[begin.end() - 2 :])
    values = {code: value.strip(" ,:;/") for code, value in zip(turns[::2], turns[1::2], strict=True)}
    family, comma, given = values.get("a", "").partition(",")
    given = values.get("q", "").strip("(). ,") or given.strip()
    aside = " ".join(values[code] for code in "bc" if code in values)
    dates = re.sub(r"^(?:b\.|born)\s*", "", values.get("d", ""))
    born = year_at_end(dates[:4]) if dates[:1].isdigit() else None
    if not comma:
        return [ToldName(family, aside=aside, born=born)]
    return [ToldName("", family, given, aside, born)]


# --- terms and mailboxes

_TERM = re.compile(
    r"(\"\"\"|'''|[\"'])(.+)\1(?:@[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*|\^\^\S+)\s*[.;,]?", re.DOTALL
)
_RESOURCE = re.compile(r"(?:<?https?://[^\s<>]+/(?:resource|wiki)/|dbr:|dbpedia:)([^\s<>/#?:]+)>?")
_BETWEEN_MAILBOXES = re.compile(r"(?<=>)\s*[,;]\s*")
_MAILBOX = re.compile(
    r"(?:(?:From|To|Cc|Bcc|Sender|Reply-To):\s*)?\"?([^<>\"@]+?)\"?\s*<[^<>@\s]+@[^<>@\s]+>"
)


def read_term(text: str) -> list[ToldName]:
    """Return the text of a term of RDF without its language or type, or the name that ends a term of DBpedia.

    Sources:
        SPARQL 1.1 Query Language, 4.1.2; RDF 1.1 Turtle, 2.5.

    Examples:
        >>> read_term('"Тоқаев"@kk')[0].whole, read_term('"Sukarno"^^xsd:string')[0].whole
        ('Тоқаев', 'Sukarno')
    """
    if found := _TERM.fullmatch(text):
        return [ToldName(re.sub(r"\\([\"'\\])", r"\1", found[2]))]
    if found := _RESOURCE.fullmatch(text):
        return [ToldName(re.sub(r"_\(.*\)$", "", unquote(found[1])).replace("_", " "))]
    return []


def read_mailbox(text: str) -> list[ToldName]:
    """Return the name before an address, or those before several.

    Sources:
        RFC 5322, 3.4 (name-addr).

    Examples:
        >>> read_mailbox('"Merkel, Angela" <angela@example.org>')[0].whole
        'Merkel, Angela'
    """
    found = [_MAILBOX.fullmatch(each) for each in _BETWEEN_MAILBOXES.split(plain_letters(text))]
    return [ToldName(each[1]) for each in found if each] if all(found) else []


# Each form, signs of which it has at least one, and what reads it; the first that tells a name decides.
_FORMS: Sequence[tuple[str, Sequence[str], Callable[[str], list[ToldName]]]] = (
    ("zone", ["<<"], read_zone),
    ("vcard", [";", ":"], read_vcard),
    ("distinguished", ["="], read_distinguished),
    ("json", ["{"], read_json),
    ("markup", ["</"], read_markup),
    ("term", ["@", "^^", ":"], read_term),
    ("mailbox", ["@"], read_mailbox),
    ("labels", [":", "=", "："], read_labels),
    ("carets", ["^"], read_carets),
    ("marc", ["$a", "‡a", "\x1fa", "|a"], read_marc),
    ("gedcom", ["/"], read_gedcom),
    ("booking", ["/"], read_booking),
)
_OF_SEVERAL = {
    "json",
    "markup",
    "labels",
    "booking",
    "mailbox",
}  # in which several names are of several bearers
