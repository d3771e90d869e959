"""The manifests of the reconciliation service: what clients find where."""

from __future__ import annotations

from typing import Any

from names import __version__
from names.matcher import Matcher
from names.service.extension import settings
from names.service.queries import BATCH
from names.service.vocabulary import TYPES, type_of

PREVIEW = {"width": 430, "height": 300}
DOCUMENTATION = "/about"
AUTHENTICATION = {"type": "apiKey", "name": "token", "in": "query"}


def _name(matcher: Matcher) -> str:
    sources = matcher.register.store.meta["sources"]
    return f"names: {', '.join(str(source).rpartition('/')[2] for source in sources) or 'a list'}"[:100]


def manifest(matcher: Matcher, base: str, token: str, *, secured: bool) -> dict[str, Any]:
    """Return the manifest of version 0.2.

    Args:
        matcher: Of the list.
        base: What the addresses of the service begin with.
        token: As `Service.token_query` has it. Clients put more behind such addresses as they stand, so that
            it comes first there.
        secured: Whether there is one, whether this client knows it or not.
    """
    root = f"{base}/reconcile"
    more = f"?{token}" if token else ""
    beside = f"&{token}" if token else ""
    return {
        "versions": ["0.2"],
        "name": _name(matcher),
        "identifierSpace": f"{base}/entity/",
        "schemaSpace": f"{base}/property/",
        "documentation": f"{base}{DOCUMENTATION}",
        "serviceVersion": __version__,
        **({"authentication": AUTHENTICATION} if secured else {}),
        "defaultTypes": [type_of(id) for id in TYPES],
        "view": {"url": f"{base}/entity/{{{{id}}}}{more}"},
        "preview": {"url": f"{root}/preview?id={{{{id}}}}{beside}", **PREVIEW},
        "suggest": {
            kind: {"service_url": base, "service_path": f"/reconcile/suggest/{kind}{more}"}
            for kind in ("entity", "property", "type")
        },
        "extend": {
            "propose_properties": {"service_url": base, "service_path": f"/reconcile/propose{more}"},
            "property_settings": settings("0.2"),
        },
        "batchSize": BATCH,
    }


def draft_manifest(matcher: Matcher, base: str, token: str, *, secured: bool) -> dict[str, Any]:
    """Return the manifest of the draft of version 1.0.

    Args:
        matcher: Of the list.
        base: What the addresses of the service begin with.
        token: As for `manifest`.
        secured: As there.
    """
    more = f"?{token}" if token else ""
    return {
        "versions": ["1.0-draft"],
        "name": f"{_name(matcher)} (1.0-draft, experimental)",
        "documentation": f"{base}{DOCUMENTATION}",
        "serviceVersion": __version__,
        **({"authentication": AUTHENTICATION} if secured else {}),
        "lang": "en",
        "dir": "ltr",
        "defaultTypes": [type_of(id) for id in TYPES],
        "view": {"url": f"{base}/entity/{{id}}{more}"},
        "preview": PREVIEW,
        "suggest": {"entity": True, "property": True, "type": True},
        "extend": {"proposeProperties": True, "propertySettings": settings("1.0-draft")},
        "batchSize": BATCH,
        "standardizedScore": True,
    }
