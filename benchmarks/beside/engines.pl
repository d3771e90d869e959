# Debian's Lingua::Translit, asked and answering like engines.py: {"lingua TABLE": [text, ...]}.
use strict;
use warnings;
use JSON::PP;
use Lingua::Translit;

my $asked = decode_json(do { local $/; <STDIN> });
my %answers;
for my $call (keys %$asked) {
    my $table = Lingua::Translit->new($call =~ s/^lingua //r);
    $answers{$call} = [map { $table->translit($_) } @{$asked->{$call}}];
}
print encode_json(\%answers);
