/* What the kernel shares: the arrays it is given, and the small things all its files use.
 *
 * Every array and number comes from Python by name; nothing of the rules stands here as a literal. Arrays of
 * a compiled file may hold any numbers, so whatever is used as an index goes through a checked look-up first.
 * Where one does not hold, `work.status` says so, and Python refuses the file. Where something is met that the
 * kernel leaves to Python, it says that, and Python answers that query in its own way.
 *
 * Doubles are added and multiplied in the order in which Python does it: both must give the same bits.
 */
#ifndef NAMES_KERNEL_H
#define NAMES_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kinds.h"

enum {
    MOST_PARTS = 16,    /* of a spelling */
    LONGEST_WORD = 64,  /* letters of a key: a word of bits tells where each stands */
    LONGEST_TEXT = 640, /* code points of a part */
    MOST_PIECES = 48,   /* of evidence for one form */
    MOST_FOUND = 50,    /* entities that a query may mean */
    ALPHABET = 256,
    MOST_NATS = 64, /* that a part says of its bearer */
    NOTHING = 255   /* in place of a part's place: all of the spelling */
};

#define AS_EVIDENCE(name, title, traits) EVIDENCE_##name,
#define AS_EVIDENCE_TITLE(name, title, traits) title "\n"
#define AS_TRAITS(name, title, traits) traits,
#define AS_KIND(name, traits) KIND_##name,
#define AS_KIND_NAME(name, traits) #name "\n"
#define AS_PART_TRAITS(name, traits) traits,
#define AS_WRITING(name) WRITING_##name,
#define AS_PAIR_WRITING(name, title) PAIR_##name,
typedef enum { EVIDENCE_KINDS(AS_EVIDENCE) EVIDENCE_KINDS_COUNT } evidence_kind;
typedef enum { PART_KINDS(AS_KIND) PART_KINDS_COUNT } part_kind;
typedef enum { WRITINGS(AS_WRITING) WRITINGS_COUNT } part_writing;
typedef enum { PAIR_WRITINGS(AS_PAIR_WRITING) PAIR_WRITINGS_COUNT } pair_writing;

/* Whether a kind of evidence is taken for something: `names.kinds.Trait` says what each trait means. */
static inline bool has_trait(unsigned kind, trait asked) {
    static const uint16_t traits[] = {EVIDENCE_KINDS(AS_TRAITS)};
    return traits[kind] & asked;
}

/* The same of a kind of part; a damaged file may hold a number that is no kind, which has no trait. */
static inline bool part_has_trait(unsigned kind, part_trait asked) {
    static const uint16_t traits[] = {PART_KINDS(AS_PART_TRAITS)};
    return kind < PART_KINDS_COUNT && traits[kind] & asked;
}

#define AS_DOUBLE(name) double name;
#define AS_TITLE(name, title) title "\n"
#define AS_NAME(name) #name "\n"
#define AS_DOUBLES(name) double name[PAIR_WRITINGS_COUNT];
#define AS_FIELD(type, name) #type " " #name "\n"
/* The fields of `names.evidence.Weights`, those with a number for each writing of a pair at the end. */
typedef struct {
    WEIGHTS(AS_DOUBLE)
    WEIGHT_MAPS(AS_DOUBLES)
} weights;

/* Lists of fields, several in a line. */
/* clang-format off */

/* Numbers that Python states; those that count things are whole. */
#define NUMBERS(X)                                                                                            \
    X(unlike) X(shortest_telling) X(farthest_slip) X(farthest_joined) X(farthest_father) X(shortest) X(shortest_with_one_more)    \
    X(lost) X(contradicts_below) X(max_near) X(max_forms) X(looked_at) X(narrow) X(narrow_equal) X(forms_each) X(opposed)               \
    X(covers_query) X(covers_form) X(short_key) X(long_skeleton) X(shortest_joined) X(shortest_alone)         \
    X(surely) X(surely_of_bodies) X(mostly_lost) X(told_from) X(usual) X(share_of_concept) X(share_of_country) X(share_of_legal) X(behind) X(settles) X(slack) X(level) X(max_letters) X(longest_joined_han) X(longest_joined)               \
    X(script_latin) X(script_cjk) X(script_kanji) X(script_hangul) X(form_short) X(form_acronym) X(forms_of_the_name)      \
    X(types_of_bodies) X(types_of_places) X(population) X(background) X(least_share) X(little_share)                             \
    X(role_comma) X(role_capitals) X(role_last) X(role_first) X(role_first_of_two) X(role_native)             \
    X(role_before_father) X(role_father) X(role_given) X(role_ending) X(role_listed) X(role_initial)          \
    X(role_second) X(longest_native) X(letter_whole)

/* Arrays that Python states. */
#define TABLES(X)                                                                                             \
    X(uint8_t, spelled)         /* four bytes for each letter of a key: how many it has in UTF-8, and which */ \
    X(uint8_t, classes)         /* of each letter, that of the skeleton, or 0 */                              \
    X(uint8_t, letter_places)   /* of each letter, its place in a row of costs */                             \
    X(uint8_t, letter_costs)    /* of each two letters, a row of 64 for each; the first is none */            \
    X(uint8_t, vowels)          /* letters */                                                                 \
    X(uint8_t, endings)         /* of patronymics, one after another, longest first */                        \
    X(uint32_t, ending_ends)                                                                                  \
    X(uint8_t, ending_genders)                                                                                \
    X(uint8_t, feminines)       /* endings of surnames, one after another, longest first */                   \
    X(uint32_t, feminine_ends)                                                                                \
    X(uint8_t, masculines)      /* what each of these is in a man's */                                        \
    X(uint32_t, masculine_ends)                                                                               \
    X(uint8_t, shared_endings)  /* that thousands of surnames share, longest first */                        \
    X(uint32_t, shared_ending_ends)                                                                           \
    X(uint8_t, shared_skeletons) /* how many letters each is in a skeleton */                                 \
    X(uint8_t, run_vowels)      /* second letters of short words that are no initials */                      \
    X(uint8_t, surname_endings) /* that hardly any other word has */                                          \
    X(uint32_t, surname_ending_ends)                                                                          \
    X(uint8_t, family_keys)     /* of family names that stand first, in rising order */                       \
    X(uint32_t, family_key_ends)                                                                              \
    X(uint64_t, touching)       /* pairs of letters whose keys touch, in rising order */                      \
    X(uint32_t, alike)          /* letters seen, then those meant, of each entry in turn */                   \
    X(uint32_t, alike_ends)                                                                                   \
    X(uint32_t, canonical_blocks)    /* the number of the block of each given name */                              \
    X(uint64_t, world_keys)     /* keys that many in the world have, by number, in rising order */            \
    X(double, world_key_shares) /* the share of people who have each */                                       \
    X(uint64_t, world_skeleton) X(double, world_skeleton_shares)                                                    \
    X(double, key_shares)       /* what share of people has a key not listed, by its letters */               \
    X(double, skeleton_shares)

/* The parts of spellings, by number; both the listed ones and those of queries. */
#define PARTS(X)                                                                                              \
    X(uint8_t, texts) X(uint64_t, text_ends) X(uint8_t, latins) X(uint64_t, latin_ends)                      \
    X(uint8_t, keys) X(uint64_t, key_ends) X(uint8_t, skeleton) X(uint64_t, skeleton_ends) X(uint32_t, first_keys)  \
    X(uint8_t, masculines) X(uint64_t, masculine_ends) X(uint8_t, fathers) X(uint8_t, father_genders)         \
    X(uint32_t, canonical_names) X(uint32_t, first_canonical_names) X(uint8_t, near_canonical_names) X(uint8_t, genders)                    \
    X(uint32_t, scripts) X(uint8_t, writings) X(uint8_t, kinds) X(uint8_t, first_letters)                     \
    X(double, of_key) X(double, of_skeleton)

/* The words that parts of queries are made of, by number. */
#define WORDS(X)                                                                                              \
    X(uint8_t, texts) X(uint64_t, text_ends) X(uint8_t, readings) X(uint64_t, reading_ends)                   \
    X(uint32_t, first_readings) X(uint8_t, by_habits) X(uint32_t, canonical_names) X(uint32_t, first_canonical_names)             \
    X(uint8_t, near_canonical_names) X(uint8_t, genders) X(uint32_t, scripts) X(uint8_t, writings) X(uint8_t, kinds)

/* The listed forms and entities. */
#define INDEX(X)                                                                                           \
    X(uint32_t, form_entities) X(uint32_t, first_forms) X(uint8_t, form_words) X(uint8_t, form_initials)        \
    X(uint32_t, first_parts) X(uint32_t, form_parts) X(uint8_t, form_commas) X(int8_t, form_capitals) X(uint8_t, form_kinds) X(uint8_t, form_shared) \
    X(uint32_t, first_lists) X(uint32_t, lists)                                                               \
    X(uint32_t, block_numbers) X(uint32_t, block_firsts) X(uint32_t, block_members)                           \
    X(uint32_t, joined_numbers) X(uint32_t, joined_firsts) X(uint32_t, joined_members)                        \
    X(uint8_t, entity_genders) X(uint8_t, entity_types) X(uint16_t, entity_homes)                                            \
    X(uint32_t, run_forms) X(uint32_t, run_starts) X(uint32_t, run_ends) X(uint32_t, run_numbers)             \
    X(uint64_t, bearers) X(uint32_t, bearer_counts) X(uint64_t, skeleton_bearers) X(uint32_t, skeleton_counts)

/* The queries of one call. Their parts have the numbers of the words that make them, and behind these those of
 * parts that Python made. `runs` are neighbours written together: first place, place behind, part of Chinese
 * characters, else a number that is none. So are `han`, Chinese characters alone; `run_forms` has the query. */
#define BATCH(X)                                                                                              \
    X(uint32_t, firsts) X(uint32_t, parts) X(uint8_t, same_as) X(uint8_t, commas) X(int8_t, capitals) X(uint8_t, bodies) X(uint8_t, quiet) X(uint32_t, loud) X(uint8_t, foreign)         \
    X(uint32_t, first_runs) X(uint8_t, run_starts) X(uint8_t, run_ends) X(uint32_t, run_parts)               \
    X(uint32_t, run_forms) X(uint32_t, han_starts) X(uint32_t, han_ends) X(uint32_t, han_parts)

/* clang-format on */

#define AS_ARRAY(type, name)                                                                                 \
    const type *name;                                                                                        \
    uint64_t name##_size;
typedef struct { PARTS(AS_ARRAY) } part_table;
typedef struct { WORDS(AS_ARRAY) } word_table;
typedef struct { INDEX(AS_ARRAY) } index_table;
typedef struct { BATCH(AS_ARRAY) } batch_table;
typedef struct {
    TABLES(AS_ARRAY)
    NUMBERS(AS_DOUBLE)
    weights of_people, of_bodies, of_places;
} settings;

/* One piece of evidence about the parts i to i2 of the query and j to j2 of a form. */
typedef struct {
    double weight;
    uint32_t form;
    uint8_t kind, i, i2, j, j2, unused[7];
} piece;

/* Where the answers go; Python makes the room. Queries have `MOST_FOUND` places each, and comparisons
 * `MOST_PIECES`; no room for pieces where nobody asks for reasons. */
typedef struct {
    uint8_t *status; /* of each query: 0, or why there is no answer */
    uint8_t *settled;
    uint32_t *found_count;
    uint32_t *found;
    double *approximate;
    uint32_t *weighed_count;
    double *evidence_weights;
    uint32_t *best_forms;
    uint32_t *piece_counts;
    piece *pieces;
} answer_table;

enum { FINE = 0, LEFT_TO_PYTHON = 1, NO_MEMORY = 2, DAMAGED = 3 };

typedef struct {
    const uint8_t *at;
    uint32_t size;
} word; /* letters of a key or a reading */
typedef struct {
    const uint32_t *at;
    uint32_t size;
} letters; /* code points */

/* A word that others are held against: at which places it has each letter. */
typedef struct {
    uint64_t places[ALPHABET];
    word pattern;
} pattern;

/* A reading of a part of a query, made ready to be held against many: its letters as sets, and at which places
 * it has each. */
typedef struct {
    word key, skeleton;
    uint64_t key_letters, skeleton_letters;
    uint64_t places[ALPHABET], all; /* of the letters of both, where they are short enough */
} asked_reading;

/* A part, looked up. */
typedef struct {
    const asked_reading *readings; /* of each key; NULL where they were not made ready */
    const part_table *table;       /* of its other keys; NULL for words written together */
    uint32_t number;
    letters text;
    word latin, key, skeleton, masculine, father;
    uint32_t first_key, key_count;
    const uint32_t *canonical_names;
    uint32_t near_canonical_names, canonical_count;
    uint32_t script;
    uint8_t kind, writing, gender, father_gender, known;
    double of_key, of_skeleton;
} part;

/* How rare a part of a query is. */
typedef struct {
    double of_key, of_skeleton;
    bool known, ready;
} rarity;

/* A reading of a listed part: its letters as sets, and as words where there is room for both. */
typedef struct {
    uint64_t key_letters;
    uint32_t skeleton_letters;
    uint8_t key_size, skeleton_size;
    uint8_t letters[18]; /* the key, then the skeleton */
} reading;

/* What is asked of a listed part most often; its other readings stand together behind all rows. */
typedef struct {
    double of_key, of_skeleton;
    uint32_t script, others, other_count;
    uint8_t writing;
    reading usual;
} near_row;

/* What is asked of a form most often, in half a line of the cache. Of a longer form the parts are elsewhere. */
enum { PARTS_IN_ROW = 6 };
typedef struct {
    uint32_t parts[PARTS_IN_ROW], entity;
    uint8_t count, words, initials, unused;
} form_row;

/* What is made ready of an index: rows of its parts and of its forms. */
typedef struct {
    near_row *rows;
    form_row *forms;
    uint8_t most_initials;
} opened;

/* As fmax and fmin, where nothing is no number; those are calls of the library. */
/* Whether a part and its skeleton may say so many nats of a bearer; where they are not told yet, both are zero. */
static inline bool may_be_said(double of_key, double of_skeleton) {
    return of_skeleton >= 0 && of_skeleton <= of_key && of_key < MOST_NATS;
}
static inline double larger(double a, double b) { return a > b ? a : b; }
static inline double smaller(double a, double b) { return a < b ? a : b; }

#if defined(__GNUC__)
#define FETCH(place) __builtin_prefetch(place)
#else
#define FETCH(place) ((void)(place))
#endif

/* Compiled twice, for machines that count bits in one step and for others; which one it is, shows at the start. */
#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && !defined(__clang__)
#define FOR_EACH_MACHINE __attribute__((target_clones("popcnt", "default")))
#else
#define FOR_EACH_MACHINE
#endif

/* A growing list of memory to give back at the end of a call. */
typedef struct chunk chunk;

/* Where a part leads: to the forms that the first near parts are listed with, and some other ones. */
typedef struct {
    bool ready, whole;
    uint32_t near_count, taken;          /* lists taken */
    uint32_t form_count, together_count; /* forms in them, some of them twice */
    uint32_t *near_parts;
    double *near_weights;
    uint32_t *together;
    double *together_weights;
} lead;

typedef struct {
    double weight;
    uint32_t number;
} weighted;

/* A list of weighted numbers that grows; as much room again stands behind it, to sort in. */
typedef struct {
    weighted *at;
    size_t count, room;
} weighted_list;

/* A form met, how often, by which lead at last, and what is said of it. */
typedef struct {
    uint32_t form;
    uint16_t often, by;
    double total;
} tally;

/* Forms met in the order in which they came, and a table of their places in it, from 1. */
typedef struct {
    tally *at;
    uint32_t *slots, count, room;
} tallies;

/* Bits of forms met once, and of those that may have been met more often. */
enum { PREFILTER_BITS = 16 };
typedef struct { uint64_t once[(1 << PREFILTER_BITS) / 64], often[(1 << PREFILTER_BITS) / 64]; } prefilter;

/* The keys of a reading, the usual one first, and the rules that make them. */
enum { LONGEST_KEY = 32, MOST_KEYS = 8 };
typedef struct {
    uint8_t letters[MOST_KEYS][LONGEST_KEY];
    uint32_t sizes[MOST_KEYS], count;
} key_list;
typedef struct key_rules key_rules;

/* What one call works with. */
typedef struct {
    const settings *set;
    const weights *by; /* of the query at hand, before entities are compared in full */
    const key_rules *rules;
    const part_table *listed, *runs, *asked;
    part_table made; /* of words */
    const index_table *index;
    const batch_table *batch;
    const near_row *rows;
    const form_row *forms;
    uint8_t most_initials; /* that a form has */
    uint32_t crc[256];
    chunk *memory, *spare;
    int status; /* of the query at hand */
    uint32_t part_count, form_count, entity_count, asked_count;
    /* room to add up in: zeros between two uses */
    double *of_part;
    uint8_t *part_marks;
    uint64_t *near_bits; /* one for each listed part: whether there is something to read in `of_part` */
    lead *equal, *loose; /* by number of the query's part; after these, by number of the run */
    rarity *rarities;
    weighted_list near, some;
    tallies told;
    prefilter prefilter;
    uint32_t *met;
    size_t met_count, met_room;
    pattern held[2]; /* empty between two uses */
} work;

#if defined(__GNUC__)
#pragma GCC visibility push(hidden) /* so that they call each other directly */
#endif

/* memory.c */
void *room_for_many(size_t size);
void *allot(work *w, size_t size);
typedef struct {
    chunk *at;
    size_t used;
} mark;
mark place_in_memory(const work *w);
void back_to(work *w, mark place);
bool add_weighted(work *w, weighted_list *list, double weight, uint32_t number);
bool make_room(work *w, weighted_list *list, size_t more);
void add_to_best(work *w, weighted_list *list, size_t most, double weight, uint32_t number);
void sort_weighted(weighted_list *list);
void keep_best(weighted_list *list, size_t most);
void join_stretches(weighted_list *list);
bool make_room_to_meet(work *w, size_t more);
bool meet(work *w, uint32_t number);

/* accumulator.c */
void clear_prefilter(prefilter *s);
void sift_form(prefilter *s, uint32_t form, bool often);
bool is_often(const prefilter *s, uint32_t form);
tally *tally_of(work *w, uint32_t form, uint16_t by);
void add_to_tally(work *w, uint32_t form, uint16_t by, uint16_t times, double weight);
void keep_often(tallies *t);
void free_tallies(tallies *t);

/* keys.c */
bool keys_of(const key_rules *rules, word reading, bool by_habits, key_list *keys);

/* words.c */
bool make_parts(work *w, const word_table *from);

/* parts.c */
bool look_up(work *w, const part_table *table, uint32_t number, part *found);
bool look_up_asked(work *w, uint32_t number, part *found);
word key_at(work *w, const part_table *table, uint32_t number);
word skeleton_at(work *w, const part_table *table, uint32_t number);
word read_key(work *w, const part *p, uint32_t turn);
word read_skeleton(work *w, const part *p, uint32_t turn);
bool same_word(word a, word b);
bool same_letters(letters a, letters b);
bool ends_in(word a, char letter);
bool ends_with(word key, const uint8_t *ending, uint32_t size);
uint32_t single(const uint8_t *from, uint32_t size, uint8_t *to);
word skeleton_by(const uint8_t *classes, word vowels, word key, uint8_t *room);
word skeleton_of(const work *w, word key, uint8_t *room);
void tell_father(const work *w, part *p);
bool share_canonical_name(const part *a, bool a_far, const part *b, bool b_far);

/* pattern.c */
void set_pattern(pattern *p, word of);
void clear_pattern(pattern *p);
double normalized_distance(word a, word b);

/* distance.c */
typedef struct {
    evidence_kind kind;
    double keys, skeleton;
    pair_writing writing;
} part_distance;
part_distance distance_of_parts(work *w, const part *a, const part *b, double farthest);
double weigh_pair(const part_distance *pair, double of_key, double of_skeleton, const weights *by);
/* The same of a near pair by its letters, where weights are for these. */
double weigh_by_letters(work *w, const part *a, const part *b, const part_distance *pair, double of_key,
                        double of_skeleton, const weights *by);
bool is_feminine(const part *a, const part *b);
bool is_too_far(work *w, const part *a, const part *b, const part_distance *pair, const weights *by);

/* letters.c */
double letter_distance(work *w, const part *a, const part *b);

/* rarity.c */
void tell_rarity(const work *w, part *p);

/* slips.c */
bool is_misread(work *w, letters a, letters b);
bool is_slip(const work *w, letters a, letters b);

/* similarity.c */
/* The weights for the names of an entity, by its type. */
const weights *weights_of(const work *w, uint32_t entity);
/* Chinese characters of a query from one place up to another, written together as one part. */
typedef struct {
    uint32_t start, end;
    part whole;
} han_run;
typedef struct {
    uint32_t size, commas, number, run_count;
    int capitals;
    bool body;     /* whether its words tell the name of a body */
    uint32_t loud; /* the parts in capitals, a bit each */
    bool quiet;    /* whether it is a short word in small letters */
    part parts[MOST_PARTS];
    double family[MOST_PARTS]; /* how likely each is the family name */
    const uint8_t *same_as;
    const han_run *runs; /* of a query that is compared in full */
} spelling;
typedef struct {
    double weight;
    uint32_t form, count;
    piece pieces[MOST_PIECES];
} comparison;
bool look_up_form(work *w, uint32_t form, spelling *found);
void best_form(work *w, const spelling *query, uint32_t entity, comparison *best);
double add_up(const piece *pieces, uint32_t count);
void weigh_pieces(work *w, comparison *c, const weights *by);
void add_piece(work *w, comparison *c, evidence_kind kind, double weight, int i, int i2, int j, int j2);

/* roles.c */
void tell_roles(const work *w, spelling *of);

/* pairing.c */
bool prepare_query(work *w, spelling *query);
typedef struct {
    double weight;
    int i, i2, j, j2;
    evidence_kind kind;
} pairing;
typedef struct {
    const weights *by;
    uint8_t gender;
} scale;
/* Words of a spelling written together, and room for their letters. */
typedef struct {
    part whole;
    uint32_t text[LONGEST_TEXT];
    uint8_t latin[MOST_PARTS * LONGEST_WORD], key[MOST_PARTS * LONGEST_WORD], skeleton[LONGEST_WORD + 1];
} together;
bool join(work *w, const part *parts, uint32_t count, together *t);
enum { MOST_PAIRINGS = MOST_PARTS * MOST_PARTS * 7 };
uint32_t pair_parts(work *w, const spelling *query, const spelling *form, scale by, pairing *chosen);
evidence_kind contradiction(const part *a, const part *b, const weights *by, double *weight);
evidence_kind weigh_parts(work *w, const part *a, const part *b, scale s, double *weight);

/* near.c */
lead *follow(work *w, uint32_t asked, bool loosely);
lead *follow_run(work *w, const spelling *query, uint32_t run, bool loosely);
typedef struct { const uint32_t *at, *end; } forms;
forms forms_of(const work *w, const lead *l, uint32_t turn);

/* form_rows.c */
form_row *form_rows(const index_table *index, uint64_t parts);
uint8_t most_initials(const index_table *index);
const uint32_t *parts_of(const work *w, uint32_t form);

/* approximate_pair.c */
/* The nearest reading so far: of equal ones the first. */
typedef struct {
    double sum, keys, skeleton;
    uint32_t number;
} nearest;
bool prepare(work *w, part *a);
bool find_nearest(work *w, const part *a, uint32_t place, bool one_script, nearest *kept);
near_row *room_for_rows(const part_table *t);
bool fill_rows(work *w, near_row *rows);
bool may_share_key(const work *w, const part *a, uint32_t place);
double weigh_above(work *w, const part *a, uint32_t place, double least);
void fetch_row(const work *w, uint32_t place);
void fetch_others(const work *w, const part *a, uint32_t place);
double weigh_loosely(work *w, const part *a, uint32_t place, bool above_zero);

/* approximate.c */
bool approximate_forms(work *w, const spelling *query, bool loosely);

/* estimate.c */
void estimate(work *w, const spelling *query);

/* match.c */
work work_with(const settings *set, const part_table *listed, const part_table *runs,
               const index_table *index, const opened *made, const key_rules *rules, const part_table *asked,
               const batch_table *batch);
bool open_work(work *w, const word_table *words);
void close_work(work *w);
bool look_up_query(work *w, uint32_t number, spelling *query);

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif

#endif
