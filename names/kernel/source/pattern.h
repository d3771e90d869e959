/* How far words are from one that is held against many. */
#ifndef NAMES_PATTERN_H
#define NAMES_PATTERN_H

#include "kernel.h"

static inline uint32_t count_bits(uint64_t bits) {
    bits -= bits >> 1 & 0x5555555555555555;
    bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333);
    return (uint32_t)(((bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0F) * 0x0101010101010101 >> 56);
}

/* Return how many letters must be struck, added, changed or swapped with their neighbour.
 *
 * Source: H. Hyyro, A bit-vector algorithm for computing Levenshtein and Damerau edit distances (2003).
 */
static inline uint32_t edits(const pattern *p, word other) {
    uint64_t up = ~(uint64_t)0, down = 0, same = 0, before = 0;
    for (uint32_t n = 0; n < other.size; n++) {
        uint64_t here = p->places[other.at[n]];
        uint64_t swapped = ((~same & here) << 1) & before;
        same = (((here & up) + up) ^ up) | here | down | swapped;
        uint64_t right = (down | ~(same | up)) << 1 | 1, left = (same & up) << 1;
        up = left | ~(same | right);
        down = right & same;
        before = here;
    }
    uint64_t all = p->pattern.size ? ~(uint64_t)0 >> (64 - p->pattern.size) : 0;
    return other.size + count_bits(up & all) - count_bits(down & all);
}

static inline double share_of(uint32_t edits, uint32_t size, uint32_t other_size) {
    uint32_t longer = size > other_size ? size : other_size;
    return longer ? (double)edits / (double)longer : 0.0;
}

/* Return the distance from 0 (equal) to 1 (nothing shared). */
static inline double pattern_distance(const pattern *p, word other) {
    return share_of(edits(p, other), p->pattern.size, other.size);
}

#endif
