/* Doors for tests: single pairs of parts, and single entities, weighed to be held against what Python says. */
#include "kernel.h"

/* The weights for an entity, and its bearer's gender. */
static scale scale_for(const work *w, uint32_t entity) {
    return (scale){weights_of(w, entity), w->index->entity_genders[entity]};
}

/* Look up query n of a batch, ready to be compared in full. */
static bool ready_query(work *w, uint32_t number, spelling *query) {
    w->status = FINE;
    return look_up_query(w, number, query) && prepare_query(w, query);
}

/* Weigh each part of a query beside each part of a form. Each pair of spellings has `MOST_PARTS` rows of as many
 * places; the kind is `NOTHING` where there is no such part, or Python must tell. */
int names_weigh_parts(const settings *set, const part_table *listed, const part_table *runs,
                      const index_table *index, const opened *made, const key_rules *rules,
                      const word_table *words, const part_table *asked, const batch_table *batch,
                      const uint32_t *queries, const uint32_t *forms, uint32_t count, double *weights,
                      uint8_t *kinds) {
    work w = work_with(set, listed, runs, index, made, rules, asked, batch);
    bool ready = open_work(&w, words) && allot(&w, 1); /* a chunk that is kept all along */
    for (uint32_t n = 0; ready && n < count; n++) {
        spelling query, form;
        mark before = place_in_memory(&w);
        size_t first = (size_t)n * MOST_PARTS * MOST_PARTS;
        for (size_t place = first; place < first + MOST_PARTS * MOST_PARTS; place++)
            kinds[place] = NOTHING;
        bool known = ready_query(&w, queries[n], &query) && look_up_form(&w, forms[n], &form);
        for (uint32_t i = 0; known && i < query.size; i++)
            for (uint32_t j = 0; j < form.size; j++) {
                size_t place = first + i * MOST_PARTS + j;
                scale by = scale_for(&w, index->form_entities[forms[n]]);
                kinds[place] = (uint8_t)weigh_parts(&w, &query.parts[i], &form.parts[j], by, &weights[place]);
                if (w.status != FINE)
                    kinds[place] = NOTHING;
            }
        back_to(&w, before);
    }
    close_work(&w);
    return ready ? FINE : NO_MEMORY;
}

/* Weigh a query for an entity each, with all its evidence, `MOST_PIECES` places for each pair of them. */
int names_weigh_each(const settings *set, const part_table *listed, const part_table *runs,
                     const index_table *index, const opened *made, const key_rules *rules,
                     const word_table *words, const part_table *asked, const batch_table *batch,
                     const uint32_t *queries, const uint32_t *entities, uint32_t count, uint8_t *status,
                     uint32_t *best_forms, uint32_t *piece_counts, piece *pieces) {
    work w = work_with(set, listed, runs, index, made, rules, asked, batch);
    bool ready = open_work(&w, words) && allot(&w, 1);
    for (uint32_t n = 0; ready && n < count; n++) {
        spelling query;
        comparison best = {.count = 0};
        mark before = place_in_memory(&w);
        if (ready_query(&w, queries[n], &query))
            best_form(&w, &query, entities[n], &best);
        status[n] = (uint8_t)w.status;
        best_forms[n] = best.form;
        piece_counts[n] = w.status == FINE ? best.count : 0;
        for (uint32_t place = 0; place < piece_counts[n]; place++)
            pieces[(size_t)n * MOST_PIECES + place] = best.pieces[place];
        back_to(&w, before);
    }
    close_work(&w);
    return ready ? FINE : NO_MEMORY;
}
