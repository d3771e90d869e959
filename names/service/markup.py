"""HTML made of text: whatever a list, a file or a client says stays text in it."""

from __future__ import annotations

from names.gazetteer import Entity, Form
from names.mentions.page import escaped

_KINDS = {
    "name": "Name", "native": "Native name", "full": "Full name", "short": "Short name", "variant": "Variant",
    "alias": "Alias",
}  # fmt: skip


def element(tag: str, content: str, **attributes: str) -> str:
    """Return an element around what is HTML already, with attributes that are text.

    Examples:
        >>> element("p", escaped("<b>"), title='"')
        '<p title="&quot;">&lt;b&gt;</p>'
    """
    told = "".join(f' {key.rstrip("_")}="{escaped(value)}"' for key, value in attributes.items())
    return f"<{tag}{told}>{content}</{tag}>"


def document(title: str, body: str, *, style: str = "", head: str = "") -> str:
    """Return a page in English.

    Args:
        title: As text.
        body: As HTML.
        style: As CSS of ours.
        head: More of the head, as HTML.
    """
    styled = f"<style>\n{style}</style>\n" if style else ""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(title)}</title>\n{head}{styled}</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def record(entity: Entity, name: str, *, most: int | None = None) -> str:
    """Return what a list knows of an entity: its name, its facts, its spellings by kind.

    Args:
        entity: The entity.
        name: As it is printed.
        most: How many spellings to show; None for all.
    """
    facts = [
        ("Type", entity.type),
        ("Born", entity.born),
        ("Country", entity.country),
        ("Id", entity.id),
        *((scheme, id) for scheme, id in entity.ids.items()),
    ]
    rows = "".join(
        f"<dt>{escaped(label)}</dt><dd>{escaped(str(fact))}</dd>" for label, fact in facts if fact is not None
    )
    forms = [form for form in entity.forms if form.kind in _KINDS]
    shown = "".join(map(_spelling, forms[:most]))
    left = "" if most is None or len(forms) <= most else f"<li>and {len(forms) - most} more</li>"
    return f'{element("h1", escaped(name), dir="auto")}<dl>{rows}</dl><ul class="forms">{shown}{left}</ul>'


def _spelling(form: Form) -> str:
    kind = _KINDS[form.kind] + (f", {form.lang}" if form.lang else "")
    return f"<li>{element('bdi', escaped(form.text))} <small>{escaped(kind)}</small></li>"
