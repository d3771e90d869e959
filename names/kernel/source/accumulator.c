/* Forms met, each once, with what is said of it: a table whose size is that of what was met, not of all forms.
 *
 * Most of what long lists hold is met once and of no use. A prefilter of bits tells beforehand, without a table,
 * what cannot have been met twice.
 */
#include "kernel.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 1 << 11 };

static uint32_t spread(uint32_t form) { return form * 0x9E3779B1u; }

static uint32_t prefilter_bit(uint32_t form) { return spread(form) >> (32 - PREFILTER_BITS); }

void clear_prefilter(prefilter *s) { memset(s, 0, sizeof *s); }

/* Put a form through the prefilter; once, or at once as often as counts. */
void sift_form(prefilter *s, uint32_t form, bool often) {
    uint32_t bit = prefilter_bit(form), place = bit / 64;
    uint64_t mask = (uint64_t)1 << bit % 64;
    s->often[place] |= often ? mask : s->once[place] & mask;
    s->once[place] |= mask;
}

/* Whether a form may have been put through twice; where not, it was not. */
bool is_often(const prefilter *s, uint32_t form) {
    uint32_t bit = prefilter_bit(form);
    return s->often[bit / 64] >> bit % 64 & 1;
}

static uint32_t slot_of(const tallies *t, uint32_t form) {
    uint32_t mask = t->room - 1, slot = spread(form) >> 7 & mask;
    while (t->slots[slot] && t->at[t->slots[slot] - 1].form != form)
        slot = (slot + 1) & mask;
    return slot;
}

/* Make room for twice as many, or say that there is none. */
static bool grow(work *w, tallies *t) {
    uint32_t room = t->room ? t->room * 2 : FIRST_ROOM;
    uint32_t *slots = calloc(room, sizeof *slots);
    tally *at = realloc(t->at, room / 2 * sizeof *at);
    if (at != NULL)
        t->at = at;
    if (slots == NULL || at == NULL) {
        free(slots);
        w->status = NO_MEMORY;
        return false;
    }
    free(t->slots);
    t->slots = slots;
    t->room = room;
    for (uint32_t n = 0; n < t->count; n++)
        slots[slot_of(t, t->at[n].form)] = n + 1;
    return true;
}

/* Return what is said of a form, or NULL where the lead that speaks was heard already or there is no memory: a
 * lead that meets a form twice is heard once. */
tally *tally_of(work *w, uint32_t form, uint16_t by) {
    tallies *t = &w->told;
    if (t->count >= t->room / 2 && !grow(w, t))
        return NULL;
    uint32_t slot = slot_of(t, form);
    if (t->slots[slot] == 0) {
        t->at[t->count] = (tally){form, 0, 0, 0.0};
        t->slots[slot] = ++t->count;
    }
    tally *found = &t->at[t->slots[slot] - 1];
    if (found->by == by)
        return NULL;
    found->by = by;
    return found;
}

/* Add what a lead says of a form, which counts so many times. */
void add_to_tally(work *w, uint32_t form, uint16_t by, uint16_t times, double weight) {
    tally *found = tally_of(w, form, by);
    if (found == NULL)
        return;
    found->often += times;
    found->total += weight;
}

/* Empty the table, and keep in the list what was met more than once. */
void keep_often(tallies *t) {
    uint32_t kept = 0;
    if (t->count * 8 < t->room)
        for (uint32_t n = t->count; n-- > 0;) /* the last first, so that each is found where it was put */
            t->slots[slot_of(t, t->at[n].form)] = 0;
    else if (t->room)
        memset(t->slots, 0, t->room * sizeof *t->slots);
    for (uint32_t n = 0; n < t->count; n++)
        if (t->at[n].often > 1)
            t->at[kept++] = t->at[n];
    t->count = kept;
}

void free_tallies(tallies *t) {
    free(t->slots);
    free(t->at);
}
