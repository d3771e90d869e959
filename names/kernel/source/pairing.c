/* Which part of a query goes with which part of a form: `names.evidence.pairing`. */
#include "kernel.h"

#include <math.h>
#include <string.h>

static bool is_initial(const part *p) { return p->kind == KIND_initial; }

static bool in_full(const part *a, const part *b) {
    return a->writing == WRITING_alphabet && b->writing == WRITING_alphabet;
}

/* What two parts that do not fit say. */
evidence_kind contradiction(const part *a, const part *b, const weights *by, double *weight) {
    if (is_initial(a) || is_initial(b)) {
        *weight = by->initial_contradicted;
        return EVIDENCE_initial_contradicted;
    }
    if (a->father.size && b->father.size) {
        *weight = by->father_contradicted;
        return EVIDENCE_father_contradicted;
    }
    *weight = in_full(a, b) ? by->contradicted : by->contradicted_loosely;
    return EVIDENCE_contradicted;
}

/* Whether an initial fits: by the letters of the shorter reading, or the first letter of some key. */
static bool fits_initial(work *w, const part *a, const part *b) {
    uint32_t size = a->latin.size < b->latin.size ? a->latin.size : b->latin.size;
    if (memcmp(a->latin.at, b->latin.at, size) == 0)
        return true;
    bool usually = a->script == b->script; /* in one script as usually read alone */
    for (uint32_t n = 0; n < (usually ? 1 : a->key_count); n++)
        for (uint32_t m = 0; m < (usually ? 1 : b->key_count); m++) {
            word x = read_key(w, a, n), y = read_key(w, b, m);
            if (x.size && y.size ? x.at[0] == y.at[0] : x.size == y.size)
                return true;
        }
    return false;
}

static evidence_kind weigh_initial(work *w, const part *a, const part *b, const weights *by, double *weight) {
    bool fits = fits_initial(w, a, b);
    *weight = fits ? by->initial : by->initial_contradicted;
    return fits ? EVIDENCE_initial : EVIDENCE_initial_contradicted;
}

static evidence_kind weigh_gender(const part *a, const part *b, scale s, double *weight) {
    *weight = s.by->gender;
    if (a->near_canonical_names && b->near_canonical_names) /* two given names: no form of one name */
        return EVIDENCE_gender;
    uint8_t said = is_feminine(a, b) || (a->father.size && a->father_gender == 'f') ? 'f' : 'm';
    if (s.gender == said) {
        *weight = b->of_key + 2 * s.by->rules;
        return EVIDENCE_rules;
    }
    *weight = s.by->gender * (s.gender ? 2.0 : 1.0);
    return EVIDENCE_gender;
}

static bool are_two_names(const part *a, const part *b) {
    return a->near_canonical_names && b->near_canonical_names && a->script == b->script &&
           !share_canonical_name(a, false, b, false) && !share_canonical_name(a, false, b, true) &&
           !share_canonical_name(a, true, b, false);
}

/* Whether two parts are no pair for what they are: nothing is merely like a title or a generation. */
static bool cannot_pair(const part *a, const part *b, evidence_kind by) {
    if (a->kind != b->kind && (a->kind == KIND_country || b->kind == KIND_country))
        return true; /* Germany, which is read as de, is no French de */
    bool alone = part_has_trait(a->kind, PART_ALONE) || part_has_trait(b->kind, PART_ALONE);
    return !has_trait(by, TRAIT_BY_RULE) && (alone || (a->kind == KIND_title) != (b->kind == KIND_title));
}

static double lowest(const part *a, const part *b, const weights *by) {
    if (a->kind == KIND_other)
        return 0.0;
    return a->father.size && b->father.size ? by->father_tolerance : by->tolerance;
}

/* Whether one of two parts is a patronymic and the other the name of that father. */
static bool is_father(const work *w, const part *a, const part *b) {
    const part *son = a->father.size ? a : b, *other = a->father.size ? b : a;
    if (!son->father.size || other->father.size)
        return false;
    return normalized_distance(son->father, other->key) <= w->set->farthest_father;
}

/* What one pair of parts says: its kind and its weight. */
evidence_kind weigh_parts(work *w, const part *a, const part *b, scale s, double *weight) {
    const weights *by = s.by;
    double floor;
    if (is_initial(a) || is_initial(b)) {
        /* Felipe V is not Felipe VI, nor is an H. an Hon */
        if (a->kind == KIND_generation || b->kind == KIND_generation || a->kind == KIND_title ||
            b->kind == KIND_title)
            return contradiction(a, b, by, weight);
        return weigh_initial(w, a, b, by, weight);
    }
    part_distance pair = distance_of_parts(w, a, b, INFINITY);
    if (cannot_pair(a, b, pair.kind))
        return contradiction(a, b, by, weight);
    if (pair.kind == EVIDENCE_gender)
        return weigh_gender(a, b, s, weight);
    if (is_too_far(w, a, b, &pair, by))
        return contradiction(a, b, by, weight);
    bool close = has_trait(pair.kind, TRAIT_CLOSE);
    double of_key = close ? b->of_key : smaller(a->of_key, b->of_key);
    double of_skeleton = smaller(of_key, b->of_skeleton);
    if (close) /* strangers abound near a common spelling, too, however rare the listed part */
        of_skeleton = smaller(of_skeleton, a->of_skeleton);
    *weight = weigh_by_letters(w, a, b, &pair, of_key, of_skeleton, by);
    if (close && a->known)
        *weight += by->known;
    if (close && a->near_canonical_names && b->near_canonical_names)
        *weight += by->other_name;
    evidence_kind against = contradiction(a, b, by, &floor);
    if (pair.kind == EVIDENCE_sound && are_two_names(a, b)) {
        *weight = floor;
        return against;
    }
    if (a->kind == b->kind ? part_has_trait(a->kind, PART_SMALL)
                           : a->kind == KIND_suffix || b->kind == KIND_suffix)
        *weight = smaller(*weight, by->small_word);
    if (close && (*weight <= larger(floor, lowest(a, b, by)) || is_father(w, a, b))) {
        *weight = floor;
        return against;
    }
    return pair.kind;
}

/* Return the place of the first number that is not below that of a spelling. */
static uint64_t first_of(const uint32_t *numbers, uint64_t count, uint32_t number) {
    uint64_t from = 0, to = count;
    while (from < to) {
        uint64_t middle = from + (to - from) / 2;
        if (numbers[middle] < number)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* Make the parts of a query ready to be compared in full, and its Chinese characters written together. */
bool prepare_query(work *w, spelling *query) {
    const batch_table *b = w->batch;
    uint64_t first = first_of(b->run_forms, b->run_forms_size, query->number), behind = first;
    while (behind < b->run_forms_size && b->run_forms[behind] == query->number)
        behind++;
    han_run *runs = allot(w, (size_t)(behind - first) * sizeof *runs);
    for (uint32_t n = 0; n < query->size && w->status == FINE; n++)
        prepare(w, &query->parts[n]);
    for (uint64_t n = first; n < behind && w->status == FINE; n++) {
        han_run *run = &runs[n - first];
        run->start = b->han_starts[n], run->end = b->han_ends[n];
        if (look_up_asked(w, b->han_parts[n], &run->whole))
            prepare(w, &run->whole);
    }
    query->runs = runs;
    query->run_count = (uint32_t)(behind - first);
    return w->status == FINE;
}

/* Chinese characters together may be a foreign name by sound: Python told so of all of them beforehand. */
static bool look_up_run(work *w, const spelling *of, uint32_t i, uint32_t i2, bool listed, part *whole) {
    const index_table *r = w->index;
    for (uint32_t n = 0; !listed && n < of->run_count; n++)
        if (of->runs[n].start == i && of->runs[n].end == i2) {
            *whole = of->runs[n].whole;
            return true;
        }
    if (listed)
        for (uint64_t n = first_of(r->run_forms, r->run_forms_size, of->number);
             n < r->run_forms_size && r->run_forms[n] == of->number; n++)
            if (r->run_starts[n] == i && r->run_ends[n] == i2)
                return look_up(w, w->runs, r->run_numbers[n], whole);
    w->status = LEFT_TO_PYTHON;
    return false;
}

/* Write neighbouring parts together: `names.folding.spelling.join_parts`. */
bool join(work *w, const part *parts, uint32_t count, together *t) {
    uint32_t text = 0, latin = 0, key = 0;
    for (uint32_t n = 0; n < count; n++) {
        const part *p = &parts[n];
        if (text + p->text.size > LONGEST_TEXT) {
            w->status = LEFT_TO_PYTHON;
            return false;
        }
        memcpy(t->text + text, p->text.at, p->text.size * sizeof *t->text);
        memcpy(t->latin + latin, p->latin.at, p->latin.size);
        memcpy(t->key + key, p->key.at, p->key.size);
        text += p->text.size, latin += p->latin.size, key += p->key.size;
    }
    uint32_t longest = (uint32_t)w->set->max_letters;
    key = single(t->key, key, t->key);
    t->whole = (part){.text = {t->text, text},
                      .latin = {t->latin, latin < longest ? latin : longest},
                      .key = {t->key, key < longest ? key : longest},
                      .key_count = 1,
                      .script = parts->script,
                      .writing = parts->writing,
                      .kind = KIND_word};
    t->whole.skeleton = skeleton_of(w, t->whole.key, t->skeleton);
    tell_father(w, &t->whole);
    return true;
}

static bool all_han(const work *w, const part *parts, uint32_t count) {
    for (uint32_t n = 0; n < count; n++)
        if (parts[n].script != w->set->script_cjk)
            return false;
    return true;
}

/* Whether words written together may be a part: by length, and in alphabets by the first letter. */
static bool comparable(work *w, const part *parts, uint32_t count, const part *other) {
    if (is_initial(other))
        return false;
    if (parts->script == w->set->script_cjk && other->script == w->set->script_kanji)
        return false; /* 小林 in a Chinese name is no Kobayashi */
    if (parts->kind != KIND_particle && in_full(parts, other)) {
        bool met = false;
        for (uint32_t n = 0; n < other->key_count && !met; n++) {
            word key = read_key(w, other, n);
            met = key.size && key.at[0] == parts->key.at[0];
        }
        if (!met)
            return false;
    }
    int size = 0;
    for (uint32_t n = 0; n < count; n++)
        size += (int)parts[n].latin.size;
    int apart = size - (int)other->latin.size, most = size / 3 > 2 ? size / 3 : 2;
    return (apart < 0 ? -apart : apart) <= most;
}

typedef struct {
    pairing at[MOST_PAIRINGS];
    uint32_t count;
} pairings;

static void add_pairing(work *w, pairings *all, pairing one) {
    if (all->count < MOST_PAIRINGS)
        all->at[all->count++] = one;
    else
        w->status = LEFT_TO_PYTHON;
}

/* Weigh words i to i2 of one spelling, written together, beside part j of the other. */
static void weigh_together(work *w, const spelling *several, uint32_t i, uint32_t i2, const spelling *one,
                           uint32_t j, const weights *by, bool swapped, pairings *all) {
    together t;
    const part *other = &one->parts[j];
    if (!all_han(w, several->parts + i, i2 - i)) {
        if (!join(w, several->parts + i, i2 - i, &t))
            return;
    } else if (!look_up_run(w, several, i, i2, swapped, &t.whole)) {
        return;
    }
    const part *here = swapped ? other : &t.whole, *there = swapped ? &t.whole : other;
    double farthest = 2 * w->set->farthest_joined + 1e-9; /* of two beyond their half one is too far */
    part_distance pair = distance_of_parts(w, here, there, farthest);
    if ((pair.kind != EVIDENCE_form && larger(pair.keys, pair.skeleton) > w->set->farthest_joined) ||
        pair.kind == EVIDENCE_gender)
        return;
    if (swapped && t.whole.table == NULL)
        tell_rarity(w, &t.whole);
    double weight = weigh_by_letters(w, here, there, &pair, there->of_key, there->of_skeleton, by);
    pairing found = {weight, (int)i, (int)i2, (int)j, (int)j + 1, EVIDENCE_joined};
    if (swapped)
        found = (pairing){weight, (int)j, (int)j + 1, (int)i, (int)i2, EVIDENCE_joined};
    add_pairing(w, all, found);
}

/* Whether a short word is the initials of neighbours, run together. */
static bool are_initials_of(const work *w, const part *p, const part *parts, uint32_t count) {
    const settings *s = w->set;
    if (p->kind != KIND_word || p->latin.size != count ||
        memchr(s->run_vowels, p->latin.at[1], s->run_vowels_size) != NULL)
        return false;
    for (uint32_t n = 0; n < count; n++)
        if (parts[n].latin.size == 0 || parts[n].latin.at[0] != p->latin.at[n])
            return false;
    return true;
}

/* Pair words i to i2 of one spelling with their initials, part j of the other. */
static void add_run(work *w, uint32_t i, uint32_t i2, uint32_t j, const weights *by, bool swapped,
                    pairings *all) {
    pairing found = {by->initial * (i2 - i), (int)i, (int)i2, (int)j, (int)j + 1, EVIDENCE_initial};
    if (swapped)
        found = (pairing){found.weight, (int)j, (int)j + 1, (int)i, (int)i2, EVIDENCE_initial};
    add_pairing(w, all, found);
}

/* Weigh neighbours of one spelling, written together, beside single parts of the other. */
static bool is_never_joined(const part *p) {
    return is_initial(p) || part_has_trait(p->kind, PART_ALONE) || p->kind == KIND_filler;
}

static void weigh_joined(work *w, const spelling *several, const spelling *one, const weights *by,
                         bool swapped, pairings *all) {
    for (uint32_t i = 0; i + 1 < several->size; i++) {
        uint32_t longest = several->parts[i].script == w->set->script_cjk
                               ? (uint32_t)w->set->longest_joined_han
                               : (uint32_t)w->set->longest_joined;
        for (uint32_t i2 = i + 2; i2 <= several->size && i2 <= i + longest; i2++) {
            bool never = false;
            for (uint32_t n = i; n < i2; n++)
                never |= is_never_joined(&several->parts[n]);
            if (never)
                break;
            for (uint32_t j = 0; j < one->size && w->status == FINE; j++)
                if (!(by->by_rarity != 0.0 && one->size == 1) &&
                    are_initials_of(w, &one->parts[j], several->parts + i, i2 - i))
                    add_run(w, i, i2, j, by, swapped, all);
                else if (comparable(w, several->parts + i, i2 - i, &one->parts[j]))
                    weigh_together(w, several, i, i2, one, j, by, swapped, all);
        }
    }
}

static double rank(const pairing *p) { return p->kind == EVIDENCE_gender ? 0.0 : -p->weight; }

static uint32_t bits(int from, int to) { return ((uint32_t)1 << to) - ((uint32_t)1 << from); }

/* Put pairings in rising order of a rank, equal ones as they stood. */
static void sort_pairings(pairing *at, uint32_t count, double (*by)(const pairing *)) {
    for (uint32_t n = 1; n < count; n++) {
        pairing moved = at[n];
        double own = by(&moved);
        uint32_t place = n;
        for (; place > 0 && by(&at[place - 1]) > own; place--)
            at[place] = at[place - 1];
        at[place] = moved;
    }
}

static double place_in_query(const pairing *p) { return p->i; }

/* Take the pairs that speak most first, each part once; return how many, in query order. */
static uint32_t choose(const pairings *all, pairing *chosen) {
    pairing ordered[MOST_PAIRINGS];
    uint32_t count = 0, taken = 0, here = 0, there = 0;
    for (uint32_t n = 0; n < all->count; n++)
        if (!has_trait(all->at[n].kind, TRAIT_UNPAIRED))
            ordered[count++] = all->at[n];
    sort_pairings(ordered, count, rank);
    for (uint32_t n = 0; n < count && taken < MOST_PARTS; n++) {
        const pairing *p = &ordered[n];
        if ((here & bits(p->i, p->i2)) || (there & bits(p->j, p->j2)))
            continue;
        here |= bits(p->i, p->i2);
        there |= bits(p->j, p->j2);
        chosen[taken++] = *p;
    }
    sort_pairings(chosen, taken, place_in_query);
    return taken;
}

static int words_left(const spelling *of, uint32_t used) {
    int left = 0;
    for (uint32_t n = 0; n < of->size; n++)
        left += of->parts[n].kind == KIND_word && !(used >> n & 1);
    return left;
}

/* Drop pairs of an initial and a word while a whole word of the initial's side has no partner. */
static uint32_t without_rash_initials(const spelling *query, const spelling *form, pairing *chosen,
                                      uint32_t count) {
    uint32_t here = 0, there = 0, kept = count;
    for (uint32_t n = 0; n < count; n++) {
        here |= bits(chosen[n].i, chosen[n].i2);
        there |= bits(chosen[n].j, chosen[n].j2);
    }
    int left = words_left(query, here), left_there = words_left(form, there);
    for (uint32_t n = count; n-- > 0;) {
        bool a = is_initial(&query->parts[chosen[n].i]), b = is_initial(&form->parts[chosen[n].j]);
        bool fits = chosen[n].kind == EVIDENCE_initial;
        if (fits && a && !b && left)
            left--;
        else if (fits && b && !a && left_there)
            left_there--;
        else
            chosen[--kept] = chosen[n];
    }
    memmove(chosen, chosen + kept, (count - kept) * sizeof *chosen);
    return count - kept;
}

/* Whether some part finds no partner; a title need not have one. */
static bool leaves_words(const spelling *of, uint32_t used) {
    for (uint32_t n = 0; n < of->size; n++)
        if (!(used >> n & 1) && of->parts[n].kind != KIND_title)
            return true;
    return false;
}

/* Pair the parts that speak most for one bearer; return how many pairs there are, in query order. */
uint32_t pair_parts(work *w, const spelling *query, const spelling *form, scale by, pairing *chosen) {
    pairings all;
    all.count = 0;
    for (uint32_t i = 0; i < query->size; i++)
        for (uint32_t j = 0; j < form->size; j++) {
            pairing one = {0, (int)i, (int)i + 1, (int)j, (int)j + 1, 0};
            one.kind = weigh_parts(w, &query->parts[i], &form->parts[j], by, &one.weight);
            all.at[all.count++] = one;
        }
    uint32_t alone = all.count, count = choose(&all, chosen), here = 0, there = 0;
    for (uint32_t n = 0; n < count; n++) {
        here |= bits(chosen[n].i, chosen[n].i2);
        there |= bits(chosen[n].j, chosen[n].j2);
    }
    if (leaves_words(query, here) || leaves_words(form, there)) {
        weigh_joined(w, query, form, by.by, false, &all);
        weigh_joined(w, form, query, by.by, true, &all);
        if (all.count > alone)
            count = choose(&all, chosen);
    }
    return without_rash_initials(query, form, chosen, count);
}
