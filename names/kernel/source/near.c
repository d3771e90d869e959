/* Which listed parts are near a part of a query, what each pair says, and the forms they lead to:
 * `names.candidates.near` and `names.candidates.leads`. */
#include "kernel.h"

#include <math.h>
#include <string.h>

enum { MOST_BLOCKS = 8192, AHEAD = 6 };

typedef struct {
    uint64_t place; /* about, among all */
    uint32_t number, begin, end;
    bool loose;
} block;
typedef struct {
    block *at;
    uint32_t count, room;
} blocks;

static uint32_t crc_of(const work *w, uint32_t crc, uint8_t byte) {
    return w->crc[(crc ^ byte) & 255] ^ crc >> 8;
}

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
    if (all->count < all->room)
        all->at[all->count++] = (block){.number = number, .loose = loose};
    else
        w->status = LEFT_TO_PYTHON;
}

static void add_with_one_left_out(work *w, blocks *all, char sort, word of) {
    for (uint32_t n = 0; n <= of.size; n++)
        add_block(w, all, block_number(w, sort, of, n), true);
}

/* Make room for the blocks of a part; false where there is no memory. */
static bool open_blocks(work *w, const part *p, blocks *all) {
    uint64_t of_word = LONGEST_WORD + 1; /* with each letter left out, or none */
    uint64_t most = p->key_count * (of_word + 2) + p->canonical_count + of_word;
    all->count = 0;
    all->room = most < MOST_BLOCKS ? (uint32_t)most : MOST_BLOCKS;
    all->at = allot(w, all->room * sizeof *all->at);
    return all->at != NULL;
}

/* The blocks in which a part meets what a rule or a table makes equal to it. */
static void exact_blocks(work *w, const part *p, blocks *all) {
    for (uint32_t n = 0; n < p->key_count; n++) {
        word key = read_key(w, p, n);
        add_block(w, all, block_number(w, '=', key, key.size), false);
    }
    for (uint32_t n = 0; n < p->canonical_count; n++) {
        if (p->canonical_names[n] >= w->set->canonical_blocks_size) {
            w->status = LEFT_TO_PYTHON;
            return;
        }
        add_block(w, all, w->set->canonical_blocks[p->canonical_names[n]], false);
    }
}

/* The blocks that a part of a query is looked up in, beside the exact ones. */
static void loose_blocks(work *w, const part *p, blocks *all) {
    bool told = p->writing == WRITING_alphabet && p->key.size > w->set->short_key;
    for (uint32_t n = 0; n < p->key_count; n++) {
        word key = read_key(w, p, n), skeleton = read_skeleton(w, p, n);
        if (key.size > 3)
            add_with_one_left_out(w, all, '-', key);
        if (skeleton.size > (told ? 2 : 1))
            add_block(w, all, block_number(w, '#', skeleton, skeleton.size), true);
    }
    if (p->skeleton.size >= w->set->long_skeleton)
        add_with_one_left_out(w, all, '%', p->skeleton);
}

/* Return about where a number stands: the numbers are spread evenly. */
static uint64_t guess(uint64_t count, uint32_t number) { return (uint64_t)number * count >> 32; }

/* Return the same, once more from what stands there. */
static uint64_t guess_again(const uint32_t *numbers, uint64_t count, uint32_t number) {
    uint64_t at = guess(count, number), off;
    if (at >= count)
        return count;
    if (number >= numbers[at]) {
        off = guess(count, number - numbers[at]);
        return off < count - at ? at + off : count;
    }
    off = guess(count, numbers[at] - number);
    return off < at ? at - off : 0;
}

/* Return the place of the first number that is not below another one, looked for from some place on. */
static uint64_t first_from(const uint32_t *numbers, uint64_t count, uint32_t number, uint64_t from) {
    uint64_t to = from, step = 1;
    if (from < count && numbers[from] < number)
        for (from++; (to = from + step) < count && numbers[to] < number; step *= 2)
            from = to + 1;
    else
        for (; from > 0 && numbers[from - 1] >= number; step *= 2) {
            to = from - 1;
            from = to > step ? to - step : 0;
        }
    if (to > count)
        to = count;
    while (from < to) {
        uint64_t middle = from + (to - from) / 2;
        if (numbers[middle] < number)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* A section of blocks in rising order. */
typedef struct {
    const uint32_t *numbers, *firsts, *members;
    uint64_t count, size;
} filed;

static filed blocks_of(const index_table *r) {
    return (filed){r->block_numbers, r->block_firsts, r->block_members, r->block_numbers_size,
                   r->block_members_size};
}

static filed joined_of(const index_table *r) {
    return (filed){r->joined_numbers, r->joined_firsts, r->joined_members, r->joined_numbers_size,
                   r->joined_members_size};
}

/* Find the members of a block, looked for from some place on; none where there is no such block. */
static void members_of(work *w, const filed *f, uint32_t number, uint64_t from, uint32_t *begin,
                       uint32_t *end) {
    uint64_t at = first_from(f->numbers, f->count, number, from);
    *begin = *end = 0;
    if (at == f->count || f->numbers[at] != number)
        return;
    if (f->firsts[at] > f->firsts[at + 1] || f->firsts[at + 1] > f->size) {
        w->status = DAMAGED;
        return;
    }
    *begin = f->firsts[at];
    *end = f->firsts[at + 1];
}

/* Find the members of all blocks, a step for each before the next: so the memory is waited for once. */
static void find_members(work *w, const filed *f, blocks *all) {
    for (uint32_t n = 0; n < all->count; n++)
        FETCH(f->numbers + guess(f->count, all->at[n].number));
    for (uint32_t n = 0; n < all->count; n++) {
        block *b = &all->at[n];
        b->place = guess_again(f->numbers, f->count, b->number);
        FETCH(f->numbers + b->place);
        FETCH(f->firsts + b->place);
    }
    uint64_t together = 0;
    for (uint32_t n = 0; n < all->count; n++) {
        block *b = &all->at[n];
        members_of(w, f, b->number, b->place, &b->begin, &b->end);
        FETCH(f->members + b->begin);
        together += b->end - b->begin;
    }
    if (together > f->size) /* blocks share no members, however many are asked for */
        w->status = DAMAGED;
}

enum { MET = 1, EXACT = 2 };

/* Meet the listed parts in some blocks, each once, marked by whether a block is exact. */
static void meet_parts(work *w, blocks *all) {
    filed f = blocks_of(w->index);
    w->met_count = 0;
    find_members(w, &f, all);
    for (uint32_t n = 0; n < all->count && w->status == FINE; n++) {
        const block *b = &all->at[n];
        uint8_t as = b->loose ? MET : MET | EXACT;
        if (!make_room_to_meet(w, b->end - b->begin))
            return;
        for (uint32_t place = b->begin; place < b->end; place++) {
            uint32_t member = f.members[place];
            if (member >= w->part_count) {
                w->status = DAMAGED;
                return;
            }
            w->met[w->met_count] = member;
            w->met_count += w->part_marks[member] == 0;
            w->part_marks[member] |= as;
        }
    }
}

static double weigh_equal(work *w, const part *a, uint32_t place) {
    part b;
    if (!look_up(w, w->listed, place, &b))
        return 0;
    part_distance pair = distance_of_parts(w, a, &b, INFINITY);
    return weigh_pair(&pair, b.of_key, b.of_skeleton, &w->set->of_people);
}

/* Weigh every part met, and keep those that speak for it, the best first. */
static void weigh_met(work *w, const part *of, bool loosely) {
    part a = *of;
    mark before = place_in_memory(w);
    bool ready = !loosely || prepare(w, &a);
    size_t most = (size_t)w->set->max_near;
    w->near.count = 0;
    for (size_t n = 0; n < w->met_count; n++) {
        uint32_t place = w->met[n];
        bool exact = w->part_marks[place] & EXACT;
        w->part_marks[place] = 0;
        if (!ready || w->status != FINE)
            continue; /* but the marks must go */
        if (loosely && n + 2 * AHEAD < w->met_count)
            fetch_row(w, w->met[n + 2 * AHEAD]);
        if (loosely && n + AHEAD < w->met_count)
            fetch_others(w, &a, w->met[n + AHEAD]);
        double least = most > 0 && w->near.count == most ? w->near.at[0].weight : 0.0;
        double weight = exact ? weigh_equal(w, &a, place) : weigh_above(w, &a, place, least);
        if (weight > 0)
            add_to_best(w, &w->near, most, weight, place);
    }
    back_to(w, before);
    sort_weighted(&w->near);
}

static void keep_near(work *w, lead *l) {
    l->near_count = (uint32_t)w->near.count;
    l->near_parts = allot(w, l->near_count * sizeof *l->near_parts);
    l->near_weights = allot(w, l->near_count * sizeof *l->near_weights);
    for (uint32_t n = 0; n < l->near_count && w->status == FINE; n++) {
        l->near_parts[n] = w->near.at[n].number;
        l->near_weights[n] = w->near.at[n].weight;
        FETCH(w->index->first_lists + l->near_parts[n]);
    }
}

/* The forms that a lead's near part of one turn is listed with; the first list alone may be too long. */
forms forms_of(const work *w, const lead *l, uint32_t turn) {
    const index_table *r = w->index;
    uint32_t begin = r->first_lists[l->near_parts[turn]], end = r->first_lists[l->near_parts[turn] + 1];
    uint32_t most = (uint32_t)w->set->max_forms;
    return (forms){r->lists + begin, r->lists + (end - begin > most ? begin + most : end)};
}

/* Take the lists of the best near parts, as many as one part may lead to. */
static void take_lists(work *w, lead *l) {
    const index_table *r = w->index;
    uint32_t most = (uint32_t)w->set->max_forms;
    l->whole = true;
    for (l->taken = 0; l->taken < l->near_count && l->whole && w->status == FINE; l->taken++) {
        uint32_t place = l->near_parts[l->taken], begin = r->first_lists[place],
                 end = r->first_lists[place + 1];
        if (begin > end || end > r->lists_size) {
            w->status = DAMAGED;
            return;
        }
        l->whole = end - begin <= most - l->form_count;
        if (!l->whole && l->taken > 0)
            return;
        l->form_count += l->whole ? end - begin : most;
    }
}

static void meet_neighbours_in(work *w, uint32_t number, double says) {
    filed f = joined_of(w->index);
    uint32_t begin, end;
    members_of(w, &f, number, guess_again(f.numbers, f.count, number), &begin, &end);
    if (!make_room(w, &w->some, end - begin))
        return;
    for (uint32_t place = begin; place < end; place++)
        if (f.members[place] >= w->form_count)
            w->status = DAMAGED;
        else
            w->some.at[w->some.count++] = (weighted){says, f.members[place]};
}

/* Keep the first forms met by their number, each with the most that is said for it. */
static void keep_together(work *w, lead *l) {
    join_stretches(&w->some);
    if (w->some.count > w->set->max_forms)
        w->some.count = (size_t)w->set->max_forms;
    l->together = allot(w, w->some.count * sizeof *l->together);
    l->together_weights = allot(w, w->some.count * sizeof *l->together_weights);
    if (w->status != FINE)
        return;
    for (size_t n = 0; n < w->some.count; n++) {
        l->together[n] = w->some.at[n].number;
        l->together_weights[n] = w->some.at[n].weight;
    }
    l->together_count = (uint32_t)w->some.count;
}

/* Find the forms whose neighbours, written together, are the part. */
static void meet_neighbours(work *w, const part *p, lead *l) {
    double of_skeleton = p->of_skeleton + w->set->of_people.near;
    double shortest = p->writing == WRITING_alphabet ? w->set->shortest_joined : w->set->shortest_joined - 1;
    w->some.count = 0;
    for (uint32_t n = 0; n < p->key_count && w->status == FINE; n++) {
        word key = read_key(w, p, n), skeleton = read_skeleton(w, p, n);
        meet_neighbours_in(w, block_number(w, '=', key, key.size), p->of_key);
        if (skeleton.size >= shortest)
            meet_neighbours_in(w, block_number(w, '#', skeleton, skeleton.size), of_skeleton);
    }
    keep_together(w, l);
}

static lead *follow_part(work *w, const part *p, lead *l, bool loosely) {
    mark before = place_in_memory(w);
    blocks all;
    if (!open_blocks(w, p, &all))
        return NULL;
    exact_blocks(w, p, &all);
    if (loosely)
        loose_blocks(w, p, &all);
    meet_parts(w, &all);
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
