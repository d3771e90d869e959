/* How two parts differ, and what that says: `names.evidence.distance`. */
#include "kernel.h"
#include "pattern.h"

#include <math.h>
#include <string.h>

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
    if (b->gender != 'm' || a->near_canonical_names || a->script != b->script)
        return false;
    return is_with_end(a->key, b->key, 0, 'a') ||
           (ends_in(b->key, 'o') && is_with_end(a->key, b->key, 1, 'a'));
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

static int order_of(word a, word b) {
    uint32_t size = a.size < b.size ? a.size : b.size;
    int order = memcmp(a.at, b.at, size);
    return order ? order : (a.size > b.size) - (a.size < b.size);
}

/* Two keys, by their places among those of each part: first the usual one of a beside each of b, then the
 * others of a beside the usual one of b. */
typedef struct { uint32_t mine, theirs; } turn;

static turn turn_at(uint32_t number, const part *b) {
    return number < b->key_count ? (turn){0, number} : (turn){number - b->key_count + 1, 0};
}

/* Hold a word against others: the pattern is clear before and, when `release` was called, after. */
static pattern *hold(work *w, uint32_t which, word of) {
    set_pattern(&w->held[which], of);
    return &w->held[which];
}

static void release(work *w) {
    for (uint32_t n = 0; n < sizeof w->held / sizeof *w->held; n++) {
        clear_pattern(&w->held[n]);
        w->held[n].pattern.size = 0;
    }
}

/* Return what sizes alone make two words differ at least. */
static double least_by_size(word a, word b) {
    return share_of(a.size > b.size ? a.size - b.size : b.size - a.size, a.size, b.size);
}

/* Find the nearest reading in alphabets: by the keys alone, of equal ones the first by letter. */
static double nearest_keys(work *w, const part *a, const part *b, turn *best) {
    word best_x = a->key, best_y = b->key;
    const pattern *held = hold(w, 0, a->key);
    double nearest = pattern_distance(held, b->key);
    uint32_t turns = nearest <= w->set->unlike ? b->key_count + a->key_count - 1 : 0;
    for (uint32_t number = 1; number < turns && w->status == FINE; number++) {
        turn now = turn_at(number, b);
        word x = read_key(w, a, now.mine), y = read_key(w, b, now.theirs);
        if (number == b->key_count) { /* from here on the usual one of b is held */
            release(w);
            held = hold(w, 0, b->key);
        }
        if (least_by_size(x, y) > nearest)
            continue;
        double distance = pattern_distance(held, now.mine ? x : y);
        int order = distance == nearest ? order_of(x, best_x) : 1;
        if (distance == nearest && order == 0)
            order = order_of(y, best_y);
        if (distance < nearest || order < 0) {
            nearest = distance;
            best_x = x, best_y = y, *best = now;
        }
    }
    release(w);
    return nearest;
}

static part_distance near_in_alphabets(work *w, const part *a, const part *b, pair_writing writing) {
    turn best = {0, 0};
    double keys = nearest_keys(w, a, b, &best);
    double skeleton = normalized_distance(read_skeleton(w, a, best.mine), read_skeleton(w, b, best.theirs));
    return (part_distance){EVIDENCE_near, keys, skeleton, writing};
}

/* Whether a pair is of a part made ready and a listed one, whose readings stand in rows. */
static bool is_quick(const work *w, const part *a, const part *b) {
    return a->readings && w->rows && b->table == w->listed;
}

/* Return the distance of the nearest of all readings of a part made ready and a listed one; where the sum of
 * both distances is as great as what is farthest, that of what is wholly unlike. */
static part_distance near_listed(work *w, const part *a, const part *b, pair_writing writing,
                                 double farthest) {
    nearest kept = {farthest, 1, 1, 0};
    find_nearest(w, a, b->number, false, &kept);
    return (part_distance){EVIDENCE_near, kept.keys, kept.skeleton, writing};
}

/* Return the distance of the nearest of all readings; it need not be told of what is farther than so much. */
static part_distance near_of(work *w, const part *a, const part *b, pair_writing writing, double farthest) {
    if (writing <= PAIR_alphabet)
        return near_in_alphabets(w, a, b, writing);
    if (is_quick(w, a, b))
        return near_listed(w, a, b, writing, farthest);
    part_distance best = {EVIDENCE_near, 0, 0, writing};
    double least = INFINITY;
    uint32_t turns = b->key_count + a->key_count - 1;
    const pattern *key = hold(w, 0, a->key), *skeleton = hold(w, 1, a->skeleton);
    for (uint32_t number = 0; number < turns && w->status == FINE; number++) {
        if (number == b->key_count) {
            release(w);
            key = hold(w, 0, b->key), skeleton = hold(w, 1, b->skeleton);
        }
        turn now = turn_at(number, b);
        word x = now.mine ? read_key(w, a, now.mine) : read_key(w, b, now.theirs);
        word p = now.mine ? read_skeleton(w, a, now.mine) : read_skeleton(w, b, now.theirs);
        double by_keys = least_by_size(key->pattern, x), by_skeleton = least_by_size(skeleton->pattern, p);
        if (by_keys + by_skeleton >= least)
            continue;
        by_skeleton = pattern_distance(skeleton, p);
        if (by_keys + by_skeleton >= least)
            continue;
        by_keys = pattern_distance(key, x);
        if (by_keys + by_skeleton < least) {
            least = by_keys + by_skeleton;
            best.keys = by_keys;
            best.skeleton = by_skeleton;
        }
    }
    release(w);
    return best;
}

static bool has_key(work *w, const part *p, word key) {
    for (uint32_t n = 0; n < p->key_count; n++)
        if (same_word(read_key(w, p, n), key))
            return true;
    return false;
}

static part_distance father_distance(work *w, const part *a, const part *b) {
    part_distance found = {EVIDENCE_gender, 0, 0, PAIR_latin};
    uint8_t mine[LONGEST_WORD + 1], theirs[LONGEST_WORD + 1];
    if (a->father_gender != b->father_gender)
        return found;
    found.kind = EVIDENCE_patronymic;
    if (same_word(a->father, b->father) || has_key(w, b, a->key) || has_key(w, a, b->key))
        return found;
    part x = {.key = a->father, .skeleton = skeleton_of(w, a->father, mine), .key_count = 1};
    part y = {.key = b->father, .skeleton = skeleton_of(w, b->father, theirs), .key_count = 1};
    return near_of(w, &x, &y, writing_of(w, a, b), INFINITY);
}

static word without_last_i(word of) {
    while (of.size && of.at[of.size - 1] == 'i')
        of.size--;
    return of;
}

/* Whether a surname is a stem and an ending that surnames have. */
static bool is_stem_of(const settings *s, word stem, word surname) {
    uint32_t begin = 0;
    for (uint64_t n = 0; n < s->masculine_ends_size; n++) {
        uint32_t size = s->masculine_ends[n] - begin;
        const uint8_t *ending = s->masculines + begin;
        begin = s->masculine_ends[n];
        if (surname.size < size || memcmp(surname.at + surname.size - size, ending, size) != 0)
            continue;
        if (same_word(without_last_i((word){surname.at, surname.size - size}), stem))
            return true;
    }
    return false;
}

/* Whether a surname is made of the father's name as a Turkic patronymic is. */
static bool is_surname_of_father(work *w, const part *son, const part *other) {
    const settings *s = w->set;
    if (!son->father.size || other->father.size ||
        (son->key.at[son->key.size - 1] != 'i' && son->key.at[son->key.size - 1] != 'u') ||
        (other->masculine.size != 0) != (son->father_gender == 'f'))
        return false;
    word stem = without_last_i(son->father);
    uint32_t turns = other->masculine.size ? 1 : other->key_count;
    for (uint32_t turn = 0; turn < turns; turn++) {
        word surname = other->masculine.size ? other->masculine : read_key(w, other, turn);
        if (is_stem_of(s, stem, surname))
            return true;
    }
    return false;
}

/* Whether a key of one of two parts is the usual one of the other. */
static bool share_key(work *w, const part *a, const part *b) {
    if (is_quick(w, a, b) && !may_share_key(w, a, b->number))
        return false;
    return has_key(w, b, a->key) || has_key(w, a, b->key);
}

static bool differ_in_gender(const part *a, const part *b) {
    return a->near_canonical_names && b->near_canonical_names && a->gender && b->gender &&
           a->gender != b->gender && !share_canonical_name(a, false, b, false);
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

/* Return how two parts differ; of those near at best, where the sum of both distances is as great as what is
 * farthest, it may say that they are wholly unlike. */
part_distance distance_of_parts(work *w, const part *a, const part *b, double farthest) {
    part_distance found;
    if (equal_by_rule(a, b, &found))
        return found;
    if (a->father.size && b->father.size)
        return father_distance(w, a, b);
    if (is_surname_of_father(w, a, b) || is_surname_of_father(w, b, a))
        return (part_distance){EVIDENCE_patronymic, 0, 0, PAIR_latin};
    pair_writing writing = writing_of(w, a, b);
    found = (part_distance){EVIDENCE_sound, 0, 0, writing};
    if (differ_in_gender(a, b)) {
        found = near_of(w, a, b, writing, farthest);
        found.kind = EVIDENCE_gender;
        return found;
    }
    bool in_characters = a->script == b->script && a->script == w->set->script_cjk;
    if (in_characters && a->text.size == 1 && b->text.size == 1)
        return (part_distance){EVIDENCE_near, 1.0, 1.0, writing}; /* other characters, whatever the sound */
    if (share_key(w, a, b))
        return found;
    found.kind = EVIDENCE_form;
    found.skeleton = same_word(a->skeleton, b->skeleton) ? 0.0 : 1.0;
    if (share_canonical_name(a, false, b, false))
        return found;
    found.kind = EVIDENCE_far_form;
    found.skeleton = 0.0;
    if (share_canonical_name(a, false, b, true) || share_canonical_name(a, true, b, false))
        return found;
    if (in_characters)
        return (part_distance){EVIDENCE_near, 1.0, 1.0, writing};
    found = near_of(w, a, b, writing, farthest);
    if (found.keys <= w->set->farthest_slip && a->script == b->script &&
        !(a->near_canonical_names && b->near_canonical_names)) {
        if (is_misread(w, a->text, b->text))
            found.kind = EVIDENCE_misread;
        else if (is_slip(w, a->text, b->text))
            found.kind = EVIDENCE_slip;
    }
    return found;
}

/* The consonant classes that a part may begin with, as bits; the last one stands for none. */
static uint64_t openings_of(work *w, const part *p) {
    uint64_t found = 0;
    for (uint32_t turn = 0; turn < p->key_count; turn++) {
        word skeleton = read_skeleton(w, p, turn);
        found |= (uint64_t)1 << (skeleton.size ? skeleton.at[0] & 31 : 63);
    }
    return found;
}

/* The mean of two distances, of what stands before an ending that thousands of surnames share. */
static double before_ending(const settings *s, const part *a, const part *b, double keys, double skeleton) {
    uint32_t begin = 0, longest = a->key.size > b->key.size ? a->key.size : b->key.size;
    uint32_t told = a->skeleton.size > b->skeleton.size ? a->skeleton.size : b->skeleton.size;
    bool may_share = a->key.size && b->key.size && a->key.at[a->key.size - 1] == b->key.at[b->key.size - 1];
    for (uint64_t n = 0; may_share && n < s->shared_ending_ends_size; n++) {
        const uint8_t *ending = s->shared_endings + begin;
        uint32_t size = s->shared_ending_ends[n] - begin, within = s->shared_skeletons[n];
        begin = s->shared_ending_ends[n];
        if (!ends_with(a->key, ending, size) || !ends_with(b->key, ending, size))
            continue;
        keys = smaller(1.0, keys * longest / (longest - size));
        if (told > within)
            skeleton = smaller(1.0, skeleton * told / (told - within));
        break;
    }
    return (keys + skeleton) / 2;
}

/* Whether a distance is beyond the farthest, which is less where no opening is shared; that is looked at last. */
static bool is_beyond(work *w, const part *a, const part *b, double distance, double most, double least) {
    return distance > most || (distance > least && !(openings_of(w, a) & openings_of(w, b)));
}

/* Whether two parts that are merely near are too far apart to be one name. */
bool is_too_far(work *w, const part *a, const part *b, const part_distance *pair, const weights *by) {
    if (pair->kind != EVIDENCE_near)
        return false;
    if (by->short_alike != 0.0 && larger(a->key.size, b->key.size) <= by->short_alike &&
        a->script == b->script)
        return true; /* Kim Jong-in is not Kim Jong-un */
    uint32_t kanji = w->set->script_kanji, latin = w->set->script_latin;
    if (pair->keys > by->farthest_read &&
        ((a->script == kanji && b->script == latin) || (a->script == latin && b->script == kanji)))
        return true; /* 中根 Nakane is not Nakasone */
    double most = by->farthest[pair->writing], least = most;
    bool in_full = a->writing == WRITING_alphabet && b->writing == WRITING_alphabet;
    bool fathers = a->father.size && b->father.size;
    if (in_full)
        least *= by->other_opening;
    if (fathers) {
        most = larger(most, by->farthest_father);
        least = larger(least, by->farthest_father);
    }
    bool far = (pair->keys + pair->skeleton) / 2 > most; /* whatever the ending */
    if (!far && !is_beyond(w, a, b, before_ending(w->set, a, b, pair->keys, pair->skeleton), most, least))
        return false;
    if (fathers || pair->keys / 2 > most || (a->key_count == 1 && b->key_count == 1))
        return true;
    double keys = normalized_distance(a->key, b->key);
    double skeleton = normalized_distance(a->skeleton, b->skeleton);
    if ((keys + skeleton) / 2 > most)
        return true;
    return is_beyond(w, a, b, before_ending(w->set, a, b, keys, skeleton), most, least);
}

static double weigh_near(const part_distance *pair, double of_key, double of_skeleton, const weights *by) {
    bool in_one_script = pair->writing == PAIR_latin || pair->writing == PAIR_one_script;
    double told = of_skeleton * (1 - by->fade_skeleton * pair->skeleton);
    told += (of_key - of_skeleton) * larger(0.0, 1 - by->fade_keys * pair->keys);
    double vowels = by->vowels[pair->writing];
    double distance = vowels * pair->keys + (1 - vowels) * pair->skeleton;
    double steepness = in_one_script ? by->per_distance_in_one_script : by->per_distance;
    double error = pair->writing == PAIR_one_script ? by->error : 0.0;
    return told + by->near + error + steepness * distance;
}

/* What a pair says that is near at best, by its letters. */
static double weigh_letters(double letters, pair_writing writing, double of_skeleton, const weights *by) {
    return of_skeleton + by->near_by_letters[writing] + by->per_letter * letters;
}

static double weigh_excused(const part_distance *pair, double near, double of_key, const weights *by) {
    if (pair->kind != EVIDENCE_slip && pair->kind != EVIDENCE_misread)
        return near;
    return larger(of_key + (pair->kind == EVIDENCE_slip ? by->slip : by->misread), near);
}

double weigh_pair(const part_distance *pair, double of_key, double of_skeleton, const weights *by) {
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
        return smaller(of_key, by->rarest_form) + (pair->skeleton == 0.0 ? by->form_alike : by->form);
    case EVIDENCE_far_form:
        return smaller(of_key, by->rarest_form) + by->far_form;
    default:
        return weigh_excused(pair, weigh_near(pair, of_key, of_skeleton, by), of_key, by);
    }
}

double weigh_by_letters(work *w, const part *a, const part *b, const part_distance *pair, double of_key,
                        double of_skeleton, const weights *by) {
    bool near = pair->kind == EVIDENCE_near || pair->kind == EVIDENCE_slip || pair->kind == EVIDENCE_misread;
    if (!near || by->per_letter == 0.0 || (a->father.size && b->father.size))
        return weigh_pair(pair, of_key, of_skeleton, by);
    double letters = letter_distance(w, a, b);
    return weigh_excused(pair, weigh_letters(letters, pair->writing, of_skeleton, by), of_key, by);
}
