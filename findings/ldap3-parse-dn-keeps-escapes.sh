#!/usr/bin/env bash
# One would guess: parse_dn gives the values of a distinguished name: "Tokayev, Kassym-Jomart" from
#   CN=Tokayev\, Kassym-Jomart, and Erdoğan from CN=Erdo\C4\9Fan, as RFC 4514 (3) decodes them;
#   escape_rdn then gives back what was parsed.
# What happens: the values keep their escapes, those of bytes too, and escape_rdn escapes the
#   backslash once more. A value in quotes, as RFC 1779 and RFC 2253 allow readers, is refused.
# Version: PyPI ldap3 2.9.1
# Why it matters: Active Directory writes most people as "family, given" in CN, so nearly every
#   value read so has a backslash in it; compared with another list, or sent back in a search,
#   it is nobody.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check ldap3==2.9.1 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
from ldap3.core.exceptions import LDAPInvalidDnError
from ldap3.utils.dn import escape_rdn, parse_dn

for name in [
    r"CN=Tokayev\, Kassym-Jomart,OU=Users,DC=example,DC=org",
    r"CN=Erdo\C4\9Fan,C=TR",
    'CN="Tokayev, Kassym-Jomart",C=KZ',
]:
    try:
        value = parse_dn(name)[0][1]
    except LDAPInvalidDnError as error:
        print(name, "-> refused:", error)
    else:
        print(name, "->", value, "| escaped again:", escape_rdn(value))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
CN=Tokayev\, Kassym-Jomart,OU=Users,DC=example,DC=org -> Tokayev\, Kassym-Jomart | escaped again: Tokayev\\\, Kassym-Jomart
CN=Erdo\C4\9Fan,C=TR -> Erdo\C4\9Fan | escaped again: Erdo\\C4\\9Fan
CN="Tokayev, Kassym-Jomart",C=KZ -> refused: special character " must be escaped
LINES
diff -u "$tmp/expected" "$tmp/observed"
