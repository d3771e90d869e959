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

/* Two patterns in the halves of one number, a key below and its skeleton above; a bit of each half stays empty. */
enum { HALF = 32, LONGEST_HALF = HALF - 1 };

static inline uint64_t both(uint64_t below, uint64_t above) { return below | above << HALF; }

static inline uint64_t first_bits(uint32_t size) { return ((uint64_t)1 << size) - 1; }

/* Count the bits of both halves. */
static inline uint64_t count_both(uint64_t bits) {
    bits -= bits >> 1 & 0x5555555555555555;
    bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333);
    bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0F;
    bits += bits >> 8;
    return (bits + (bits >> 16)) & 0x0000003F0000003F;
}

/* Where `edits` is after some letters, for two patterns at once. */
typedef struct { uint64_t up, down, same, before; } progress;

static inline void advance(progress *p, uint64_t here) {
    uint64_t inside = both(first_bits(LONGEST_HALF), first_bits(LONGEST_HALF));
    uint64_t swapped = ((~p->same & here) << 1) & p->before;
    p->same = (((here & p->up) + p->up) ^ p->up) | here | p->down | swapped;
    uint64_t right = (p->down | ~(p->same | p->up)) << 1 | both(1, 1), left = (p->same & p->up) << 1;
    p->up = (left | ~(p->same | right)) & inside;
    p->down = right & p->same;
    p->before = here;
}

/* Return the edits of two words, each from its pattern: those of the second in the upper half. */
static inline uint64_t edits_of_both(const uint64_t *places, uint64_t all, word below, word above) {
    uint64_t half = first_bits(HALF), shorter = above.size < below.size ? above.size : below.size;
    progress p = {both(first_bits(LONGEST_HALF), first_bits(LONGEST_HALF)), 0, 0, 0};
    for (uint32_t n = 0; n < shorter; n++)
        advance(&p, (places[below.at[n]] & half) | (places[above.at[n]] & ~half));
    progress ended = p;
    for (uint64_t n = shorter; n < below.size; n++)
        advance(&p, places[below.at[n]] & half);
    progress first = p;
    for (p = ended; shorter < above.size; shorter++)
        advance(&p, places[above.at[shorter]] & ~half);
    uint64_t up = (first.up & half) | (p.up & ~half), down = (first.down & half) | (p.down & ~half);
    return both(below.size, above.size) + count_both(up & all) - count_both(down & all);
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
