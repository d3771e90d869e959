/* How far two words are apart, one of them held as a pattern. */
#include "pattern.h"

void set_pattern(pattern *p, word of) {
    p->pattern = of;
    for (uint32_t n = 0; n < of.size; n++)
        p->places[of.at[n]] |= (uint64_t)1 << n;
}

void clear_pattern(pattern *p) {
    for (uint32_t n = 0; n < p->pattern.size; n++)
        p->places[p->pattern.at[n]] = 0;
}

double normalized_distance(word a, word b) {
    pattern p;
    for (uint32_t n = 0; n < a.size; n++)
        p.places[a.at[n]] = 0;
    for (uint32_t n = 0; n < b.size; n++)
        p.places[b.at[n]] = 0;
    set_pattern(&p, a);
    return pattern_distance(&p, b);
}
