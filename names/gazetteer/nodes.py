"""A record as written, before it is checked: values with their lines, the same for YAML, JSONL and CSV.

YAML is composed here from the parser's events. No object is ever constructed, so a tag can run nothing;
anchors and aliases are refused, so a small file cannot grow; and every scalar is its text, so `country: no`
stays "no". Only a value left empty, `~` and `null` say that there is nothing.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Any, NamedTuple

from names.gazetteer.faults import Findings, shown


class Unread(Enum):
    """Stands for a value whose fault is noted already, so that nobody complains of it twice."""

    UNREAD = "unread"


class Node(NamedTuple):
    """A value and the line where it stands; in a mapping, the line of its key.

    Text, number, truth or None (nothing written), a list of nodes, or a mapping from keys to nodes.
    """

    value: str | int | float | bool | list[Node] | dict[str, Node] | Unread | None
    line: int


# A place in the record is at most six levels deep: file, entities, entity, native, list, form.
DEEPEST = 12
# What no name holds and no file can keep: control characters, halves of surrogate pairs, noncharacters.
UNFIT = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# What no name holds either, but real lists do, from an old encoding or a careless paste: read, and warned of.
STRAY = re.compile("[\x80-\x9f\u2028\u2029\ufeff]")

_UNFIT_IN_A_FILE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
_NOTHING = frozenset({"", "~", "null"})  # plain; "Null" is a surname, and stays one
_CORE = "tag:yaml.org,2002:"
_CORE_TAGS = frozenset(_CORE + name for name in ("str", "int", "float", "bool", "null", "seq", "map"))


def kind_of(node: Node) -> str:
    """Return what a node is, in words: `a text`, `a list`."""
    kinds = {str: "a text", bool: "true or false", list: "a list", dict: "a mapping", type(None): "empty"}
    return kinds.get(type(node.value), "a number")


def compose(text: str, findings: Findings) -> Node | None:
    """Return a YAML document as nodes.

    Args:
        text: The whole document.
        findings: Takes every fault of the writing: syntax, tags, anchors, aliases, duplicate keys, depth.

    Returns:
        The root. After a fault of syntax, what stood complete before it. None when there is nothing.
    """
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    composer = _Composer(findings)
    try:
        for event in yaml.parse(_without_unfit(text, findings), Loader=loader):
            if not composer.take(type(event).__name__, event):
                break
    except yaml.MarkedYAMLError as error:
        _note_syntax(error, composer.wrapped, findings)
    except yaml.YAMLError as error:
        findings.end(None, f"this is not YAML ({error})", "save the file as plain UTF-8 text")
    return composer.finish()


def _note_syntax(error: Any, wrapped: Any, findings: Findings) -> None:
    """Note a fault of syntax where it was made, which is not always where the parser stumbled.

    Args:
        error: What the parser says.
        wrapped: The last text in quotes that went over the end of its line, if any. Where the parser
            stumbles over what follows it, its opening quote was left open, and the next one closed it.
        findings: Takes the fault.
    """
    mark = error.problem_mark or error.context_mark
    what = f"this is not YAML ({error.problem or error.context})"
    opening = None
    if error.context == "while scanning a quoted scalar":
        opening = error.context_mark
    elif wrapped is not None and mark is not None and mark.line == wrapped.end_mark.line:
        opening = wrapped.start_mark
    if opening is not None:
        findings.end(opening.line + 1, what, "close the quote that opens on this line")
    else:
        findings.end(mark.line + 1 if mark else None, what, "mend the line, or the one above it")


def _without_unfit(text: str, findings: Findings) -> str:
    """Note characters YAML does not allow, and blank them out so that the rest can be read."""
    line, counted = 1, 0
    for found in _UNFIT_IN_A_FILE.finditer(text):
        line, counted = line + text.count("\n", counted, found.start()), found.start()
        findings.add(line, f"the character {shown(found[0])} cannot be part of a name", "remove it")
    return _UNFIT_IN_A_FILE.sub(" ", text)


class _Open:
    """A list or mapping that is still being filled."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.key: Node | None = None  # the key that waits for its value


class _Composer:
    """Turns the parser's events into nodes.

    Attributes:
        wrapped: The last text in quotes that went over the end of its line, as its event.
    """

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.root: Node | None = None
        self.open: list[_Open] = []
        self.wrapped: Any = None

    def take(self, kind: str, event: Any) -> bool:
        """Take the next event; False when reading on would be no use."""
        if kind == "ScalarEvent":
            self._refuse_tag_and_anchor(event)
            if event.style in ("'", '"') and event.start_mark.line < event.end_mark.line:
                self.wrapped = event
            nothing = event.implicit[0] and event.style in (None, "") and event.value in _NOTHING
            self._put(Node(None if nothing else event.value, event.start_mark.line + 1))
        elif kind in ("SequenceStartEvent", "MappingStartEvent"):
            return self._begin([] if kind == "SequenceStartEvent" else {}, event)
        elif kind in ("SequenceEndEvent", "MappingEndEvent"):
            self._put(self.open.pop().node)
        elif kind == "AliasEvent":
            line = event.start_mark.line + 1
            self.findings.add(line, f"the alias *{event.anchor} is not allowed", "write the value out")
            self._put(Node(Unread.UNREAD, line))
        elif kind == "DocumentStartEvent" and self.root is not None:
            line = event.start_mark.line + 1
            self.findings.end(line, "a second document begins here", "keep one document in a file")
            return False
        return True

    def finish(self) -> Node | None:
        """Close what a fault of syntax left open; the record it cut through is dropped."""
        while self.open:
            node = self.open.pop().node
            if len(self.open) < 2:
                self._put(node)
        return self.root

    def _begin(self, value: list[Node] | dict[str, Node], event: Any) -> bool:
        line = event.start_mark.line + 1
        if len(self.open) == DEEPEST:
            self.findings.end(line, f"this is nested more than {DEEPEST} levels deep", "write a plain record")
            return False
        self._refuse_tag_and_anchor(event)
        self.open.append(_Open(Node(value, line)))
        return True

    def _put(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        top = self.open[-1]
        if isinstance(top.node.value, list):
            top.node.value.append(node)
        elif top.key is None:
            top.key = node
        else:
            key, top.key = top.key, None
            self._put_under(key, node, top.node)

    def _put_under(self, key: Node, node: Node, mapping: Node) -> None:
        assert isinstance(mapping.value, dict)
        word = "" if key.value is None else key.value
        if isinstance(word, Unread):
            return
        if not isinstance(word, str):
            self.findings.add(key.line, f"a key here is {kind_of(key)}", "write a plain word as key")
        elif word in mapping.value:
            note_duplicate(word, key.line, mapping.value[word].line, self.findings)
        else:
            mapping.value[word] = Node(node.value, key.line)

    def _refuse_tag_and_anchor(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if event.anchor is not None:
            self.findings.add(line, f"the anchor &{event.anchor} is not allowed", "write the value out")
        if event.tag is not None and event.tag not in _CORE_TAGS:
            tag = event.tag.replace(_CORE, "!!", 1)
            self.findings.add(line, f"the tag {shown(tag)} is not allowed", "write the plain value")


def note_duplicate(key: str, line: int, first: int, findings: Findings) -> None:
    """Note a key that stands twice in one mapping, with both places."""
    where = "on this line" if first == line else f"on line {first}"
    findings.add(line, f"the key {shown(key)} stands twice, first {where}", "keep one of them")


def as_node(value: Any, line: int, levels: int = DEEPEST) -> Node:
    """Return a value of JSON as a node.

    Args:
        value: The value.
        line: Where it stands.
        levels: How deep it may be.

    Raises:
        RecursionError: It is deeper.
    """
    if isinstance(value, dict | list) and not levels:
        raise RecursionError
    if isinstance(value, dict):
        return Node({key: as_node(item, line, levels - 1) for key, item in value.items()}, line)
    if isinstance(value, list):
        return Node([as_node(item, line, levels - 1) for item in value], line)
    return Node(value, line)
