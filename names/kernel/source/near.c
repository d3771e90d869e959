/* Which listed parts are near a part of a query, what each pair says, and the forms they lead to:
 * `names.candidates.near` and `names.candidates.leads`. */
#include "kernel.h"

#include <math.h>
#include <string.h>

enum { MOST_BLOCKS = 8192, AROUND = 512, AHEAD = 6 };

typedef struct { uint32_t number; bool loose; } block;
typedef struct { block at[MOST_BLOCKS]; uint32_t count; } blocks;

static uint32_t crc_of(const work *w, uint32_t crc, uint8_t byte) { return w->crc[(crc ^ byte) & 255] ^ crc >> 8; }

/* The number of the block of a sort that some letters have, one of them left out, or none where `without` is
 * their number: `names.candidates.blocks.number_of`. */
static uint32_t block_number(const work *w, char sort, word of, uint32_t without) {
    uint32_t crc = crc_of(w, 0xFFFFFFFF, (uint8_t)sort);
    for (uint32_t n = 0; n < of.size; n++) {
        const uint8_t *spelled = w->set->spelled + 4 * of.at[n];
        for (uint32_t byte = 1; n != without && byte <= spelled[0]; byte++)
            crc = crc_of(w, crc, spelled[byte]);
    }
    return ~crc;
}

static void add_block(work *w, blocks *all, uint32_t number, bool loose) {
    for (uint32_t n = 0; n < all->count; n++)
        if (all->at[n].number == number) {
            all->at[n].loose &= loose;
            return;
        }
    if (all->count < MOST_BLOCKS)
        all->at[all->count++] = (block){number, loose};
    else
        w->status = LEFT_TO_PYTHON;
}

static void add_with_one_left_out(work *w, blocks *all, char sort, word of) {
    for (uint32_t n = 0; n <= of.size; n++)
        add_block(w, all, block_number(w, sort, of, n), true);
}

/* The blocks in which a part meets what a rule or a table makes equal to it. */
static void exact_blocks(work *w, const part *p, blocks *all) {
    for (uint32_t n = 0; n < p->key_count; n++) {
        word key = read_key(w, p, n);
        add_block(w, all, block_number(w, '=', key, key.size), false);
    }
    for (uint32_t n = 0; n < p->head_count; n++) {
        if (p->heads[n] >= w->set->head_blocks_size) {
            w->status = LEFT_TO_PYTHON;
            return;
        }
        add_block(w, all, w->set->head_blocks[p->heads[n]], false);
    }
}

/* The blocks that a part of a query is looked up in, beside the exact ones. */
static void loose_blocks(work *w, const part *p, blocks *all) {
    bool told = p->writing == WRITING_alphabet && p->key.size > w->set->short_key;
    for (uint32_t n = 0; n < p->key_count; n++) {
        word key = read_key(w, p, n), bones = read_bones(w, p, n);
        if (key.size > 3)
            add_with_one_left_out(w, all, '-', key);
        if (bones.size > (told ? 2 : 1))
            add_block(w, all, block_number(w, '#', bones, bones.size), true);
    }
    if (p->bones.size >= w->set->long_skeleton)
        add_with_one_left_out(w, all, '%', p->bones);
}

/* Find the members of a block among blocks in rising order. */
static bool members_of(work *w, const uint32_t *numbers, uint64_t count, const uint32_t *firsts, uint64_t size,
                       uint32_t number, uint32_t *begin, uint32_t *end) {
    uint64_t guess = (uint64_t)number * count >> 32; /* the numbers are spread evenly */
    uint64_t from = guess > AROUND ? guess - AROUND : 0, to = guess + AROUND < count ? guess + AROUND : count;
    if (from > 0 && numbers[from - 1] >= number)
        from = 0;
    if (to < count && numbers[to] < number)
        to = count;
    while (from < to) {
        uint64_t middle = from + (to - from) / 2;
        if (numbers[middle] < number)
            from = middle + 1;
        else
            to = middle;
    }
    if (from == count || numbers[from] != number)
        return false;
    *begin = firsts[from];
    *end = firsts[from + 1];
    if (*begin > *end || *end > size) {
        w->status = LEFT_TO_PYTHON;
        return false;
    }
    return true;
}

enum { MET = 1, EXACT = 2 };

/* Meet the listed parts in some blocks, each once, marked by whether a block is exact. */
static void meet_parts(work *w, const blocks *all) {
    const register_table *r = w->reg;
    uint32_t begin, end;
    w->met_count = 0;
    for (uint32_t n = 0; n < all->count && w->status == FINE; n++) {
        if (!members_of(w, r->block_numbers, r->block_numbers_size, r->block_firsts, r->block_members_size,
                        all->at[n].number, &begin, &end))
            continue;
        uint8_t as = all->at[n].loose ? MET : MET | EXACT;
        for (uint32_t place = begin; place < end; place++) {
            uint32_t member = r->block_members[place];
            if (member >= w->part_count || (!w->part_marks[member] && !meet(w, member))) {
                w->status = w->status == FINE ? LEFT_TO_PYTHON : w->status;
                return;
            }
            w->part_marks[member] |= as;
        }
    }
}

static double weigh_equal(work *w, const part *a, uint32_t place) {
    part b;
    if (!look_up(w, w->listed, place, &b))
        return 0;
    part_distance pair = distance_of_parts(w, a, &b);
    return weigh_pair(&pair, b.of_key, b.of_bones, &w->set->of_people);
}

/* Make a part of a query ready to be held against many. */
bool prepare(work *w, const part *of, asked_part *a) {
    a->of = *of;
    size_t room = a->of.key_count * sizeof(pattern);
    a->keys = allot(w, room);
    a->bones = allot(w, room);
    if (a->keys == NULL || a->bones == NULL)
        return false;
    memset(a->keys, 0, room);
    memset(a->bones, 0, room);
    for (uint32_t n = 0; n < a->of.key_count; n++) {
        set_pattern(&a->keys[n], read_key(w, &a->of, n));
        set_pattern(&a->bones[n], read_bones(w, &a->of, n));
    }
    return w->status == FINE;
}

/* Return what a word can at least be away: by its size, and by the letters that the pattern has not. */
static double least_distance(const pattern *p, word other) {
    uint32_t size = p->pattern.size, strange = 0;
    uint32_t longer = size > other.size ? size : other.size, shorter = size > other.size ? other.size : size;
    for (uint32_t n = 0; n < other.size; n++)
        strange += p->places[other.at[n]] == 0;
    uint32_t least = strange > longer - shorter ? strange : longer - shorter;
    return longer ? (double)least / (double)longer : 0.0;
}

/* Keep a reading if it is nearer than the nearest before. */
static void keep_reading(const pattern *bones, word other, double keys, double *least, double *at) {
    if (keys + least_distance(bones, other) >= *least)
        return;
    double y = pattern_distance(bones, other);
    if (keys + y < *least) {
        *least = keys + y;
        at[0] = keys;
        at[1] = y;
    }
}

/* Return the distance of two keys, or, where it is no less than another one, just as much. */
static double distance_below(const pattern *p, word other, double least) {
    return least_distance(p, other) >= least ? least : pattern_distance(p, other);
}

/* Find the distances of keys and skeletons of the nearest readings: one of the two is read as usual.
 *
 * Only what is nearer than `least` counts; return whether there is such a reading.
 */
static bool nearest_reading(work *w, const asked_part *a, uint32_t place, const near_row *r, bool one, double least,
                            double *at) {
    const part_table *t = w->listed;
    word key = {r->letters, r->key_size}, bones = {r->letters + r->key_size, r->bones_size};
    uint32_t first = t->first_keys[place];
    double before = least;
    if (r->key_size == NOTHING) {
        key = key_at(w, t, first);
        bones = bones_at(w, t, first);
    }
    double x = distance_below(a->keys, key, least);
    if (x < least)
        keep_reading(a->bones, bones, x, &least, at);
    if (one)
        return least < before;
    for (uint32_t other = first + 1; other < t->first_keys[place + 1] && least > 0 && w->status == FINE; other++) {
        x = distance_below(a->keys, key_at(w, t, other), least);
        if (x < least)
            keep_reading(a->bones, bones_at(w, t, other), x, &least, at);
    }
    for (uint32_t mine = 1; mine < a->of.key_count && least > 0; mine++) {
        x = distance_below(&a->keys[mine], key, least);
        if (x < least)
            keep_reading(&a->bones[mine], bones, x, &least, at);
    }
    return least < before;
}

/* What a pair says that is near at best: `names.candidates.near.weigh_loosely`.
 *
 * Where only what is above zero counts, anything below may stand for what is. The weight falls with both
 * distances, with each at least as steeply as it falls from 0 to 1; so beyond some sum of both it is below zero.
 */
double weigh_loosely(work *w, const asked_part *a, uint32_t place, bool above_zero) {
    const near_row *r = &w->rows[place];
    const weights *by = &w->set->of_people;
    bool one = a->of.script == r->script, latin = one && r->script == w->set->script_latin;
    uint8_t poorer = a->of.writing > r->writing ? a->of.writing : r->writing;
    double vowels = by->vowels[latin ? PAIR_latin : one ? PAIR_one_script : PAIR_alphabet + poorer];
    double steepness = one ? by->per_distance_in_one_script : by->per_distance;
    double error = one && r->script == w->set->script_cjk ? -INFINITY : one && !latin ? by->error : 0.0;
    double at[2] = {0, 0}, farthest = INFINITY;
    if (above_zero) {
        double by_keys = r->of_key - r->of_bones - steepness * vowels;
        double by_bones = r->of_bones * by->fade_bones - steepness * (1 - vowels);
        farthest = (r->of_key + by->near + error) / fmin(by_keys, by_bones) + 1e-9;
    }
    if (!nearest_reading(w, a, place, r, one, farthest, at))
        return above_zero ? -1 : 0;
    double told = r->of_bones * (1 - by->fade_bones * at[1]);
    told += (r->of_key - r->of_bones) * fmax(0.0, 1 - by->fade_keys * at[0]);
    return told + by->near + error + steepness * (vowels * at[0] + (1 - vowels) * at[1]);
}

/* Bring together what is asked of each listed part, in one line of the cache; false where it makes no sense. */
bool fill_rows(work *w, near_row *rows) {
    const part_table *t = w->listed;
    for (uint32_t place = 0; place < t->kinds_size; place++) {
        near_row *r = &rows[place];
        uint32_t first = t->first_keys[place], behind = t->first_keys[place + 1];
        if (first >= behind || behind > t->key_ends_size || t->writings[place] >= WRITINGS_COUNT)
            return false;
        word key = key_at(w, t, first), bones = bones_at(w, t, first);
        *r = (near_row){t->of_key[place], t->of_bones[place], t->scripts[place], t->writings[place], NOTHING, 0, {0}};
        if (key.size + bones.size > sizeof r->letters)
            continue; /* it is looked up each time */
        r->key_size = (uint8_t)key.size;
        r->bones_size = (uint8_t)bones.size;
        memcpy(r->letters, key.at, key.size);
        memcpy(r->letters + key.size, bones.at, bones.size);
    }
    return w->status == FINE;
}

/* Weigh every part met, and keep those that speak for it, the best first. */
static void weigh_met(work *w, const part *of, bool loosely) {
    asked_part a = {.of = *of};
    mark before = place_in_memory(w);
    bool ready = !loosely || prepare(w, of, &a);
    w->near.count = 0;
    for (size_t n = 0; n < w->met_count; n++) {
        uint32_t place = w->met[n];
        bool exact = w->part_marks[place] & EXACT;
        if (loosely && n + AHEAD < w->met_count)
            FETCH(&w->rows[w->met[n + AHEAD]]);
        w->part_marks[place] = 0;
        if (!ready || w->status != FINE)
            continue; /* but the marks must go */
        double weight = exact ? weigh_equal(w, &a.of, place) : weigh_loosely(w, &a, place, true);
        if (weight > 0)
            add_promise(w, &w->near, weight, place);
    }
    back_to(w, before);
    sort_promises(w->near.at, w->near.count);
    if (w->near.count > w->set->max_near)
        w->near.count = (size_t)w->set->max_near;
}

static void keep_near(work *w, lead *l) {
    l->near_count = (uint32_t)w->near.count;
    l->near_parts = allot(w, l->near_count * sizeof *l->near_parts);
    l->near_weights = allot(w, l->near_count * sizeof *l->near_weights);
    for (uint32_t n = 0; n < l->near_count && w->status == FINE; n++) {
        l->near_parts[n] = w->near.at[n].number;
        l->near_weights[n] = w->near.at[n].weight;
    }
}

/* The forms that a lead's near part of one turn is listed with; the first list alone may be too long. */
forms forms_of(const work *w, const lead *l, uint32_t turn) {
    const register_table *r = w->reg;
    uint32_t begin = r->first_lists[l->near_parts[turn]], end = r->first_lists[l->near_parts[turn] + 1];
    uint32_t most = (uint32_t)w->set->max_forms;
    return (forms){r->lists + begin, r->lists + (end - begin > most ? begin + most : end)};
}

/* Take the lists of the best near parts, as many as one part may lead to. */
static void take_lists(work *w, lead *l) {
    const register_table *r = w->reg;
    uint32_t most = (uint32_t)w->set->max_forms;
    l->whole = true;
    for (l->taken = 0; l->taken < l->near_count && l->whole && w->status == FINE; l->taken++) {
        uint32_t place = l->near_parts[l->taken], begin = r->first_lists[place], end = r->first_lists[place + 1];
        if (begin > end || end > r->lists_size) {
            w->status = LEFT_TO_PYTHON;
            return;
        }
        l->whole = end - begin <= most - l->form_count;
        if (!l->whole && l->taken > 0)
            return;
        l->form_count += l->whole ? end - begin : most;
    }
}

static void meet_neighbours_in(work *w, uint32_t number, double says) {
    const register_table *r = w->reg;
    uint32_t begin, end;
    if (!members_of(w, r->joined_numbers, r->joined_numbers_size, r->joined_firsts, r->joined_members_size, number,
                    &begin, &end))
        return;
    for (uint32_t place = begin; place < end; place++)
        if (r->joined_members[place] >= w->form_count)
            w->status = LEFT_TO_PYTHON;
        else
            add_promise(w, &w->some, says, r->joined_members[place]);
}

/* Keep the first forms met by their number, each with the most that is said for it. */
static void keep_together(work *w, lead *l) {
    l->together = allot(w, w->some.count * sizeof *l->together);
    l->together_weights = allot(w, w->some.count * sizeof *l->together_weights);
    if (w->status != FINE)
        return;
    sort_promises(w->some.at, w->some.count); /* the heaviest first, so that the first word of a form holds */
    w->near.count = 0;
    for (size_t n = 0; n < w->some.count; n++) {
        uint32_t form = w->some.at[n].number;
        if (w->form_marks[form])
            continue;
        w->form_marks[form] = 1;
        add_promise(w, &w->near, -(double)form, (uint32_t)n);
    }
    sort_promises(w->near.at, w->near.count);
    for (size_t n = 0; n < w->near.count; n++) {
        promise told = w->some.at[w->near.at[n].number];
        w->form_marks[told.number] = 0;
        if (n < w->set->max_forms) {
            l->together[l->together_count] = told.number;
            l->together_weights[l->together_count++] = told.weight;
        }
    }
}

/* Find the forms whose neighbours, written together, are the part. */
static void meet_neighbours(work *w, const part *p, lead *l) {
    double of_bones = p->of_bones + w->set->of_people.near;
    double shortest = p->writing == WRITING_alphabet ? w->set->shortest_joined : w->set->shortest_joined - 1;
    w->some.count = 0;
    for (uint32_t n = 0; n < p->key_count && w->status == FINE; n++) {
        word key = read_key(w, p, n), bones = read_bones(w, p, n);
        meet_neighbours_in(w, block_number(w, '=', key, key.size), p->of_key);
        if (bones.size >= shortest)
            meet_neighbours_in(w, block_number(w, '#', bones, bones.size), of_bones);
    }
    keep_together(w, l);
}

static lead *follow_part(work *w, const part *p, lead *l, bool loosely) {
    mark before = place_in_memory(w);
    blocks *all = allot(w, sizeof *all);
    if (all == NULL)
        return NULL;
    all->count = 0;
    exact_blocks(w, p, all);
    if (loosely)
        loose_blocks(w, p, all);
    meet_parts(w, all);
    back_to(w, before);
    weigh_met(w, p, loosely);
    keep_near(w, l);
    take_lists(w, l);
    meet_neighbours(w, p, l);
    l->ready = w->status == FINE;
    return l->ready ? l : NULL;
}

/* Return where a part of a query leads, remembered for the call, or NULL where that is left to Python. */
lead *follow(work *w, uint32_t asked, bool loosely) {
    lead *l = loosely ? &w->loose[asked] : &w->equal[asked];
    part p;
    if (l->ready)
        return l;
    return look_up_asked(w, asked, &p) ? follow_part(w, &p, l, loosely) : NULL;
}

/* Return the same for neighbours written together. */
lead *follow_run(work *w, const spelling *query, uint32_t run, bool loosely) {
    const batch_table *b = w->batch;
    uint32_t start = b->run_starts[run], size = b->run_ends[run] - start;
    lead *l = loosely ? &w->loose[w->asked_count + run] : &w->equal[w->asked_count + run];
    together t;
    if (b->run_parts[run] < w->asked_count) /* Chinese characters, which Python has written together */
        return follow(w, b->run_parts[run], loosely);
    if (l->ready)
        return l;
    if (!join(w, query->parts + start, size, &t))
        return NULL;
    tell_rarity(w, &t.whole);
    return follow_part(w, &t.whole, l, loosely);
}
