"""The pages for people, made of what the library answers: who is meant and why, a text, the list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote, urlencode

from names import data
from names.account import Account
from names.decision import Candidate, render_score
from names.gazetteer import Entity
from names.match import Match
from names.matcher import Matcher
from names.mentions import Mention
from names.mentions.page import escaped
from names.service.markup import document, element, record
from names.service.reconciliation import NOTHING, described

SECTIONS = (("./", "Ask"), ("table", "Table"), ("text", "Text"), ("list", "List"), ("about", "About"))
MOST_SHOWN = 10  # candidates
HEAVIEST = 10.0  # nats that fill half a bar


def framed(title: str, here: str, body: str, *, root: str = "", held: str = "", script: str = "") -> str:
    """Return a page with the ways to the others.

    Args:
        title: As text.
        here: Which of `SECTIONS` it is in.
        body: As HTML.
        root: What leads from its address to that of the service, as `../`.
        held: What the list holds, in words.
        script: The name of its script, where it has one.
    """
    links = "".join(
        element("a", escaped(label), href=root + path, **({"aria-current": "page"} if label == here else {}))
        for path, label in SECTIONS
    )
    head = f'<link rel="icon" href="data:,"><link rel="stylesheet" href="{root}page.css">\n'
    head += f'<script src="{root}{script}" defer></script>\n' if script else ""
    top = (
        '<a class="skip" href="#main">Skip to the content</a>'
        f"<header><b>names</b><nav>{links}</nav><small>{escaped(held)}</small></header>"
    )
    return document(title, f'{top}<main id="main">{body}</main>', head=head)


def ask_form(name: str, beside: dict[str, str]) -> str:
    """Return the form that asks whom a name stands for.

    Args:
        name: What was asked.
        beside: What was said besides it: country, year of birth, type.
    """
    opened = " open" if any(beside.values()) else ""
    types = "".join(
        f'<option value="{value}"{" selected" if value == beside["type"] else ""}>{label}</option>'
        for value, label in (("", "any"), ("person", "person"), ("place", "place"), ("organization", "body"))
    )
    return (
        '<form class="ask" role="search" action="./">'
        '<input type="search" name="name" aria-label="A name, in any script" '
        'placeholder="A name, in any script" '
        f'value="{escaped(name)}" autofocus dir="auto" maxlength="1000"><button>Ask</button>'
        f'<details{opened}><summary>What is known besides</summary><div class="fields">'
        f'<label>Country <input name="country" value="{escaped(beside["country"])}"></label>'
        f'<label>Born <input name="born" value="{escaped(beside["born"])}" size="10"></label>'
        f'<label>Type <select name="type">{types}</select></label></div></details></form>'
    )


def answer_page(match: Match, account: Account | None, matcher: Matcher, asked: dict[str, str]) -> str:
    """Return whom a name stands for, its candidates, and why it is the chosen one of them.

    Args:
        match: The answer.
        account: Why it is, or is not, one of the candidates; None where there is none.
        matcher: Prints names in its style.
        asked: The parameters of the address.
    """
    status = element("span", match.status, class_=f"status {match.status}")
    meant = ""
    if match.entity:
        link = element("a", element("bdi", escaped(match.name or "")), href=_address(match.entity.id))
        meant = f"{link} <small>{escaped(described(match.entity))}</small>"
    head = f"<h1>{element('bdi', escaped(match.query))} {status}</h1>"
    told = f"<p>{meant}</p>" if meant else ""
    chosen = account.candidate.entity.id if account and account.candidate else ""
    shown = [
        each for each in match.candidates if render_score(each.score) != NOTHING or each.entity.id == chosen
    ]
    return (
        f"{head}{told}<p>{escaped(match.reason)}</p>"
        f"{_candidates(shown[:MOST_SHOWN], chosen, matcher, asked)}{_account(account) if account else ''}"
    )


def _address(id: str) -> str:
    return f"entity/{quote(id, safe='')}"


def _candidates(candidates: Sequence[Candidate], chosen: str, matcher: Matcher, asked: dict[str, str]) -> str:
    if not candidates:
        return ""
    rows = "".join(
        f"<tr{' class=chosen' if each.entity.id == chosen else ''}>"
        f'<td class="number">{render_score(each.score)}</td><td>{_share_bar(each.score)}</td>'
        f"<td>{_linked(each.entity.id, matcher.display(each.entity))}<br>"
        f"<small>{escaped(described(each.entity, each.form.text))}</small></td>"
        f"<td>{_why_link(each, chosen, asked)}</td></tr>"
        for each in candidates
    )
    head = '<thead><tr><th class="number">Score</th><th></th><th>Candidate</th><th></th></tr></thead>'
    return f"<h2>Candidates</h2>{_table(head, rows)}"


def _table(head: str, rows: str) -> str:
    return f'<div class="wide"><table class="stacked">{head}<tbody>{rows}</tbody></table></div>'


def _why_link(candidate: Candidate, chosen: str, asked: dict[str, str]) -> str:
    if candidate.entity.id == chosen:
        return '<span class="quiet">explained below</span>'
    query = urlencode({**asked, "why": candidate.entity.id})
    return element("a", "why?", href=f"./?{query}#why")


def _share_bar(score: float) -> str:
    return f'<span class="bar"><i style="left:0;width:{100 * score:.1f}%"></i></span>'


def _account(account: Account) -> str:
    """Return why, part by part: what each spelling was read as, and what speaks for and against."""
    name = account.candidate.entity.name if account.candidate else account.other
    rows = "".join(
        f'<tr><td class="number">{piece.evidence.weight + 0.0:+.1f}</td>'
        f"<td>{_weight_bar(piece.evidence.weight)}</td>"
        f"{_side(piece.evidence.query)}{_side(piece.evidence.form)}"
        f"<td>{escaped(piece.says)}</td></tr>"
        for piece in account.pieces
    )
    sides = "".join(
        f"<div><h3><bdi>{escaped(text)}</bdi></h3><dl>"
        + "".join(
            f"<dt><bdi>{escaped(each.text)}</bdi></dt><dd>{escaped(each.says)}</dd>" for each in readings
        )
        + "</dl></div>"
        for text, readings in ((account.query, account.readings), (account.other, account.other_readings))
    )
    head = (
        '<thead><tr><th class="number">Weight</th><th>against | for</th><th>Asked</th><th>Listed</th>'
        "<th>What it says</th></tr></thead>"
    )
    return (
        f'<h2 id="why">Why, or why not, <bdi>{escaped(name)}</bdi></h2><p>{escaped(account.reason)}</p>'
        f'<div class="wide"><table class="stacked">{head}<tbody>{rows}</tbody></table></div>'
        f'{_outlook(account)}<h2>The parts, side by side</h2><div class="sides">{sides}</div>'
    )


def _side(text: str) -> str:
    return f'<td class="side"><bdi>{escaped(text or "–")}</bdi></td>'


def _weight_bar(weight: float) -> str:
    """Return a bar that goes to the right where a weight speaks for, to the left where against."""
    width = 50 * min(abs(weight), HEAVIEST) / HEAVIEST
    kind, left = ("for", 50.0) if weight >= 0 else ("against", 50 - width)
    return (
        f'<span class="bar signed"><i class="{kind}" style="left:{left:.1f}%;width:{width:.1f}%"></i></span>'
    )


def _outlook(account: Account) -> str:
    if account.outlook is None:
        return ""
    name = account.candidate.entity.name if account.candidate else ""
    shares = (
        (name, account.outlook.score, "for"),
        ("other candidates", account.outlook.others, "open"),
        ("somebody not listed", account.outlook.nobody, "none"),
    )
    rows = "".join(
        f'<tr><td class="number">{render_score(share, 2)}</td><td><span class="bar">'
        f'<i class="{kind}" style="left:0;width:{100 * share:.1f}%"></i></span></td>'
        f"<td><bdi>{escaped(label)}</bdi></td></tr>"
        for label, share, kind in shares
        if label
    )
    return f"<h2>Probability</h2><table><tbody>{rows}</tbody></table>"


def welcome(held: str) -> str:
    """Return what the first page says before anything is asked.

    Args:
        held: What the list holds, in words.
    """
    examples = ", ".join(
        element("a", escaped(name), href=_asking(name))
        for name in ("Qasym-Zhomart Toqaev", "Токаев К.-Ж.", "Akhmetov")
    )
    return (
        f"<h1>Whom does a name stand for?</h1><p>Among {escaped(held)}, in any script and house style. "
        f"For instance {examples}.</p>"
        '<p>A whole column goes in under <a href="table">Table</a>, an article under '
        '<a href="text">Text</a>. Nothing of it leaves this machine.</p>'
    )


def marked_text(text: str, mentions: Sequence[Mention]) -> str:
    """Return a text with its mentions marked by type, and the reason of each where one points at it.

    Args:
        text: The text.
        mentions: In it, in order.
    """
    pieces: list[str] = []
    done = 0
    for mention in mentions:
        pieces += [escaped(text[done : mention.start]), _marked(mention)]
        done = mention.end
    return element("div", "".join([*pieces, escaped(text[done:])]), class_="text", dir="auto")


def _marked(mention: Mention) -> str:
    if mention.entity is None:
        found = " ".join(mention.text.split())
        return element(
            "a", escaped(mention.text), class_=mention.status, href=_asking(found), title=mention.reason
        )
    kind = mention.entity.type or "untyped"
    title = f"{mention.entity.name} · {mention.reason}"
    return element("a", escaped(mention.text), class_=kind, href=_address(mention.entity.id), title=title)


def mentioned(mentions: Iterable[Mention]) -> str:
    """Return who is mentioned, the most often mentioned first."""
    counts: dict[tuple[str, str, str], int] = {}
    for mention in mentions:
        key = (
            mention.entity.id if mention.entity else "",
            mention.entity.name if mention.entity else " ".join(mention.text.split()),
            mention.status,
        )
        counts[key] = counts.get(key, 0) + 1
    rows = "".join(
        f'<tr><td class="number">{count:,}</td><td>{_linked(id, name)}</td>'
        f"<td>{element('span', status, class_=f'status {status}')}</td></tr>"
        for (id, name, status), count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    )
    if not rows:
        return "<p>Nothing that is listed was found.</p>"
    return f"<h2>Who is mentioned</h2><table><tbody>{rows}</tbody></table>"


def _linked(id: str, name: str) -> str:
    shown = element("bdi", escaped(name))
    return element("a", shown, href=_address(id) if id else _asking(name))


def _asking(name: str) -> str:
    return f"./?{urlencode({'name': name})}"


def text_form(text: str, *, unknown: bool) -> str:
    """Return the form that takes a text.

    Args:
        text: What was given.
        unknown: Whether people who are not listed were wanted too.
    """
    checked = " checked" if unknown else ""
    return (
        '<form method="post" action="text">'
        '<p><label for="given">A text, in English, Russian, Kazakh or another language</label></p>'
        f'<textarea id="given" name="text" dir="auto">{escaped(text)}</textarea>'
        f'<p><label><input type="checkbox" name="unknown" value="1"{checked}> also people in no list</label> '
        "<button>Find the names</button></p></form>"
    )


def list_page(matcher: Matcher, entities: Sequence[Entity], asked: str, skip: int, most: int) -> str:
    """Return a part of the list.

    Args:
        matcher: Prints names in its style.
        entities: What was found, one more than is shown where there are more.
        asked: What was looked for.
        skip: How many were passed over.
        most: How many are shown.
    """
    rows = "".join(
        f"<tr><td>{_linked(each.id, matcher.display(each))}</td>"
        f"<td>{escaped(described(each))}</td><td><small>{escaped(each.id)}</small></td></tr>"
        for each in entities[:most]
    )
    form = (
        '<form class="ask" role="search" action="list">'
        '<input type="search" name="q" dir="auto" maxlength="1000" aria-label="Part of a name, or an id" '
        f'placeholder="Part of a name, or an id" value="{escaped(asked)}">'
        "<button>Look</button></form>"
    )
    table = (
        _table("<thead><tr><th>Name</th><th>Facts</th><th>Id</th></tr></thead>", rows)
        if rows
        else "<p>Nothing in the list is like it; try another spelling, or a part of the name.</p>"
    )
    return f"<h1>The list</h1>{form}{table}{''.join(_turns(asked, skip, most, len(entities) > most))}"


def _turns(asked: str, skip: int, most: int, more: bool) -> Iterator[str]:
    yield '<p class="pages">'
    if skip:
        yield element(
            "a", "back", href=f"list?{urlencode({'q': asked, 'skip': max(0, skip - most)})}", rel="prev"
        )
    if more:
        yield element("a", "more", href=f"list?{urlencode({'q': asked, 'skip': skip + most})}", rel="next")
    yield "</p>"


def entity_page(entity: Entity, matcher: Matcher) -> str:
    """Return what the list knows of an entity."""
    return record(entity, matcher.display(entity))


def table_page() -> str:
    """Return the page that takes a table; its script does the rest."""
    return data.text("service/table.html")


def about_page(base: str, held: str) -> str:
    """Return what there is for OpenRefine and for programs.

    Args:
        base: What the addresses of the service begin with.
        held: What the list holds, in words.
    """
    rows = "".join(
        f"<tr><td><code>{escaped(path)}</code></td><td>{escaped(words)}</td></tr>"
        for path, words in (
            ("POST /match", "whom names stand for"),
            ("POST /why", "why a name is, or is not, an entity or another name"),
            ("POST /find", "the mentions in a text"),
            ("POST /normalize", "a table with the identity of its names added"),
            ("GET /health, /metrics", "how the service does"),
        )
    )
    return (
        f"<h1>About this service</h1><p>{escaped(held)} are listed.</p><h2>OpenRefine</h2>"
        "<p>In the menu of a column choose <i>Reconcile</i>, <i>Start reconciling…</i>, "
        f"<i>Add standard service…</i>, and give <code>{escaped(base)}/reconcile</code>.</p><h2>Programs</h2>"
        f'<table><tbody>{rows}</tbody></table><p><a href="openapi.json">openapi.json</a> describes them.</p>'
    )
