/* The door: many queries answered in one call. */
#include "kernel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#ifndef NAMES_DIGEST /* of the source, as names/kernel/building.py states it */
#define NAMES_DIGEST ""
#endif

/* What the kernel calls things, a line each, so that Python can fill them in by name. */
const char *names_evidence_kinds(void) { return EVIDENCE_KINDS(AS_EVIDENCE_TITLE); }
const char *names_part_kinds(void) { return PART_KINDS(AS_KIND_NAME); }
const char *names_writings(void) { return WRITINGS(AS_NAME); }
const char *names_pair_writings(void) { return PAIR_WRITINGS(AS_TITLE); }
const char *names_weights(void) { return WEIGHTS(AS_NAME); }
const char *names_weight_maps(void) { return WEIGHT_MAPS(AS_NAME); }
const char *names_numbers(void) { return NUMBERS(AS_NAME); }
const char *names_tables(void) { return TABLES(AS_FIELD); }
const char *names_parts(void) { return PARTS(AS_FIELD); }
const char *names_words(void) { return WORDS(AS_FIELD); }
const char *names_index(void) { return INDEX(AS_FIELD); }
const char *names_batch(void) { return BATCH(AS_FIELD); }
const char *names_digest(void) { return NAMES_DIGEST "\n"; }
uint32_t names_most_found(void) { return MOST_FOUND; }
uint32_t names_most_pieces(void) { return MOST_PIECES; }

static void fill_crc(uint32_t *table) {
    for (uint32_t n = 0; n < 256; n++) {
        table[n] = n;
        for (int bit = 0; bit < 8; bit++)
            table[n] = table[n] & 1 ? table[n] >> 1 ^ 0xEDB88320 : table[n] >> 1;
    }
}

/* Whether the columns of a table of parts are as long as they must be for each other; how rare the parts of
 * queries are is told here. */
static bool fits_parts(const part_table *t, bool asked) {
    uint64_t n = t->kinds_size;
    return t->text_ends_size == n && t->latin_ends_size == n && t->masculine_ends_size == n &&
           t->fathers_size == n && t->father_genders_size == n && t->near_canonical_names_size == n &&
           t->genders_size == n && t->scripts_size == n && t->writings_size == n &&
           t->first_letters_size == n && (t->of_key_size == n || (t->of_key_size == 0 && asked)) &&
           t->of_skeleton_size == t->of_key_size && t->first_keys_size == n + 1 &&
           t->first_canonical_names_size == n + 1 && n < UINT32_MAX;
}

static bool fits_index(const index_table *r, uint64_t parts) {
    uint64_t forms = r->form_entities_size, entities = r->entity_genders_size;
    return r->form_words_size == forms && r->form_initials_size == forms && r->form_commas_size == forms &&
           r->form_capitals_size == forms && r->form_kinds_size == forms && r->form_shared_size == forms &&
           r->first_parts_size == forms + 1 && r->first_lists_size == parts + 1 &&
           r->first_forms_size == entities + 1 && r->entity_types_size == entities &&
           r->entity_homes_size == entities && r->block_firsts_size == r->block_numbers_size + 1 &&
           r->joined_firsts_size == r->joined_numbers_size + 1 && r->run_starts_size == r->run_forms_size &&
           r->run_ends_size == r->run_forms_size && r->run_numbers_size == r->run_forms_size &&
           r->bearers_size == r->bearer_counts_size && r->skeleton_bearers_size == r->skeleton_counts_size &&
           forms < UINT32_MAX / 2 && entities < UINT32_MAX;
}

static void *zeros(size_t count, size_t each) {
    void *room = room_for_many(count * each);
    return room ? memset(room, 0, count * each) : NULL;
}

/* Make ready to work for some queries; false where there is no memory. */
bool open_work(work *w, const word_table *words) {
    if (!fits_parts(w->asked, true) || !make_parts(w, words))
        return false;
    w->part_count = (uint32_t)w->listed->kinds_size;
    w->form_count = (uint32_t)w->index->form_entities_size;
    w->entity_count = (uint32_t)w->index->entity_genders_size;
    w->asked_count = (uint32_t)(w->made.kinds_size + w->asked->kinds_size);
    w->of_part = zeros((size_t)w->part_count + 1, sizeof *w->of_part);
    w->part_marks = zeros((size_t)w->part_count + 1, 1);
    w->near_bits = calloc((size_t)w->part_count / 64 + 1, sizeof *w->near_bits);
    size_t leads = (size_t)w->asked_count + w->batch->run_parts_size + 1;
    w->equal = calloc(leads, sizeof *w->equal);
    w->loose = calloc(leads, sizeof *w->loose);
    w->rarities = calloc((size_t)w->asked_count + 1, sizeof *w->rarities);
    fill_crc(w->crc);
    return w->of_part && w->part_marks && w->near_bits && w->equal && w->loose && w->rarities;
}

void close_work(work *w) {
    back_to(w, (mark){NULL, 0});
    free_tallies(&w->told);
    void *rooms[] = {w->of_part,  w->part_marks, w->near_bits, w->equal, w->loose,
                     w->rarities, w->near.at,    w->some.at,   w->met};
    for (size_t n = 0; n < sizeof rooms / sizeof *rooms; n++)
        free(rooms[n]);
}

bool look_up_query(work *w, uint32_t number, spelling *query) {
    const batch_table *b = w->batch;
    uint32_t first = b->firsts[number];
    query->number = number;
    query->size = b->firsts[number + 1] - first;
    query->commas = b->commas[number];
    query->capitals = b->capitals[number];
    query->body = b->bodies[number];
    query->loud = b->loud[number];
    query->quiet = b->quiet[number];
    w->by = query->body ? &w->set->of_bodies : &w->set->of_people;
    query->same_as = b->same_as + first;
    query->runs = NULL;
    query->run_count = 0;
    if (query->size > MOST_PARTS) {
        w->status = LEFT_TO_PYTHON;
        return false;
    }
    for (uint32_t n = 0; n < query->size; n++)
        if (!look_up_asked(w, b->parts[first + n], &query->parts[n]))
            return false;
    tell_roles(w, query);
    return true;
}

/* Find the entities that a query may mean: `names.candidates.Search.find`. */
static void find(work *w, const spelling *query, answer_table *to) {
    uint32_t count = 0, *entities = to->found + (size_t)query->number * MOST_FOUND;
    double *said = to->approximate + (size_t)query->number * MOST_FOUND;
    bool settled = !w->batch->foreign[query->number] && approximate_forms(w, query, false);
    if (!settled && w->status == FINE) {
        approximate_forms(w, query, true);
        keep_best(&w->some, (size_t)w->set->looked_at);
        if (w->status == FINE)
            estimate(w, query);
    }
    keep_best(&w->some, (size_t)w->set->forms_each * MOST_FOUND);
    for (size_t n = 0; n < w->some.count; n++)
        FETCH(&w->forms[w->some.at[n].number / 2]);
    for (size_t n = 0; n < w->some.count && count < MOST_FOUND && w->status == FINE; n++) {
        uint32_t entity = w->forms[w->some.at[n].number / 2].entity, known = 0;
        if (entity >= w->entity_count)
            w->status = DAMAGED;
        while (known < count && entities[known] != entity)
            known++;
        if (known == count) {
            entities[count] = entity;
            said[count++] = w->some.at[n].weight;
        }
    }
    to->found_count[query->number] = count;
    to->settled[query->number] = settled;
}

/* Compare a query in full with every entity found whose approximate weight may matter. */
static void weigh(work *w, spelling *query, answer_table *to) {
    size_t first = (size_t)query->number * MOST_FOUND;
    uint32_t surely = to->settled[query->number]
                          ? 1
                          : (uint32_t)(query->body ? w->set->surely_of_bodies : w->set->surely),
             count = 0;
    double best = w->set->level;
    comparison found;
    mark before = place_in_memory(w);
    if (to->found_count[query->number])
        prepare_query(w, query);
    for (uint32_t n = 0; n < to->found_count[query->number] && w->status == FINE; n++) {
        if (count >= surely && to->approximate[first + n] < best - w->set->behind)
            break;
        best_form(w, query, to->found[first + n], &found);
        if (w->status != FINE)
            break;
        size_t place = first + count++;
        to->evidence_weights[place] = found.weight;
        to->best_forms[place] = found.form;
        to->piece_counts[place] = found.count;
        if (to->pieces != NULL)
            memcpy(to->pieces + place * MOST_PIECES, found.pieces, found.count * sizeof(piece));
        if (w->set->settles != 0) /* the best of all would be the spelling itself */
            best = larger(best, found.weight);
    }
    to->weighed_count[query->number] = count;
    back_to(w, before);
}

void names_close(opened *ready) {
    free(ready->rows);
    free(ready->forms);
    free(ready);
}

/* Return what is to be given to `names_match` of an index, and to `names_close` at last; NULL where its
 * sections do not fit each other, or there is no memory. */
opened *names_open(const part_table *listed, const part_table *runs, const index_table *index) {
    work w = {.listed = listed};
    if (!fits_parts(listed, false) || !fits_parts(runs, false) || !fits_index(index, listed->kinds_size))
        return NULL;
    opened *ready = malloc(sizeof *ready);
    if (ready == NULL)
        return NULL;
    *ready = (opened){room_for_rows(listed), form_rows(index, listed->kinds_size), most_initials(index)};
    if (ready->rows == NULL || ready->forms == NULL || !fill_rows(&w, ready->rows)) {
        names_close(ready);
        return NULL;
    }
    return ready;
}

/* Return what a call works with, to be opened; without `made` parts are read from their sections, not from rows. */
work work_with(const settings *set, const part_table *listed, const part_table *runs,
               const index_table *index, const opened *made, const key_rules *rules, const part_table *asked,
               const batch_table *batch) {
    work w = {.set = set,
              .listed = listed,
              .runs = runs,
              .index = index,
              .rules = rules,
              .asked = asked,
              .batch = batch};
    if (made != NULL) {
        w.rows = made->rows;
        w.forms = made->forms;
        w.most_initials = made->most_initials;
    }
    return w;
}

/* Answer queries of a batch, from one number up to another; return `NO_MEMORY` where there is none. The
 * batch and the settings are as Python makes them; only the index is looked at as if it might be anything. */
int names_match(const settings *set, const part_table *listed, const part_table *runs,
                const index_table *index, const opened *made, const key_rules *rules, const word_table *words,
                const part_table *asked, const batch_table *batch, answer_table *to, uint32_t from,
                uint32_t behind) {
    work w = work_with(set, listed, runs, index, made, rules, asked, batch);
    bool ready = open_work(&w, words);
    for (uint32_t n = from; ready && n < behind; n++) {
        spelling query;
        w.status = FINE;
        if (look_up_query(&w, n, &query))
            find(&w, &query, to);
        if (w.status == FINE)
            weigh(&w, &query, to);
        to->status[n] = (uint8_t)w.status;
    }
    close_work(&w);
    return ready ? FINE : NO_MEMORY;
}

/* Weigh a query of a batch for the entities from one place of a list up to another, whether they are likely or
 * not: the slow, obvious way. What is left to Python is not a number, so is an entity without forms. */
int names_weigh(const settings *set, const part_table *listed, const part_table *runs,
                const index_table *index, const key_rules *rules, const word_table *words,
                const part_table *asked, const batch_table *batch, const uint32_t *entities, double *weights,
                uint32_t number, uint32_t from, uint32_t behind) {
    work w = work_with(set, listed, runs, index, NULL, rules, asked, batch);
    bool ready = open_work(&w, words) && allot(&w, 1); /* a chunk that is kept all along */
    spelling query;
    bool known = ready && look_up_query(&w, number, &query) && prepare_query(&w, &query);
    for (uint32_t n = from; ready && n < behind; n++) {
        comparison best;
        w.status = known && entities[n] < w.entity_count ? FINE : LEFT_TO_PYTHON;
        if (w.status == FINE)
            best_form(&w, &query, entities[n], &best);
        weights[n] = w.status == FINE ? best.weight : NAN;
    }
    close_work(&w);
    return ready ? FINE : NO_MEMORY;
}
