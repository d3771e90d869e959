/* What pairs say that are near at best, for many pairs: `names.candidates.near.weigh_loosely`.
 *
 * Most readings cannot win, and most of these show it without a comparison letter by letter: a set of letters
 * in place of a word tells what it is at least away from another.
 */
#include "kernel.h"
#include "pattern.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { AT_ONCE = 32 }; /* readings of a pair */
enum {
    KEY_SETS = 32,
    SKELETON_SETS = 16
}; /* letters that leave the same, divided by these, are taken for one */

/* Return which letters a word has, and above these which it has again: two bits for all of one number. */
static uint64_t letter_set(word of, uint32_t sets) {
    uint64_t found = 0;
    for (uint32_t n = 0; n < of.size; n++) {
        uint64_t bit = (uint64_t)1 << of.at[n] % sets;
        found |= found & bit ? bit << sets : bit;
    }
    return found;
}

/* Return what words can at least be away: what one has beyond the other, by their letters and their sizes. */
static inline double least_distance(uint64_t letters, uint32_t size, uint64_t other, uint32_t other_size) {
    uint32_t least = count_bits(letters & ~other);
    if (other_size > size)
        least += other_size - size;
    else if (least < size - other_size)
        least = size - other_size;
    return share_of(least, size, other_size);
}

static void set_places(asked_reading *r) {
    for (uint32_t n = 0; n < r->key.size; n++)
        r->places[r->key.at[n]] |= (uint64_t)1 << n;
    for (uint32_t n = 0; n < r->skeleton.size; n++)
        r->places[r->skeleton.at[n]] |= (uint64_t)1 << n << HALF;
    r->all = both(first_bits(r->key.size), first_bits(r->skeleton.size));
}

/* Make a part of a query ready to be held against many. */
bool prepare(work *w, part *a) {
    size_t room = a->key_count * sizeof(asked_reading);
    asked_reading *made = allot(w, room);
    if (made == NULL)
        return false;
    memset(made, 0, room);
    a->readings = made;
    for (uint32_t n = 0; n < a->key_count; n++) {
        asked_reading *r = &made[n];
        r->key = read_key(w, a, n);
        r->skeleton = read_skeleton(w, a, n);
        r->key_letters = letter_set(r->key, KEY_SETS);
        r->skeleton_letters = letter_set(r->skeleton, SKELETON_SETS);
        if (r->key.size <= LONGEST_HALF && r->skeleton.size <= LONGEST_HALF)
            set_places(r);
    }
    return w->status == FINE;
}

/* The readings of a pair, by number: both as usual, then the others of the listed part beside the usual one of
 * the query's, then the others of that beside the usual one of the listed part. */
typedef struct {
    const asked_reading *mine;
    const reading *usual, *others;
    uint32_t place, theirs, count;
} readings;

static inline const reading *others_of(const work *w, const near_row *r) {
    return (const reading *)(const void *)(w->rows + w->part_count) + r->others;
}

static inline const asked_reading *mine_of(const readings *all, uint32_t number) {
    return number < all->theirs ? all->mine : all->mine + (number - all->theirs + 1);
}

static inline const reading *theirs_of(const readings *all, uint32_t number) {
    return number > 0 && number < all->theirs ? all->others + number - 1 : all->usual;
}

static inline double least_sum(const asked_reading *a, const reading *r) {
    return least_distance(a->key_letters, a->key.size, r->key_letters, r->key_size) +
           least_distance(a->skeleton_letters, a->skeleton.size, r->skeleton_letters, r->skeleton_size);
}

static inline bool is_nearer(double sum, uint32_t number, const nearest *than) {
    return sum < than->sum || (sum == than->sum && number < than->number);
}

/* Hold one reading against its like letter by letter; keep it if it is nearer. */
static void hold(work *w, const readings *all, uint32_t number, nearest *kept) {
    const asked_reading *a = mine_of(all, number);
    const reading *r = theirs_of(all, number);
    word key = {r->letters, r->key_size}, skeleton = {r->letters + r->key_size, r->skeleton_size};
    if (r->key_size + r->skeleton_size > sizeof r->letters) {
        uint32_t place = w->listed->first_keys[all->place] + (number < all->theirs ? number : 0);
        key = key_at(w, w->listed, place);
        skeleton = skeleton_at(w, w->listed, place);
    }
    double x, y;
    if (a->all) {
        uint64_t edits = edits_of_both(a->places, a->all, key, skeleton);
        x = share_of((uint32_t)edits, a->key.size, key.size);
        y = share_of((uint32_t)(edits >> HALF), a->skeleton.size, skeleton.size);
    } else {
        x = normalized_distance(a->key, key);
        y = normalized_distance(a->skeleton, skeleton);
    }
    if (is_nearer(x + y, number, kept))
        *kept = (nearest){x + y, x, y, number};
}

/* Tell what readings from one number up to another are at least away. */
static void bound(const readings *all, uint32_t from, uint32_t behind, double *least) {
    uint32_t n = from, theirs = all->theirs < behind ? all->theirs : behind;
    if (n == 0)
        *least++ = least_sum(all->mine, all->usual), n++;
    for (; n < theirs; n++)
        *least++ = least_sum(all->mine, all->others + n - 1);
    for (; n < behind; n++)
        *least++ = least_sum(mine_of(all, n), all->usual);
}

/* Hold all readings that can be nearer than what is kept, the likeliest first. */
static void hold_all(work *w, const readings *all, nearest *kept) {
    double least[AT_ONCE];
    for (uint32_t from = 0, behind; from < all->count; from = behind) {
        uint32_t best = 0, count = all->count - from > AT_ONCE ? AT_ONCE : all->count - from;
        behind = from + count;
        bound(all, from, behind, least);
        for (uint32_t n = 1; n < count; n++)
            best = least[n] < least[best] ? n : best;
        if (!is_nearer(least[best], from + best, kept))
            continue;
        hold(w, all, from + best, kept);
        for (uint32_t n = 0; n < count; n++)
            if (n != best && is_nearer(least[n], from + n, kept))
                hold(w, all, from + n, kept);
    }
}

/* Find the nearest reading of a part made ready and a listed part; false where none is nearer than what is kept. */
FOR_EACH_MACHINE bool find_nearest(work *w, const part *a, uint32_t place, bool one_script, nearest *kept) {
    const near_row *r = &w->rows[place];
    double farthest = kept->sum;
    readings all = {a->readings, &r->usual, others_of(w, r), place, 1, 1};
    if (!one_script) { /* where the script changes, other readings matter */
        all.theirs = 1 + r->other_count;
        all.count = all.theirs + a->key_count - 1;
    }
    if (all.count > 1)
        hold_all(w, &all, kept);
    else if (least_sum(all.mine, all.usual) < farthest)
        hold(w, &all, 0, kept);
    return kept->sum < farthest;
}

/* Whether a part made ready and a listed part may have a key in common, the usual one of either; their sets of
 * letters tell where they have none. */
bool may_share_key(const work *w, const part *a, uint32_t place) {
    const near_row *r = &w->rows[place];
    const reading *others = others_of(w, r);
    uint64_t mine = a->readings->key_letters, theirs = r->usual.key_letters;
    bool met = mine == theirs;
    for (uint32_t n = 0; n < r->other_count && !met; n++)
        met = others[n].key_letters == mine;
    for (uint32_t n = 1; n < a->key_count && !met; n++)
        met = a->readings[n].key_letters == theirs;
    return met;
}

/* What a pair says that is near at best; minus infinity may stand for what is not above the least that counts.
 *
 * The weight falls with both distances, with each at least as steeply as it falls from 0 to 1; so beyond some
 * sum of both it is below the least.
 */
double weigh_above(work *w, const part *a, uint32_t place, double least) {
    const near_row *r = &w->rows[place];
    const weights *by = &w->set->of_people;
    bool one = a->script == r->script, latin = one && r->script == w->set->script_latin;
    uint8_t poorer = a->writing > r->writing ? a->writing : r->writing;
    double vowels = by->vowels[latin ? PAIR_latin : one ? PAIR_one_script : PAIR_alphabet + poorer];
    double steepness = one ? by->per_distance_in_one_script : by->per_distance;
    double error = one && r->script == w->set->script_cjk ? -INFINITY : one && !latin ? by->error : 0.0;
    double by_keys = r->of_key - r->of_skeleton - steepness * vowels;
    double by_skeleton = r->of_skeleton * by->fade_skeleton - steepness * (1 - vowels);
    double farthest =
        (r->of_key + by->near + error - least) / (by_keys < by_skeleton ? by_keys : by_skeleton) + 1e-9;
    nearest kept = {farthest, 0, 0, 0};
    if (!(farthest > 0.0) || !find_nearest(w, a, place, one, &kept))
        return -INFINITY;
    double told = r->of_skeleton * (1 - by->fade_skeleton * kept.skeleton),
           faded = 1 - by->fade_keys * kept.keys;
    told += (r->of_key - r->of_skeleton) * (faded > 0.0 ? faded : 0.0);
    return told + by->near + error + steepness * (vowels * kept.keys + (1 - vowels) * kept.skeleton);
}

/* Fetch what is asked of a listed part; once that is there, its other readings. */
void fetch_row(const work *w, uint32_t place) { FETCH(&w->rows[place]); }

void fetch_others(const work *w, const part *a, uint32_t place) {
    const near_row *r = &w->rows[place];
    if (r->script == a->script)
        return;
    const reading *others = others_of(w, r);
    for (uint32_t n = 0; n < r->other_count && n < 4; n += 2)
        FETCH(others + n);
}

/* Return the same; where not only what is above zero counts, minus infinity may stand for what contradicts. */
double weigh_loosely(work *w, const part *a, uint32_t place, bool above_zero) {
    const weights *by = &w->set->of_people;
    return weigh_above(w, a, place, above_zero ? 0.0 : by->tolerance - by->known * a->known);
}

static bool fill_reading(work *w, reading *r, uint32_t number) {
    word key = key_at(w, w->listed, number), skeleton = skeleton_at(w, w->listed, number);
    *r = (reading){letter_set(key, KEY_SETS),
                   (uint32_t)letter_set(skeleton, SKELETON_SETS),
                   (uint8_t)key.size,
                   (uint8_t)skeleton.size,
                   {0}};
    if (key.size + skeleton.size <= sizeof r->letters) { /* a longer one is looked up each time */
        memcpy(r->letters, key.at, key.size);
        memcpy(r->letters + key.size, skeleton.at, skeleton.size);
    }
    return w->status == FINE;
}

_Static_assert(2 * sizeof(reading) == sizeof(near_row), "others stand behind the rows as if they were some");

/* Return room for rows and, behind them, all readings but the usual ones; NULL where there is none. */
near_row *room_for_rows(const part_table *t) {
    size_t rows = t->kinds_size + 1, others = (t->key_ends_size + 1) / 2; /* two are as long as a row */
    return room_for_many((rows + others) * sizeof(near_row));
}

/* Bring together what is asked of each listed part, in a line of the cache; false where it makes no sense. */
bool fill_rows(work *w, near_row *rows) {
    const part_table *t = w->listed;
    reading *others = (reading *)(void *)(rows + t->kinds_size);
    uint32_t count = 0;
    for (uint32_t place = 0; place < t->kinds_size; place++) {
        near_row *r = &rows[place];
        uint32_t first = t->first_keys[place], behind = t->first_keys[place + 1];
        if (first >= behind || behind > t->key_ends_size || t->writings[place] >= WRITINGS_COUNT ||
            !may_be_said(t->of_key[place], t->of_skeleton[place]))
            return false;
        *r = (near_row){.of_key = t->of_key[place],
                        .of_skeleton = t->of_skeleton[place],
                        .others = count,
                        .other_count = behind - first - 1,
                        .script = t->scripts[place],
                        .writing = t->writings[place]};
        if (!fill_reading(w, &r->usual, first))
            return false;
        while (++first < behind)
            if (!fill_reading(w, &others[count++], first))
                return false;
    }
    return true;
}
