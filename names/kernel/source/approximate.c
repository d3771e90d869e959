/* What the evidence for the forms that a query leads to will weigh, approximately: `names.candidates.search`.
 *
 * The weights end in `work.some`, each under twice the number of its form, and one more where words were
 * written together to find it.
 */
#include "kernel.h"

#include <math.h>
#include <string.h>

enum { MOST_LEADS = MOST_PARTS * 4, AHEAD = 16 };

typedef struct {
    const lead *to;
    double of_query;
    uint32_t start, end;
    bool narrow;
} led;
typedef struct {
    led at[MOST_LEADS];
    uint32_t count;
} leads;

static double covering(const work *w, double of_query, double of_form) {
    return of_query * w->set->covers_query + of_form * w->set->covers_form;
}

static bool tells_vowels_poorly(const spelling *query) {
    for (uint32_t n = 0; n < query->size; n++)
        if (query->parts[n].writing != WRITING_alphabet)
            return true;
    return false;
}

static void add_lead(work *w, leads *all, const lead *to, uint32_t start, uint32_t end) {
    if (to == NULL)
        return;
    if (all->count == MOST_LEADS)
        w->status = LEFT_TO_PYTHON;
    else
        all->at[all->count++] = (led){to, end - start, start, end, false};
}

/* Follow the parts of a query, then its neighbours together; as rarely as vowels are told, equal ones alone. */
static void follow_all(work *w, const spelling *query, bool loosely, bool foreign, leads *all) {
    const batch_table *b = w->batch;
    const uint32_t *numbers = b->parts + b->firsts[query->number];
    bool loosely_together = loosely && (foreign || tells_vowels_poorly(query));
    all->count = 0;
    for (uint32_t n = 0; n < query->size && w->status == FINE; n++) {
        if (query->parts[n].kind == KIND_initial)
            continue;
        lead *to = follow(w, numbers[n], loosely);
        if (!foreign || query->parts[n].key.size >= w->set->shortest_alone)
            add_lead(w, all, to, n, n + 1);
    }
    for (uint32_t n = b->first_runs[query->number]; n < b->first_runs[query->number + 1] && w->status == FINE;
         n++) {
        lead *to = follow_run(w, query, n, loosely_together);
        if (to != NULL && (foreign || to->form_count))
            add_lead(w, all, to, b->run_starts[n], b->run_ends[n]);
    }
}

/* Mark the narrow leads, those of fewest forms that have at most so many together; return whether all are narrow. */
static bool mark_narrow(leads *all, double most) {
    uint64_t met = 0;
    bool done[MOST_LEADS] = {false}, every = true;
    for (uint32_t turn = 0; turn < all->count; turn++) {
        uint32_t least = MOST_LEADS;
        for (uint32_t n = 0; n < all->count; n++)
            if (!done[n] &&
                (least == MOST_LEADS || all->at[n].to->form_count < all->at[least].to->form_count))
                least = n;
        done[least] = true;
        uint32_t count = all->at[least].to->form_count;
        all->at[least].narrow = met == 0 || (double)(met + count) <= most;
        every &= all->at[least].narrow;
        met += count;
    }
    return every;
}

/* Put the forms of all leads through the prefilter; those of narrow ones count whatever else leads to them. */
static void sift_leads(work *w, const leads *all) {
    clear_prefilter(&w->prefilter);
    for (uint32_t n = 0; n < all->count; n++) {
        const led *l = &all->at[n];
        for (uint32_t turn = 0; turn < l->to->taken; turn++)
            for (forms f = forms_of(w, l->to, turn); f.at < f.end; f.at++)
                sift_form(&w->prefilter, *f.at, l->narrow);
        for (uint32_t m = 0; l->of_query == 1 && m < l->to->together_count; m++)
            sift_form(&w->prefilter, l->to->together[m], true);
    }
}

/* Add what one lead says for the forms that are worth a look. */
static void add_lead_to(work *w, const led *l, uint32_t number, bool every) {
    uint16_t alone = (uint16_t)(2 * number + 1), joined = (uint16_t)(2 * number + 2);
    double covers = covering(w, l->of_query, 1), covers_joined = covering(w, 1, 2);
    for (uint32_t turn = 0; turn < l->to->taken; turn++) {
        double said = l->to->whole ? l->to->near_weights[turn] + covers : 0.0;
        for (forms f = forms_of(w, l->to, turn); f.at < f.end; f.at++)
            if (*f.at >= w->form_count)
                w->status = DAMAGED;
            else if (every || is_often(&w->prefilter, *f.at))
                add_to_tally(w, *f.at, alone, l->narrow ? 2 : 1, said);
    }
    for (uint32_t m = 0; l->of_query == 1 && m < l->to->together_count; m++)
        add_to_tally(w, l->to->together[m], joined, 2, l->to->together_weights[m] + covers_joined);
}

/* Add up what the whole leads say for the forms of narrow leads and for those that two leads share. */
static void add_leads(work *w, leads *all, bool loosely) {
    bool every = mark_narrow(all, loosely ? w->set->narrow : w->set->narrow_equal);
    if (!every)
        sift_leads(w, all);
    w->told.count = 0;
    for (uint32_t n = 0; n < all->count && w->status == FINE; n++)
        add_lead_to(w, &all->at[n], n, every);
    keep_often(&w->told);
}

/* Note what a near part says, or, where that is nothing, forget it. */
static void mark_near(work *w, uint32_t place, double weight) {
    uint64_t mask = (uint64_t)1 << place % 64, *bits = &w->near_bits[place / 64];
    w->of_part[place] = weight;
    *bits = weight > 0 ? *bits | mask : *bits & ~mask;
}

/* Add what a lead that is not whole says for forms that are known already: the most that a part of each does. */
static void add_looked_up(work *w, const led *l) {
    for (uint32_t n = 0; n < l->to->near_count; n++)
        mark_near(w, l->to->near_parts[n], l->to->near_weights[n]);
    for (uint32_t n = 0; n < w->told.count; n++) {
        tally *t = &w->told.at[n];
        if (n + AHEAD < w->told.count)
            FETCH(&w->forms[t[AHEAD].form]);
        const uint32_t *parts = parts_of(w, t->form), *end = parts + w->forms[t->form].count;
        double most = 0.0;
        for (; parts < end; parts++)
            if (w->near_bits[*parts / 64] >> *parts % 64 & 1)
                most = larger(most, w->of_part[*parts]);
        if (most > 0)
            t->total += most + covering(w, l->of_query, 1);
    }
    for (uint32_t n = 0; n < l->to->near_count; n++)
        mark_near(w, l->to->near_parts[n], 0.0);
}

/* Divide by a power of two, rounded down, and find the rest: both are exact, as NumPy's are. */
static double divided(double value, double by, double *rest) {
    double whole = floor(value / by);
    *rest = value - whole * by;
    return whole;
}

/* How much a query has to be found, and to be left over. */
typedef struct { double words, initials, equal; } extent;

static extent extent_of(const work *w, const spelling *query) {
    extent e = {0, 0, 0};
    double sum = 0.0;
    for (uint32_t n = 0; n < query->size; n++) {
        const part *p = &query->parts[n];
        e.words += part_has_trait(p->kind, PART_COUNTED);
        e.initials += p->kind == KIND_initial;
        if (p->kind != KIND_initial)
            sum += p->of_key + w->set->of_people.rules;
    }
    e.equal = sum - 0.01;
    return e;
}

/* Whether equal parts can settle a query: several words, all told in full; where vowels are hardly told, rules
 * make many names equal. None can where spellings are asked for that are listed themselves. */
static bool may_be_settled(const work *w, const spelling *query) {
    uint32_t words = 0;
    if (w->set->settles == 0)
        return false;
    for (uint32_t n = 0; n < query->size; n++) {
        words += part_has_trait(query->parts[n].kind, PART_COUNTED);
        if (query->parts[n].kind == KIND_initial)
            return false;
    }
    return words > 1 && !tells_vowels_poorly(query);
}

/* What was said for a form, taken apart: how many parts of the query and of the form it stands for. */
typedef struct { double said, of_query, of_form; } tale;

static tale taken_apart(const work *w, double total) {
    tale t;
    double rest;
    t.of_form = divided(total, w->set->covers_form, &rest);
    t.of_query = divided(rest, w->set->covers_query, &t.said);
    return t;
}

/* Return what was said for a form less what is left over; tell whether all words of both are equal. */
static double less_the_rest(const work *w, const form_row *form, tale t, extent e, bool *joined,
                            bool *all_said) {
    const weights *by = w->by;
    double said = t.said, here = larger(0.0, e.words - t.of_query),
           there = larger(0.0, form->words - t.of_form);
    double others = form->initials;
    *all_said = here == 0 && there == 0 && others == 0 && said >= e.equal;
    here -= smaller(others, here);
    there -= smaller(e.initials, there);
    *joined = t.of_form != t.of_query;
    if (by->by_rarity != 0.0)
        return said + by->by_rarity * w->set->usual * (by->extra * here + by->omitted * there);
    double opposed = smaller(here, there);
    said += (*joined ? by->contradicted : w->set->opposed) * opposed;
    said += by->extra * (here - opposed) + by->omitted * (there - opposed);
    return said;
}

/* Note what a form weighs approximately, if that is at least so much; return how much it is. */
static double approximate_one(work *w, uint32_t form, tale t, extent e, double least, bool *settled) {
    bool joined, all_said;
    double said = less_the_rest(w, &w->forms[form], t, e, &joined, &all_said);
    *settled |= all_said;
    if (said >= least)
        add_weighted(w, &w->some, said, 2 * form + joined);
    return said;
}

static void fetch_form(const work *w, uint32_t n) {
    if (n + AHEAD < w->told.count)
        FETCH(&w->forms[w->told.at[n + AHEAD].form]);
}

/* Note what every form met weighs approximately. */
static void approximate_met(work *w, const spelling *query) {
    extent e = extent_of(w, query);
    bool settled = false;
    for (uint32_t n = 0; n < w->told.count && w->status == FINE; n++) {
        fetch_form(w, n);
        approximate_one(w, w->told.at[n].form, taken_apart(w, w->told.at[n].total), e, -INFINITY, &settled);
    }
}

/* The least that words of the query cost which a form leaves over, unless its initials stand for them. */
static double least_cost(const work *w, double here) {
    double left = larger(0.0, here - w->most_initials);
    if (w->by->by_rarity != 0.0)
        return left * w->by->by_rarity * w->set->usual * w->by->extra;
    return left * larger(larger(w->set->opposed, w->set->of_people.contradicted), w->set->of_people.extra);
}

/* Note what the forms met by equal parts weigh approximately, if one of them settles the query, and return whether it does.
 *
 * Those that stand for all its words come first. Of the others most weigh too little beside them to be
 * compared in full, which is told before anything is read of them.
 */
static bool approximate_equal(work *w, const spelling *query) {
    extent e = extent_of(w, query);
    bool settled = false;
    double best = -INFINITY;
    for (uint32_t n = 0; n < w->told.count && w->status == FINE; n++) {
        tale t = taken_apart(w, w->told.at[n].total);
        if (t.of_query >= e.words)
            best = larger(best, approximate_one(w, w->told.at[n].form, t, e, -INFINITY, &settled));
    }
    for (uint32_t n = 0; n < w->told.count && settled && w->status == FINE; n++) {
        tale t = taken_apart(w, w->told.at[n].total);
        double least = best - w->set->behind - w->set->slack;
        if (t.of_query < e.words && t.said + least_cost(w, e.words - t.of_query) >= least)
            approximate_one(w, w->told.at[n].form, t, e, least, &(bool){false});
    }
    return settled;
}

/* Put leads in the order of their ends, those of one end as they stood. */
static void sort_by_end(leads *all) {
    for (uint32_t n = 1; n < all->count; n++) {
        led moved = all->at[n];
        uint32_t place = n;
        for (; place > 0 && all->at[place - 1].end > moved.end; place--)
            all->at[place] = all->at[place - 1];
        all->at[place] = moved;
    }
}

/* The most that is said for a form by leads up to some end, and where that up to an earlier one stands, or 0. */
typedef struct {
    double said;
    uint32_t before, end;
} stage;

/* Add a lead to what is said for a form, divided as says most: any few characters may be one part of a foreign
 * name, but none is part of two. The leads come in the order of their ends. */
static uint32_t divide(stage *stages, uint32_t count, uint32_t last, const led *l, double said) {
    uint32_t before = last;
    while (before && stages[before].end > l->start)
        before = stages[before].before;
    said += before ? stages[before].said : 0.0;
    if (last && said <= stages[last].said)
        return last;
    stages[count] = (stage){said, last, l->end};
    return count;
}

/* Add what a lead says for its forms: of a form that it meets twice, the first word holds. The last stages
 * stand by the forms' places in the order in which they were met. */
static uint32_t divide_lead(work *w, const led *l, uint16_t by, stage *stages, uint32_t count,
                            uint32_t *last) {
    for (uint32_t turn = 0; turn < l->to->taken; turn++)
        for (forms f = forms_of(w, l->to, turn); f.at < f.end && w->status == FINE; f.at++) {
            if (*f.at >= w->form_count)
                w->status = DAMAGED;
            tally *t = tally_of(w, *f.at, by);
            if (t == NULL || w->status != FINE)
                continue;
            uint32_t *own = &last[t - w->told.at];
            *own = divide(stages, count, t->often ? *own : 0, l, l->to->near_weights[turn]);
            count += *own == count;
            t->often = 2; /* that it is kept */
        }
    return count;
}

/* Note what the forms weigh approximately that the characters of a foreign name lead to. */
static void approximate_divided(work *w, leads *all) {
    size_t most = 1;
    sort_by_end(all);
    for (uint32_t n = 0; n < all->count; n++)
        most += all->at[n].to->form_count;
    stage *stages = allot(w, most * sizeof *stages); /* the first stands for none */
    uint32_t *last = allot(w, most * sizeof *last), count = 1;
    w->told.count = 0;
    for (uint32_t n = 0; n < all->count && w->status == FINE; n++)
        count = divide_lead(w, &all->at[n], (uint16_t)(n + 1), stages, count, last);
    keep_often(&w->told);
    w->some.count = 0;
    for (uint32_t n = 0; n < w->told.count && w->status == FINE; n++)
        add_weighted(w, &w->some, stages[last[n]].said, 2 * w->told.at[n].form + 1);
}

/* Note what the forms weigh approximately that the parts of a query lead to; return whether the query is settled by
 * equal ones. */
bool approximate_forms(work *w, const spelling *query, bool loosely) {
    leads all;
    bool foreign = w->batch->foreign[query->number];
    w->some.count = 0;
    if (!loosely && !may_be_settled(w, query)) /* it would be in vain */
        return false;
    follow_all(w, query, loosely, foreign, &all);
    if (w->status != FINE)
        return false;
    if (foreign) {
        mark before = place_in_memory(w);
        approximate_divided(w, &all);
        back_to(w, before);
        return false;
    }
    add_leads(w, &all, loosely);
    for (uint32_t n = 0; n < all.count && w->status == FINE; n++)
        if (!all.at[n].to->whole)
            add_looked_up(w, &all.at[n]);
    w->some.count = 0; /* it was room to follow leads in */
    if (!loosely)
        return approximate_equal(w, query);
    approximate_met(w, query);
    return false;
}
