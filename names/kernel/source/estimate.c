/* What the full evidence would weigh, estimated for the forms of the greatest approximate weights: `names.candidates.estimate`. */
#include "kernel.h"

#include <math.h>
#include <string.h>

enum { AHEAD = 3 };

typedef struct {
    double weight;
    uint32_t here, there;
} pair;

/* The parts of a form. */
typedef struct {
    const uint32_t *parts;
    uint32_t size;
} form_view;

/* Remember what was found of near parts, so that it need not be weighed again. */
static void recall(work *w, const lead *l) {
    for (uint32_t n = 0; n < l->near_count; n++) {
        w->of_part[l->near_parts[n]] = l->near_weights[n];
        if (meet(w, l->near_parts[n]))
            w->part_marks[l->near_parts[n]] = 1;
    }
}

static void forget(work *w) {
    for (size_t n = 0; n < w->met_count; n++) {
        w->of_part[w->met[n]] = 0.0;
        w->part_marks[w->met[n]] = 0;
    }
    w->met_count = 0;
}

/* Return what a part of the query and a listed part say; minus infinity for what contradicts. */
static double weigh(work *w, const part *a, uint32_t place) {
    const weights *by = w->by;
    double weight;
    if (a->kind == KIND_initial || w->listed->kinds[place] == KIND_initial)
        return a->latin.at[0] == w->listed->first_letters[place] ? by->initial : -INFINITY;
    if (w->part_marks[place]) {
        weight = w->of_part[place];
    } else {
        weight = weigh_loosely(w, a, place, false) + by->known * a->known;
        w->of_part[place] = weight;
        if (meet(w, place))
            w->part_marks[place] = 1;
    }
    return weight <= by->tolerance ? -INFINITY : weight;
}

/* Take the pairs that say most first, each part used once. */
static double choose(pair *pairs, uint32_t count, uint32_t *here, uint32_t *there) {
    double total = 0.0;
    for (uint32_t n = 1; n < count; n++) {
        pair moved = pairs[n];
        uint32_t place = n;
        for (; place > 0 && pairs[place - 1].weight < moved.weight; place--)
            pairs[place] = pairs[place - 1];
        pairs[place] = moved;
    }
    for (uint32_t n = 0; n < count; n++) {
        if (*here >> pairs[n].here & 1 || *there >> pairs[n].there & 1)
            continue;
        total += pairs[n].weight;
        *here |= (uint32_t)1 << pairs[n].here;
        *there |= (uint32_t)1 << pairs[n].there;
    }
    return total;
}

static bool is_name(uint8_t kind) { return part_has_trait(kind, PART_NAME); }

/* Whether query and form are in alphabets, which tell every vowel. */
static bool told_in_full(const work *w, const spelling *query, const form_view *form) {
    for (uint32_t n = 0; n < query->size; n++)
        if (query->parts[n].writing != WRITING_alphabet)
            return false;
    return form->size > 0 && w->rows[form->parts[0]].writing == WRITING_alphabet;
}

/* Return what paired parts say less what is left over: opposed on both sides, or of one side alone. */
static double less_the_rest(const work *w, double total, double here, double there, bool in_full) {
    const weights *by = w->by;
    if (by->by_rarity != 0.0)
        return total + by->by_rarity * w->set->usual * (by->extra * here + by->omitted * there);
    double opposed = smaller(here, there);
    double said = total + (in_full ? by->contradicted : by->contradicted_loosely) * opposed;
    said += by->extra * (here - opposed) + by->omitted * (there - opposed);
    if (opposed > 0 && said > by->kin)
        said = by->kin + (said - by->kin) * (1 - w->set->lost);
    return said;
}

static void fetch(const work *w, const part *a, const form_view *forms, size_t count, size_t n) {
    if (n + 2 * AHEAD < count)
        for (uint32_t j = 0; j < forms[n + 2 * AHEAD].size; j++)
            fetch_row(w, forms[n + 2 * AHEAD].parts[j]);
    if (n + AHEAD < count)
        for (uint32_t j = 0; j < forms[n + AHEAD].size; j++)
            fetch_others(w, a, forms[n + AHEAD].parts[j]);
}

/* Weigh each part of a query beside each part of each form, into rows of all pairs of one form. */
static void weigh_all(work *w, const spelling *query, const form_view *forms, size_t count, double *said) {
    const uint32_t *numbers = w->batch->parts + w->batch->firsts[query->number];
    for (uint32_t i = 0; i < query->size && w->status == FINE; i++) {
        part a = query->parts[i];
        if (!prepare(w, &a))
            return;
        w->met_count = 0;
        if (w->loose[numbers[i]].ready)
            recall(w, &w->loose[numbers[i]]);
        for (size_t n = 0; n < count && w->status == FINE; n++) {
            fetch(w, &a, forms, count, n);
            for (uint32_t j = 0; j < forms[n].size; j++)
                said[(n * MOST_PARTS + i) * MOST_PARTS + j] = weigh(w, &a, forms[n].parts[j]);
        }
        forget(w);
    }
}

static double estimate_one(const work *w, const spelling *query, const form_view *form, const double *said) {
    pair pairs[MOST_PARTS * MOST_PARTS];
    uint32_t count = 0, here = 0, there = 0;
    for (uint32_t i = 0; i < query->size; i++)
        for (uint32_t j = 0; j < form->size; j++)
            if (said[i * MOST_PARTS + j] > -INFINITY)
                pairs[count++] = (pair){said[i * MOST_PARTS + j], i, j};
    double total = choose(pairs, count, &here, &there), left_here = 0, left_there = 0;
    for (uint32_t i = 0; i < query->size; i++)
        left_here += !(here >> i & 1) && is_name(query->parts[i].kind);
    for (uint32_t j = 0; j < form->size; j++)
        left_there += !(there >> j & 1) && is_name(w->listed->kinds[form->parts[j]]);
    return less_the_rest(w, total, left_here, left_there, told_in_full(w, query, form));
}

/* Put the estimate in place of each approximate weight; where words were written together, the greater of the two. */
void estimate(work *w, const spelling *query) {
    mark before = place_in_memory(w);
    size_t count = w->some.count;
    form_view *forms = allot(w, count * sizeof *forms);
    double *said = allot(w, count * MOST_PARTS * MOST_PARTS * sizeof *said);
    for (size_t n = 0; n < count && w->status == FINE; n++) {
        uint32_t form = w->some.at[n].number / 2;
        forms[n] = (form_view){parts_of(w, form), w->forms[form].count};
    }
    if (w->status == FINE)
        weigh_all(w, query, forms, count, said);
    for (size_t n = 0; n < count && w->status == FINE; n++) {
        weighted *p = &w->some.at[n];
        double guess = estimate_one(w, query, &forms[n], said + n * MOST_PARTS * MOST_PARTS);
        p->weight = p->number & 1 ? larger(guess, p->weight) : guess;
    }
    back_to(w, before);
}
