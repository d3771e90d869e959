#!/usr/bin/env bash
# One would guess: the table of Lingua::Translit that is called ISO 9 writes ISO 9:1995, and can be
#   reversed, as its manual says; Serbian ћ is ć.
# What happens: ћ is the capital Ű, a Hungarian letter (Ћ is Ć, as it should be). Every surname in
#   -ić ends so, and comes back as it went in, so that a test of the way there and back shows
#   nothing. In GOST 7.79 ы is y' with an apostrophe where all other signs are graves.
# Version: Debian liblingua-translit-perl 0.29-2 (Lingua::Translit 0.29, 2022)
# Why it matters: ĐokoviŰ is no spelling of Ђоковић by any standard.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

(cd "$tmp" && apt-get download --quiet liblingua-translit-perl=0.29-2) >"$tmp/install.log" 2>&1 \
    || { cat "$tmp/install.log" >&2; exit 1; }
dpkg --extract "$tmp"/liblingua-translit-perl_*.deb "$tmp/debian"

cat >"$tmp/try.pl" <<'CODE'
use utf8;
use open qw(:std :utf8);
use Lingua::Translit;

my $iso = Lingua::Translit->new("ISO 9");
for my $name ("Ђоковић", "Ћирић", "Милић") {
    my $latin = $iso->translit($name);
    print "ISO 9: $name -> $latin -> ", $iso->translit_reverse($latin), "\n";
}
my $gost = Lingua::Translit->new("GOST 7.79 RUS");
print "GOST 7.79 RUS: Крылов, Игорь -> ", $gost->translit("Крылов, Игорь"), "\n";
CODE

PERL5LIB="$tmp/debian/usr/share/perl5" perl "$tmp/try.pl" >"$tmp/observed"
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
ISO 9: Ђоковић -> ĐokoviŰ -> Ђоковић
ISO 9: Ћирић -> ĆiriŰ -> Ћирић
ISO 9: Милић -> MiliŰ -> Милић
GOST 7.79 RUS: Крылов, Игорь -> Kry'lov, Igor`
LINES
diff -u "$tmp/expected" "$tmp/observed"
