/* Parts of queries made of their words, many at once: `names.folding.part.part_of`. */
#include "kernel.h"

#include <string.h>

/* Where the parts go: as much room as they can take. */
typedef struct {
    uint8_t *latins, *keys, *skeleton, *masculines, *fathers, *father_genders, *first_letters;
    uint64_t *latin_ends, *key_ends, *skeleton_ends, *masculine_ends;
    uint32_t *first_keys;
    uint64_t latin_at, key_at, skeleton_at, masculine_at, key_count;
} making;

static bool make_room_for(work *w, const word_table *from, making *to) {
    size_t words = from->kinds_size, keys = from->reading_ends_size * MOST_KEYS;
    *to = (making){
        .latins = allot(w, words * LONGEST_KEY),
        .latin_ends = allot(w, words * sizeof(uint64_t)),
        .keys = allot(w, keys * LONGEST_KEY),
        .key_ends = allot(w, keys * sizeof(uint64_t)),
        .skeleton = allot(w, keys * (LONGEST_KEY + 1)),
        .skeleton_ends = allot(w, keys * sizeof(uint64_t)),
        .masculines = allot(w, words * LONGEST_WORD),
        .masculine_ends = allot(w, words * sizeof(uint64_t)),
        .fathers = allot(w, words),
        .father_genders = allot(w, words),
        .first_letters = allot(w, words),
        .first_keys = allot(w, (words + 1) * sizeof(uint32_t)),
    };
    return w->status == FINE;
}

static word reading_at(const word_table *from, uint64_t number) {
    uint64_t begin = number ? from->reading_ends[number - 1] : 0;
    return (word){from->readings + begin, (uint32_t)(from->reading_ends[number] - begin)};
}

static word made_key(const making *to, uint64_t number) {
    uint64_t begin = number ? to->key_ends[number - 1] : 0;
    return (word){to->keys + begin, (uint32_t)(to->key_ends[number] - begin)};
}

/* Add a key and its skeleton to those of the last word, from a first one on, unless it is there already. */
static void add_made_key(const work *w, making *to, uint64_t first, word key) {
    for (uint64_t n = first; n < to->key_count; n++)
        if (same_word(made_key(to, n), key))
            return;
    memcpy(to->keys + to->key_at, key.at, key.size);
    to->key_ends[to->key_count] = to->key_at += key.size;
    to->skeleton_at += skeleton_of(w, key, to->skeleton + to->skeleton_at).size;
    to->skeleton_ends[to->key_count++] = to->skeleton_at;
}

/* Find the keys of all readings of a word; none where Python must tell. */
static void make_keys(const work *w, const word_table *from, uint64_t number, making *to) {
    const making before = *to;
    uint64_t first = to->key_count;
    for (uint32_t n = from->first_readings[number]; n < from->first_readings[number + 1]; n++) {
        key_list found = {.count = 0};
        bool by_habits = n - from->first_readings[number] < from->by_habits[number];
        if (!keys_of(w->rules, reading_at(from, n), by_habits, &found)) {
            *to = before; /* letters and all, or the next key would begin with them */
            return;
        }
        for (uint32_t m = 0; m < found.count; m++)
            if (found.sizes[m] > 0)
                add_made_key(w, to, first, (word){found.letters[m], found.sizes[m]});
    }
    if (to->key_count == first)
        add_made_key(w, to, first, reading_at(from, from->first_readings[number]));
}

/* Write the masculine form of a feminine surname: `names.folding.name_parts.masculine_of`. */
static void make_masculine(const work *w, word key, making *to) {
    const settings *s = w->set;
    uint32_t begin = 0, own = 0;
    for (uint64_t n = 0; ends_in(key, 'a') && n < s->feminine_ends_size; n++) {
        uint32_t size = s->feminine_ends[n] - begin, own_size = s->masculine_ends[n] - own;
        if (key.size >= size + 2 && memcmp(key.at + key.size - size, s->feminines + begin, size) == 0) {
            memcpy(to->masculines + to->masculine_at, key.at, key.size - size);
            memcpy(to->masculines + to->masculine_at + key.size - size, s->masculines + own, own_size);
            to->masculine_at += key.size - size + own_size;
            return;
        }
        begin = s->feminine_ends[n];
        own = s->masculine_ends[n];
    }
}

static void make_part(work *w, const word_table *from, uint64_t number, making *to) {
    word latin = reading_at(from, from->first_readings[number]);
    part p = {.key = {NULL, 0}};
    memcpy(to->latins + to->latin_at, latin.at, latin.size);
    to->latin_ends[number] = to->latin_at += latin.size;
    to->first_letters[number] = latin.size ? latin.at[0] : 0;
    to->first_keys[number] = (uint32_t)to->key_count;
    make_keys(w, from, number, to);
    if (to->key_count > to->first_keys[number]) {
        p.key = made_key(to, to->first_keys[number]);
        tell_father(w, &p);
        make_masculine(w, p.key, to);
    }
    to->fathers[number] = (uint8_t)p.father.size;
    to->father_genders[number] = p.father_gender;
    to->masculine_ends[number] = to->masculine_at;
}

/* Make the parts of all words, to be looked up as others are; false where there is no memory. */
bool make_parts(work *w, const word_table *from) {
    uint64_t words = from->kinds_size;
    making to;
    if (!make_room_for(w, from, &to))
        return false;
    for (uint64_t number = 0; number < words; number++)
        make_part(w, from, number, &to);
    to.first_keys[words] = (uint32_t)to.key_count;
    w->made = (part_table){
        .texts = from->texts,
        .texts_size = from->texts_size,
        .text_ends = from->text_ends,
        .text_ends_size = words,
        .latins = to.latins,
        .latins_size = to.latin_at,
        .latin_ends = to.latin_ends,
        .latin_ends_size = words,
        .keys = to.keys,
        .keys_size = to.key_at,
        .key_ends = to.key_ends,
        .key_ends_size = to.key_count,
        .skeleton = to.skeleton,
        .skeleton_size = to.skeleton_at,
        .skeleton_ends = to.skeleton_ends,
        .skeleton_ends_size = to.key_count,
        .first_keys = to.first_keys,
        .first_keys_size = words + 1,
        .masculines = to.masculines,
        .masculines_size = to.masculine_at,
        .masculine_ends = to.masculine_ends,
        .masculine_ends_size = words,
        .fathers = to.fathers,
        .fathers_size = words,
        .father_genders = to.father_genders,
        .father_genders_size = words,
        .canonical_names = from->canonical_names,
        .canonical_names_size = from->canonical_names_size,
        .first_canonical_names = from->first_canonical_names,
        .first_canonical_names_size = words + 1,
        .near_canonical_names = from->near_canonical_names,
        .near_canonical_names_size = words,
        .genders = from->genders,
        .genders_size = words,
        .scripts = from->scripts,
        .scripts_size = words,
        .writings = from->writings,
        .writings_size = words,
        .kinds = from->kinds,
        .kinds_size = words,
        .first_letters = to.first_letters,
        .first_letters_size = words,
    };
    return true;
}
