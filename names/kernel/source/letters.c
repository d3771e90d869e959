/* How unlike the letters of two parts are: `names.evidence.letter_costs`. */
#include "kernel.h"

#include <math.h>

enum { ROW = 64 }; /* costs of one letter, beside each other one */

static uint32_t cost_of(const settings *s, uint32_t place, uint32_t other) {
    return s->letter_costs[place * ROW + other];
}

static uint32_t smallest(uint32_t a, uint32_t b, uint32_t c) {
    uint32_t smaller = a < b ? a : b;
    return smaller < c ? smaller : c;
}

/* Return the least sum of costs that makes one key another, for each letter of the longer one. */
static double key_distance(const settings *s, word a, word b) {
    uint32_t row[LONGEST_WORD + 1] = {0}, longer = a.size > b.size ? a.size : b.size;
    uint8_t theirs[LONGEST_WORD];
    for (uint32_t n = 0; n < b.size; n++) {
        theirs[n] = s->letter_places[b.at[n]];
        row[n + 1] = row[n] + cost_of(s, 0, theirs[n]);
    }
    for (uint32_t m = 0; m < a.size; m++) {
        uint32_t mine = s->letter_places[a.at[m]], lacked = cost_of(s, mine, 0), above = row[0];
        row[0] += lacked;
        for (uint32_t n = 0; n < b.size; n++) {
            uint32_t changed = above + cost_of(s, mine, theirs[n]);
            above = row[n + 1];
            row[n + 1] = smallest(changed, above + lacked, row[n] + cost_of(s, 0, theirs[n]));
        }
    }
    return (double)row[b.size] / (s->letter_whole * (longer ? (double)longer : 1.0));
}

/* One of the two is always read as usual. */
double letter_distance(work *w, const part *a, const part *b) {
    double least = INFINITY;
    for (uint32_t n = 0; n < b->key_count && w->status == FINE; n++)
        least = smaller(least, key_distance(w->set, a->key, read_key(w, b, n)));
    for (uint32_t n = 1; n < a->key_count && w->status == FINE; n++)
        least = smaller(least, key_distance(w->set, read_key(w, a, n), b->key));
    return least;
}
