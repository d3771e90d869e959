"""Queries of the Reconciliation API, read: what version 0.2 and the draft of 1.0 write becomes one thing.

Whatever a cell may hold is taken: a value that says nothing of its property is passed over, so that one row
costs no other its answer. What no client that keeps to the specification sends is refused, with its key.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

import msgspec

from names.circumstances import Circumstances, circumstances, full_name
from names.errors import NamesError
from names.gazetteer.countries import country_of, is_known
from names.service.request_json import RequestError, shown, text_of

Quantifier = Literal["any", "all", "none"]
LIMIT = 10  # candidates where a query says nothing
BATCH = 500  # queries together; longer columns go through /match or /normalize
_QUANTIFIERS: dict[Any, Quantifier] = {"any": "any", "all": "all", "none": "none"}
MOST_VALUES = 3  # of one property that are asked with; more are passed over
MOST_QUESTIONS = 8  # that one query becomes, each with one value of each property

Value = tuple[str, ...]  # one value; where it is an entity, its id and its name


class Condition(NamedTuple):
    """What must hold of a candidate, so that it may be told.

    Attributes:
        property: Id.
        values: To compare with.
        quantifier: How many of them must hold.
    """

    property: str
    values: tuple[Value, ...]
    quantifier: Quantifier


class ReconciliationQuery(msgspec.Struct, frozen=True, kw_only=True):
    """One query.

    Attributes:
        texts: The name asked for, or several that may stand for one.
        ids: Ids asked for, instead of names.
        types: Wanted ones.
        limit: How many candidates to tell, at least 1.
        said: Values of properties besides, by their ids.
        conditions: What must hold.
    """

    texts: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    limit: int = LIMIT
    said: dict[str, tuple[Value, ...]] = {}
    conditions: tuple[Condition, ...] = ()

    def questions(self) -> list[tuple[str, Circumstances]]:
        """Return what is asked of the matcher: a name, and what is said besides it.

        Where a property has several values, any of them may be true: each is asked with.
        """
        given = next((value[-1] for value in self.said.get("given", ())), None)
        family = next((value[-1] for value in self.said.get("family", ())), None)
        names = [name for text in self.texts or ("",) if (name := full_name(text, given, family)).strip()]
        types = [(type,) for type in self.types]
        choices = (
            names,
            _readable("country", self.said.get("country", ())),
            _readable("born", self.said.get("born", ())),
            _readable("type", [*types, *self.said.get("type", ())]),
        )
        every = itertools.islice(itertools.product(*choices), MOST_QUESTIONS)
        return [(name, circumstances(country, born, type)) for name, country, born, type in every]


def _readable(property: str, values: Iterable[Value]) -> Sequence[str | None]:
    """Return what a property's values say, each once; one that says nothing where none says anything."""
    found = (read for value in values if (read := reading_of(property, value)) is not None)
    return list(itertools.islice(dict.fromkeys(found), MOST_VALUES)) or [None]


def reading_of(property: str, value: Value) -> str | None:
    """Return what a value says of a country, a year of birth or a type; None where it says nothing.

    Args:
        property: `country`, `born` or `type`.
        value: Its texts, of which the first that can be read counts.

    Examples:
        >>> reading_of("country", ("Q232", "Kazakhstan")), reading_of("born", ("1953-05-17T00:00:00Z",))
        ('kz', '1953')
        >>> reading_of("born", ("soon",)) is reading_of("type", ("ship",)) is None
        True
    """
    for text in value:
        try:
            if property == "country" and (country := country_of(text)) and is_known(country):
                return country
            if property == "born" and (born := circumstances(born=text.partition("T")[0]).born):
                return str(born)
            if property == "type" and (type := circumstances(type=text).type):
                return type
        except NamesError:
            continue
    return None


def values_of(value: Any) -> tuple[Value, ...]:
    """Return what a property may be said to be: text, a number, an entity, or several of these.

    Args:
        value: Of JSON; what is none of them says nothing.

    Examples:
        >>> values_of(["KZ", 1953, {"id": "Q232", "name": "Kazakhstan"}, None, True])
        (('KZ',), ('1953',), ('Q232', 'Kazakhstan'))
    """
    return tuple(
        texts for each in (value if isinstance(value, list) else [value]) if (texts := tuple(_texts(each)))
    )


def _texts(value: Any) -> Iterator[str]:
    for each in (value.get("id"), value.get("name")) if isinstance(value, dict) else (value,):
        text = text_of(each)
        if text is not None and text.strip():
            yield text


def read_queries(batch: Any) -> dict[str, ReconciliationQuery]:
    """Return the queries of a batch of version 0.2, by their keys.

    Args:
        batch: Of JSON.

    Raises:
        RequestError: It is no batch; the message has the key.
    """
    if not isinstance(batch, dict):
        raise RequestError('queries is no object; send {"q0": {"query": "a name"}}')
    _check_size(len(batch))
    return {key: _read_query(query, f"queries[{shown(key)}]") for key, query in batch.items()}


def _check_size(size: int) -> None:
    if size > BATCH:
        raise RequestError(
            f"{size:,} queries are more than a batch may have; send {BATCH} at most, as the manifest says",
            413,
        )


def _read_query(query: Any, where: str) -> ReconciliationQuery:
    if not isinstance(query, dict):
        raise RequestError(f'{where} is no object; send {{"query": "a name"}}')
    said = _read_properties(query.get("properties"), where)
    text = query.get("query")
    if text is None and not said and not query.get("properties"):
        raise RequestError(f"{where} has neither a query nor properties; say what is asked")
    read = "" if text is None else text_of(text)
    if read is None:
        raise RequestError(f"{where} has a query that is no text; send the name as text")
    return ReconciliationQuery(
        texts=(read,),
        types=_read_types(query.get("type"), where),
        limit=_read_limit(query.get("limit"), where),
        said=said,
    )


def _read_properties(properties: Any, where: str) -> dict[str, tuple[Value, ...]]:
    if properties is None:
        return {}
    if not isinstance(properties, list):
        raise RequestError(f'{where} has properties that are no list; send [{{"pid": "country", "v": "kz"}}]')
    said: dict[str, tuple[Value, ...]] = {}
    for each in properties:
        if not isinstance(each, dict) or not isinstance(each.get("pid"), str):
            raise RequestError(f"{where} has a property without pid; name it, as country")
        said[each["pid"]] = said.get(each["pid"], ()) + values_of(each.get("v"))
    return said


def _read_types(types: Any, where: str) -> tuple[str, ...]:
    several = types if isinstance(types, list) else [] if types is None else [types]
    if not all(isinstance(each, str) for each in several):
        raise RequestError(f"{where} has a type that is no text; send an id of one, as person")
    return tuple(dict.fromkeys(each for each in several if each))


def _read_limit(limit: Any, where: str) -> int:
    if limit is None:
        return LIMIT
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise RequestError(f"{where} has a limit that is no number of candidates; send 1 or more, or none")
    return limit


def read_conditional_queries(body: Any) -> list[ReconciliationQuery]:
    """Return the queries of a batch of the draft of 1.0, in their order.

    Args:
        body: Of JSON.

    Raises:
        RequestError: It is no batch; the message has the place.
    """
    queries = body.get("queries") if isinstance(body, dict) else None
    if not isinstance(queries, list):
        raise RequestError('the body has no list of queries; send {"queries": [{"conditions": […]}]}')
    _check_size(len(queries))
    return [_read_conditional(query, f"queries[{number}]") for number, query in enumerate(queries)]


def _read_conditional(query: Any, where: str) -> ReconciliationQuery:
    conditions = query.get("conditions") if isinstance(query, dict) else None
    if not isinstance(conditions, list) or not conditions:
        raise RequestError(f"{where} has no conditions; send one at least")
    if isinstance(query.get("type"), list):
        raise RequestError(f"{where} has several types; the draft of 1.0 takes one, as text")
    texts: list[str] = []
    ids: list[str] = []
    said: dict[str, tuple[Value, ...]] = {}
    must: list[Condition] = []
    for number, each in enumerate(conditions):
        kind, read = _read_condition(each, f"{where}.conditions[{number}]")
        if kind == "property":
            if each.get("required") is True:
                must.append(read)
            if read.quantifier != "none":
                said[read.property] = said.get(read.property, ()) + read.values
        else:
            (ids if kind == "id" else texts).extend(value[0] for value in read.values)
    return ReconciliationQuery(
        texts=tuple(texts[:MOST_VALUES]),
        ids=tuple(ids[:MOST_VALUES]),
        types=_read_types(query.get("type"), where),
        limit=_read_limit(query.get("limit"), where),
        said=said,
        conditions=tuple(must),
    )


def _read_condition(each: Any, where: str) -> tuple[str, Condition]:
    kind = each.get("matchType") if isinstance(each, dict) else None
    if kind not in ("name", "id", "property"):
        raise RequestError(f"{where} has no matchType that is known; it is name, id or property")
    property = each.get("propertyId", "") if kind == "property" else ""
    if not isinstance(property, str) or (kind == "property" and not property):
        raise RequestError(f"{where} has no propertyId; name the property, as country")
    asked = each.get("matchQuantifier") or "any"
    quantifier = _QUANTIFIERS.get(asked) if isinstance(asked, str) else None
    if quantifier is None:
        raise RequestError(f"{where} has no matchQuantifier that is known; it is any, all or none")
    return kind, Condition(property, values_of(each.get("propertyValue")), quantifier)
