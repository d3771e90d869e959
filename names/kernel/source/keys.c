/* The class keys of a plain reading, and their skeletons: `names.folding.keys`. */
#include "kernel.h"

#include <string.h>

enum {
    MOST_CLASSES = 63, /* letters of readings and keys: a word of bits tells any of them */
    MOST_RULES = 1024,
    MOST_SETS = 64,     /* of rules: those for every part, and those of each habit */
    LONGEST_GROUP = 15, /* letters that a rule finds, or writes */
    MOST_ROUNDS = 64    /* until a key settles */
};

#define PLACES(X) X(anywhere) X(start) X(end)
#define AS_PLACE(name) PLACE_##name,
typedef enum { PLACES(AS_PLACE) PLACES_COUNT } place;

/* The rules as Python states them, all sets one after another, those for every part first. */
#define RULES(X)                                                                                             \
    X(uint8_t, letters) /* that readings and keys have */                                                    \
    X(uint8_t, spelled) /* four bytes for each of all: how many it has in UTF-8, and which */                \
    X(uint8_t, texts)   /* of each rule its group, `to`, `before` and `after` */                             \
    X(uint8_t, sizes)   /* of each of these four */                                                          \
    X(uint8_t, places)  /* of each rule */                                                                   \
    X(uint32_t, counts) /* of the rules of each set */                                                       \
    X(uint8_t, classes) /* of each letter, that of the skeleton, or 0 */                                     \
    X(uint8_t, vowels)
#define LIMITS(X) X(most_letters) X(most_keys)

typedef struct {
    RULES(AS_ARRAY)
    LIMITS(AS_DOUBLE)
} rule_table;

const char *names_rules(void) { return RULES(AS_FIELD); }
const char *names_rule_limits(void) { return LIMITS(AS_NAME); }
const char *names_rule_places(void) { return PLACES(AS_NAME); }

typedef struct {
    uint64_t before, after; /* letters one of which must follow, and stand before; 0 for whatever does */
    uint8_t group[LONGEST_GROUP], size, to[LONGEST_GROUP], to_size, place;
    bool changes; /* something, not only what is found is written */
} rule;

/* The rules made ready to run: in each set those of one first letter together, the longest group first. */
struct key_rules {
    uint32_t most_letters, most_keys, set_count;
    uint8_t number_of[ALPHABET]; /* of each letter, from 1; 0 for what is no letter of a key */
    uint8_t classes[ALPHABET], spelled[ALPHABET][4], vowels[MOST_CLASSES];
    uint32_t vowel_count;
    uint16_t firsts[MOST_SETS][MOST_CLASSES + 2];
    rule rules[MOST_RULES];
};

uint32_t names_key_rules_size(void) { return sizeof(key_rules); }
uint32_t names_key_room(void) { return MOST_KEYS * 2 * (LONGEST_KEY + 2) * 3; }

static bool number_letters(key_rules *k, const rule_table *t) {
    if (t->letters_size > MOST_CLASSES || t->classes_size != ALPHABET || t->vowels_size > MOST_CLASSES ||
        t->spelled_size != sizeof k->spelled)
        return false;
    for (uint64_t n = 0; n < t->letters_size; n++)
        k->number_of[t->letters[n]] = (uint8_t)(n + 1);
    memcpy(k->classes, t->classes, sizeof k->classes);
    memcpy(k->spelled, t->spelled, sizeof k->spelled);
    memcpy(k->vowels, t->vowels, t->vowels_size);
    k->vowel_count = (uint32_t)t->vowels_size;
    return true;
}

static bool are_letters(const key_rules *k, word w) {
    for (uint32_t n = 0; n < w.size; n++)
        if (!k->number_of[w.at[n]])
            return false;
    return true;
}

static uint64_t set_of(const key_rules *k, word w) {
    uint64_t found = 0;
    for (uint32_t n = 0; n < w.size; n++)
        found |= (uint64_t)1 << k->number_of[w.at[n]];
    return found;
}

/* Read the rules in the order they are stated in. */
static bool read_rules(const key_rules *k, const rule_table *t, rule *rules) {
    uint64_t at = 0;
    for (uint64_t n = 0; n < t->places_size; n++) {
        word fields[4];
        for (int field = 0; field < 4; field++) {
            fields[field] = (word){t->texts + at, t->sizes[4 * n + (uint64_t)field]};
            at += fields[field].size;
            if (at > t->texts_size || !are_letters(k, fields[field]))
                return false;
        }
        word group = fields[0], to = fields[1];
        if (group.size == 0 || group.size > LONGEST_GROUP || to.size > LONGEST_GROUP ||
            t->places[n] >= PLACES_COUNT)
            return false;
        rule *r = &rules[n];
        *r = (rule){.before = set_of(k, fields[2]), .after = set_of(k, fields[3]), .place = t->places[n]};
        memcpy(r->group, group.at, r->size = (uint8_t)group.size);
        memcpy(r->to, to.at, r->to_size = (uint8_t)to.size);
        r->changes = !same_word(group, to);
    }
    return true;
}

static bool is_before(const key_rules *k, const rule *a, const rule *b) {
    uint8_t of_a = k->number_of[a->group[0]], of_b = k->number_of[b->group[0]];
    return of_a != of_b ? of_a < of_b : a->size > b->size;
}

/* Sort the rules of a set; of those for equal groups the first stays first. */
static void sort_rules(key_rules *k, uint32_t set, uint32_t from, uint32_t behind) {
    for (uint32_t n = from + 1; n < behind; n++) {
        rule moved = k->rules[n];
        uint32_t at = n;
        for (; at > from && is_before(k, &moved, &k->rules[at - 1]); at--)
            k->rules[at] = k->rules[at - 1];
        k->rules[at] = moved;
    }
    for (uint32_t letter = 0, n = from; letter < MOST_CLASSES + 2; letter++) {
        while (n < behind && k->number_of[k->rules[n].group[0]] < letter)
            n++;
        k->firsts[set][letter] = (uint16_t)n;
    }
}

/* Make rules ready in a stretch of zeros of Python's, as `names_key_rules_size` says; false where they are none
 * that can be run here. */
uint32_t names_ready_rules(const rule_table *t, key_rules *k) {
    uint64_t from = 0;
    if (t->places_size > MOST_RULES || t->sizes_size != 4 * t->places_size || t->counts_size > MOST_SETS ||
        t->counts_size == 0 || t->most_letters > LONGEST_KEY || t->most_keys > MOST_KEYS ||
        t->most_keys < 1 || !number_letters(k, t) || !read_rules(k, t, k->rules))
        return false;
    for (uint32_t set = 0; set < t->counts_size; from += t->counts[set++]) {
        if (t->counts[set] > t->places_size - from)
            return false;
        sort_rules(k, set, (uint32_t)from, (uint32_t)(from + t->counts[set]));
    }
    k->most_letters = (uint32_t)t->most_letters;
    k->most_keys = (uint32_t)t->most_keys;
    k->set_count = (uint32_t)t->counts_size;
    return from == t->places_size;
}

/* A word on its way to a key, with the rule for each of its letters, or NULL. */
typedef struct {
    uint8_t at[LONGEST_KEY];
    uint32_t size;
    const rule *rules[LONGEST_KEY];
} draft;

static bool has(const key_rules *k, uint64_t letters, uint8_t letter) {
    return letters >> k->number_of[letter] & 1;
}

/* Whether a rule, whose first letter stands there, holds for a place of a word. */
static bool holds(const key_rules *k, const rule *r, const draft *w, uint32_t at) {
    uint32_t end = at + r->size;
    if (end > w->size)
        return false;
    for (uint32_t n = 1; n < r->size; n++)
        if (w->at[at + n] != r->group[n])
            return false;
    if ((r->place == PLACE_start && at > 0) || (r->place == PLACE_end && end < w->size))
        return false;
    if (r->after && (at == 0 || !has(k, r->after, w->at[at - 1])))
        return false;
    return !r->before || (end < w->size && has(k, r->before, w->at[end]));
}

static const rule *rule_for(const key_rules *k, uint32_t set, const draft *w, uint32_t at) {
    const uint16_t *firsts = &k->firsts[set][k->number_of[w->at[at]]];
    for (uint32_t n = firsts[0]; n < firsts[1]; n++)
        if (holds(k, &k->rules[n], w, at))
            return &k->rules[n];
    return NULL;
}

/* Write a word once from left to right by its rules, doubled letters once, as far as keys go. */
static void rewrite(const key_rules *k, const draft *w, draft *to) {
    to->size = 0;
    for (uint32_t at = 0; at < w->size; at += w->rules[at] ? w->rules[at]->size : 1) {
        const rule *r = w->rules[at];
        word written = r ? (word){r->to, r->to_size} : (word){w->at + at, 1};
        for (uint32_t n = 0; n < written.size; n++) {
            if (to->size > 0 && to->at[to->size - 1] == written.at[n])
                continue;
            if (to->size == k->most_letters)
                return;
            to->at[to->size++] = written.at[n];
        }
    }
}

/* Find the rules for every part that hold; false where none of them changes anything. */
static bool find_rules(const key_rules *k, draft *w) {
    bool any = false;
    for (uint32_t at = 0; at < w->size; at++) {
        w->rules[at] = rule_for(k, 0, w, at);
        any |= w->rules[at] && w->rules[at]->changes;
    }
    return any;
}

/* Put the rules of a habit before those for every part; false where none of its own is used. */
static bool find_own_rules(const key_rules *k, uint32_t set, const draft *usual, draft *own) {
    bool any = false;
    for (uint32_t at = 0; at < usual->size; at++) {
        const rule *mine = rule_for(k, set, usual, at), *other = usual->rules[at];
        bool wins = mine && (other == NULL || mine->size >= other->size);
        own->rules[at] = wins ? mine : other;
        any |= wins;
    }
    return any;
}

/* Write a word, and again by the rules for every part until nothing changes; NULL where that never ends. */
static const draft *settle(const key_rules *k, const draft *w, draft rooms[2]) {
    draft *key = &rooms[0], *before = &rooms[1];
    rewrite(k, w, key);
    for (int round = 0; round < MOST_ROUNDS; round++) {
        if (!find_rules(k, key))
            return key;
        draft *other = before;
        before = key;
        key = other;
        rewrite(k, before, key);
        if (same_word((word){key->at, key->size}, (word){before->at, before->size}))
            return key;
    }
    return NULL;
}

static void add_key(key_list *keys, const draft *key) {
    for (uint32_t n = 0; n < keys->count; n++)
        if (keys->sizes[n] == key->size && memcmp(keys->letters[n], key->at, key->size) == 0)
            return;
    memcpy(keys->letters[keys->count], key->at, key->size);
    keys->sizes[keys->count++] = key->size;
}

/* Find all keys, the usual one first; false where one does not settle. */
static bool find_keys(const key_rules *k, draft *w, bool by_habits, key_list *keys) {
    draft rooms[2], own;
    find_rules(k, w);
    const draft *key = settle(k, w, rooms);
    if (key == NULL)
        return false;
    add_key(keys, key);
    own.size = w->size;
    memcpy(own.at, w->at, w->size);
    for (uint32_t set = 1; by_habits && set < k->set_count && keys->count < k->most_keys; set++)
        if (find_own_rules(k, set, w, &own)) {
            if ((key = settle(k, &own, rooms)) == NULL)
                return false;
            if (key->size > 0)
                add_key(keys, key);
        }
    return true;
}

/* Find the keys of a reading, the usual one first; false where Python must tell. */
bool keys_of(const key_rules *k, word reading, bool by_habits, key_list *keys) {
    draft w;
    keys->count = 0;
    if (reading.size > k->most_letters || !are_letters(k, reading))
        return false;
    memcpy(w.at, reading.at, w.size = reading.size);
    return find_keys(k, &w, by_habits, keys);
}

static char *write_word(const key_rules *k, word w, char *to) {
    for (uint32_t n = 0; n < w.size; n++) {
        const uint8_t *letter = k->spelled[w.at[n]];
        for (uint32_t byte = 1; byte <= letter[0] && byte < 4; byte++)
            *to++ = (char)letter[byte];
    }
    return to;
}

/* Write each key and its skeleton in UTF-8, with spaces between all, where Python made the room that
 * `names_key_room` says; return the room, or NULL where Python must answer. */
const char *names_keys(const key_rules *k, const uint8_t *letters, uint32_t size, uint32_t by_habits,
                       char *room) {
    key_list keys;
    uint8_t skeleton[LONGEST_KEY + 1];
    char *to = room;
    if (!keys_of(k, (word){letters, size}, by_habits, &keys))
        return NULL;
    for (uint32_t n = 0; n < keys.count; n++) {
        word key = {keys.letters[n], keys.sizes[n]};
        word found = skeleton_by(k->classes, (word){k->vowels, k->vowel_count}, key, skeleton);
        if (n > 0)
            *to++ = ' ';
        to = write_word(k, key, to);
        *to++ = ' ';
        to = write_word(k, found, to);
    }
    *to = 0;
    return room;
}
