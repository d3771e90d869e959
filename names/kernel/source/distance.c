/* How two parts differ, and what that says: `names.evidence.distance`. */
#include "kernel.h"

#include <math.h>
#include <string.h>

void set_pattern(pattern *p, word of) {
    p->pattern = of;
    for (uint32_t n = 0; n < of.size; n++)
        p->places[of.at[n]] |= (uint64_t)1 << n;
}

void clear_pattern(pattern *p) {
    for (uint32_t n = 0; n < p->pattern.size; n++)
        p->places[p->pattern.at[n]] = 0;
}

/* Return how many letters must be struck, added, changed or swapped with their neighbour.
 *
 * Source: H. Hyyro, A bit-vector algorithm for computing Levenshtein and Damerau edit distances (2003).
 */
static uint32_t edits(const pattern *p, word other) {
    uint64_t up = ~(uint64_t)0, down = 0, same = 0, before = 0;
    uint32_t size = p->pattern.size, distance = size;
    if (size == 0)
        return other.size;
    uint64_t last = (uint64_t)1 << (size - 1);
    for (uint32_t n = 0; n < other.size; n++) {
        uint64_t here = p->places[other.at[n]];
        uint64_t swapped = ((~same & here) << 1) & before;
        same = (((here & up) + up) ^ up) | here | down | swapped;
        uint64_t right = down | ~(same | up), left = same & up;
        distance += (right & last) != 0;
        distance -= (left & last) != 0;
        right = right << 1 | 1;
        left <<= 1;
        up = left | ~(same | right);
        down = right & same;
        before = here;
    }
    return distance;
}

/* Return the distance from 0 (equal) to 1 (nothing shared). */
double pattern_distance(const pattern *p, word other) {
    uint32_t longer = p->pattern.size > other.size ? p->pattern.size : other.size;
    return longer ? (double)edits(p, other) / (double)longer : 0.0;
}

double normalized_distance(word a, word b) {
    pattern p;
    memset(p.places, 0, sizeof p.places);
    set_pattern(&p, a);
    return pattern_distance(&p, b);
}

static bool same_letters(letters a, letters b) {
    return a.size == b.size && memcmp(a.at, b.at, a.size * sizeof *a.at) == 0;
}

/* Tell whether a word is another with its end replaced by some letter (0 for none, where it is dropped). */
static bool is_with_end(word a, word b, uint32_t dropped, char end) {
    uint32_t stem = b.size - dropped;
    return a.size == stem + 1 && memcmp(a.at, b.at, stem) == 0 && a.at[stem] == (uint8_t)end;
}

bool is_feminine(const part *a, const part *b) {
    if (a->masculine.size) { /* Tolstaya is of Tolstoy */
        bool oi = b->key.size >= 2 && b->key.at[b->key.size - 2] == 'o' && ends_in(b->key, 'i');
        return oi ? is_with_end(a->masculine, b->key, 2, 'i') : same_word(a->masculine, b->key);
    }
    if (b->gender != 'm' || a->near_heads || a->script != b->script)
        return false;
    return is_with_end(a->key, b->key, 0, 'a') || (ends_in(b->key, 'o') && is_with_end(a->key, b->key, 1, 'a'));
}

static pair_writing writing_of(const work *w, const part *a, const part *b) {
    if (a->script == b->script)
        return a->script == w->set->script_latin ? PAIR_latin : PAIR_one_script;
    if (a->writing == WRITING_abjad || b->writing == WRITING_abjad)
        return PAIR_abjad;
    if (a->writing == WRITING_syllables || b->writing == WRITING_syllables)
        return PAIR_syllables;
    return PAIR_alphabet;
}

/* Return the reading of one turn: first the usual one of a beside each of b, then the others of a. */
static bool reading(work *w, const part *a, const part *b, uint32_t turn, word *x, word *y, word *p, word *q) {
    bool usual = turn < b->key_count;
    uint32_t mine = usual ? 0 : turn - b->key_count + 1, theirs = usual ? turn : 0;
    *x = read_key(w, a, mine);
    *y = read_key(w, b, theirs);
    *p = read_bones(w, a, mine);
    *q = read_bones(w, b, theirs);
    return w->status == FINE;
}

static int order_of(word a, word b) {
    uint32_t size = a.size < b.size ? a.size : b.size;
    int order = memcmp(a.at, b.at, size);
    return order ? order : (a.size > b.size) - (a.size < b.size);
}

/* Return the nearest reading in alphabets: by the keys alone, of equal ones the first by letter. */
static part_distance near_in_alphabets(work *w, const part *a, const part *b, pair_writing writing) {
    word x, y, p, q, best_x = a->key, best_y = b->key, best_p = a->bones, best_q = b->bones;
    double nearest = normalized_distance(a->key, b->key);
    uint32_t turns = b->key_count + a->key_count - 1;
    if (nearest <= w->set->unlike)
        for (uint32_t turn = 1; turn < turns && reading(w, a, b, turn, &x, &y, &p, &q); turn++) {
            double distance = normalized_distance(x, y);
            int order = distance == nearest ? order_of(x, best_x) : 1;
            if (order == 0)
                order = order_of(y, best_y);
            if (distance < nearest || order < 0) {
                nearest = distance;
                best_x = x, best_y = y, best_p = p, best_q = q;
            }
        }
    return (part_distance){EVIDENCE_near, nearest, normalized_distance(best_p, best_q), writing};
}

/* Return the distance of the nearest of all readings. */
static part_distance near_of(work *w, const part *a, const part *b, pair_writing writing) {
    if (writing <= PAIR_alphabet)
        return near_in_alphabets(w, a, b, writing);
    part_distance best = {EVIDENCE_near, 0, 0, writing};
    double least = INFINITY;
    uint32_t turns = b->key_count + a->key_count - 1;
    word x, y, p, q;
    for (uint32_t turn = 0; turn < turns && reading(w, a, b, turn, &x, &y, &p, &q); turn++) {
        double keys = normalized_distance(x, y), bones = normalized_distance(p, q);
        if (keys + bones < least) {
            least = keys + bones;
            best.keys = keys;
            best.bones = bones;
        }
    }
    return best;
}

static part_distance father_distance(work *w, const part *a, const part *b) {
    part_distance found = {EVIDENCE_gender, 0, 0, PAIR_latin};
    uint8_t mine[LONGEST_WORD + 1], theirs[LONGEST_WORD + 1];
    if (a->father_gender != b->father_gender)
        return found;
    found.kind = EVIDENCE_patronymic;
    if (same_word(a->father, b->father))
        return found;
    part x = {.key = a->father, .bones = skeleton_of(w, a->father, mine), .key_count = 1};
    part y = {.key = b->father, .bones = skeleton_of(w, b->father, theirs), .key_count = 1};
    return near_of(w, &x, &y, writing_of(w, a, b));
}

static bool has_key(work *w, const part *p, word key) {
    for (uint32_t n = 0; n < p->key_count; n++)
        if (same_word(read_key(w, p, n), key))
            return true;
    return false;
}

static bool differ_in_gender(const part *a, const part *b) {
    return a->near_heads && b->near_heads && a->gender && b->gender && a->gender != b->gender &&
           !share_head(a, false, b, false);
}

static bool equal_by_rule(const part *a, const part *b, part_distance *found) {
    *found = (part_distance){EVIDENCE_same, 0, 0, PAIR_latin};
    if (same_letters(a->text, b->text))
        return true;
    found->kind = EVIDENCE_letters;
    if (same_word(a->latin, b->latin))
        return true;
    found->kind = EVIDENCE_rules;
    if (same_word(a->key, b->key))
        return true;
    found->kind = EVIDENCE_gender;
    return is_feminine(a, b) || is_feminine(b, a);
}

part_distance distance_of_parts(work *w, const part *a, const part *b) {
    part_distance found;
    if (equal_by_rule(a, b, &found))
        return found;
    if (a->father.size && b->father.size)
        return father_distance(w, a, b);
    pair_writing writing = writing_of(w, a, b);
    found = (part_distance){EVIDENCE_sound, 0, 0, writing};
    if (differ_in_gender(a, b)) {
        found = near_of(w, a, b, writing);
        found.kind = EVIDENCE_gender;
        return found;
    }
    if (has_key(w, b, a->key) || has_key(w, a, b->key))
        return found;
    found.kind = EVIDENCE_form;
    if (share_head(a, false, b, false))
        return found;
    found.kind = EVIDENCE_far_form;
    if (share_head(a, false, b, true) || share_head(a, true, b, false))
        return found;
    if (a->script == b->script && a->script == w->set->script_cjk)
        return (part_distance){EVIDENCE_near, 1.0, 1.0, writing}; /* other characters, whatever the sound */
    found = near_of(w, a, b, writing);
    if (found.keys <= w->set->farthest_slip && a->script == b->script && !(a->near_heads && b->near_heads)) {
        if (is_misread(w, a->text, b->text))
            found.kind = EVIDENCE_misread;
        else if (is_slip(w, a->text, b->text))
            found.kind = EVIDENCE_slip;
    }
    return found;
}

static double weigh_near(const part_distance *pair, double of_key, double of_bones, const weights *by) {
    bool in_one_script = pair->writing == PAIR_latin || pair->writing == PAIR_one_script;
    double told = of_bones * (1 - by->fade_bones * pair->bones);
    told += (of_key - of_bones) * fmax(0.0, 1 - by->fade_keys * pair->keys);
    double vowels = by->vowels[pair->writing];
    double distance = vowels * pair->keys + (1 - vowels) * pair->bones;
    double steepness = in_one_script ? by->per_distance_in_one_script : by->per_distance;
    double error = pair->writing == PAIR_one_script ? by->error : 0.0;
    return told + by->near + error + steepness * distance;
}

double weigh_pair(const part_distance *pair, double of_key, double of_bones, const weights *by) {
    bool in_one_script = pair->writing == PAIR_latin || pair->writing == PAIR_one_script;
    switch (pair->kind) {
    case EVIDENCE_same:
        return of_key;
    case EVIDENCE_letters:
        return of_key + by->letters;
    case EVIDENCE_rules:
    case EVIDENCE_patronymic:
        return of_key + by->rules;
    case EVIDENCE_sound:
        return of_key + (in_one_script ? by->sound_in_one_script : by->sound);
    case EVIDENCE_form:
        return fmin(of_key, by->rarest_form) + by->form;
    case EVIDENCE_far_form:
        return fmin(of_key, by->rarest_form) + by->far_form;
    case EVIDENCE_slip:
        return fmax(of_key + by->slip, weigh_near(pair, of_key, of_bones, by));
    case EVIDENCE_misread:
        return fmax(of_key + by->misread, weigh_near(pair, of_key, of_bones, by));
    default:
        return weigh_near(pair, of_key, of_bones, by);
    }
}
