#!/usr/bin/env bash
# One would guess: a Russian or Ukrainian name goes to Latin letters and comes back; what is
#   lost is lost as a letter, not as a letter case, and two surnames stay two.
# What happens: the soft sign comes back as a capital in the midst of the word (ЕлЬцин,
#   ЖурсЬкий), Щ comes back as Сч or Шч, and the Ukrainian surnames Згурський and Журський
#   become one.
# Version: PyPI transliterate 1.10.2, language packs ru and uk
# Why it matters: the result looks like a name, is spelt as no name, and is missed by every
#   exact comparison that minds the case; Ukrainian law writes zgh for зг just to keep such
#   names apart.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check transliterate==1.10.2 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
from transliterate import translit

for language, name in [("ru", "Ельцин"), ("ru", "Ильин"), ("ru", "Щукин"), ("uk", "Щербак"), ("uk", "Згурський"), ("uk", "Журський")]:
    latin = translit(name, language, reversed=True)
    print(language, name, "->", latin, "->", translit(latin, language))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
ru Ельцин -> El'tsin -> ЕлЬцин
ru Ильин -> Il'in -> ИлЬин
ru Щукин -> Schukin -> Счукин
uk Щербак -> Shcherbak -> Шчербак
uk Згурський -> Zhurs'kyj -> ЖурсЬкий
uk Журський -> Zhurs'kyj -> ЖурсЬкий
LINES
diff -u "$tmp/expected" "$tmp/observed"
