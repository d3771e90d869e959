r"""`not_prose()`: where addresses, handles, names of files and paths stand in a text, where no name is meant.

Each has a sign that hardly any prose has (`@`, `_`, a slash, a full stop right before a small letter); what
stands around it without a space is then looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SIGN = re.compile(r"[@_/\\]|\.(?=[a-zа-яқ0-9]|[A-Z]{3,4}\b)")
# Scripts without spaces end an address, since words of theirs follow right behind it
_MORE = '[^\\s<>"«»“”\ufdd0-\ufdd2\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]'
_AROUND = re.compile(f"{_MORE}+")
MOST_BEFORE = 200  # characters before a sign that belong to an address
# Small letters, since a sentence may lack the space behind its full stop
_DOMAINS = (
    "com|org|net|edu|gov|int|info|biz|example|kz|ru|su|ua|uz|kg|tj|tm|az|am|ge|by|md|lt|lv|ee|pl|cz|de|fr|uk|eu|cn"
    "|қаз|рф|укр"
)
_FILES = (
    "jpe?g|png|gif|tiff?|svg|webp|pdf|docx?|odt|rtf|xlsx?|csv|tsv|txt|pptx?|html?|xml|json|ya?ml|zip|rar|7z|gz|mp[34]|avi|mov"
    "|wav|py|js|css|exe"
)
_KINDS = re.compile(
    r"(?:https?|ftp|file)://.+|www\..+"  # addresses
    r"|[\w.+-]+@(?:[\w-]+\.)+[^\W\d_]{2,}"  # mail
    rf"|(?:[\w-]+\.)+(?:{_DOMAINS})(?:/.*|(?![\w-]))"
    rf"|[\w.%~/\\:-]*[\w)]\.(?i:{_FILES})(?!\w)"
    r"|[A-Za-z]:\\.+|(?<![\w./])(?:~|\.{1,2})?/(?:[\w.%-]+/)+[\w.%-]*"  # paths
    r"|(?<![\w.])@\w(?:[\w.-]*\w)?"  # handles
    r"|(?:[^\W_]+-)*[^\W_]+(?:_+[^\W_]+)+"  # names of variables, files and accounts
)


def not_prose(text: str) -> Iterator[tuple[int, int]]:
    """Yield where what is no prose begins and ends, in order, none over another.

    Args:
        text: Any.

    Examples:
        >>> text = "Mail putin@mail.example, or see @putin, docs/Putin.pdf and tokayev.kz/en; Tokayev. He"
        >>> [text[start:end] for start, end in not_prose(text)]
        ['putin@mail.example', '@putin', 'docs/Putin.pdf', 'tokayev.kz/en;']
    """
    done = 0
    while (sign := _SIGN.search(text, done)) is not None:
        start = sign.start()
        least = max(done, start - MOST_BEFORE)
        while start > least and _AROUND.match(text, start - 1, start):
            start -= 1
        around = _AROUND.match(text, start)
        done = max(sign.end(), around.end() if around else 0)
        if done - sign.start() <= 5_000:
            for found in _KINDS.finditer(text, start, done):
                yield found.span()
