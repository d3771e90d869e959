/* How much words of a listed form say, written together: `names.candidates.frequencies` and `names.rarity`. */
#include "kernel.h"

#include <math.h>
#include <string.h>

static const uint64_t START[8] = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
};
static const uint8_t ORDER[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
    {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
    {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
    {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
    {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
    {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
};

static uint64_t turned(uint64_t value, int by) { return value >> by | value << (64 - by); }

static void mix(uint64_t *v, int a, int b, int c, int d, uint64_t x, uint64_t y) {
    v[a] += v[b] + x;
    v[d] = turned(v[d] ^ v[a], 32);
    v[c] += v[d];
    v[b] = turned(v[b] ^ v[c], 24);
    v[a] += v[b] + y;
    v[d] = turned(v[d] ^ v[a], 16);
    v[c] += v[d];
    v[b] = turned(v[b] ^ v[c], 63);
}

static void mix_all(uint64_t *v, const uint64_t *message, const uint8_t *order) {
    static const uint8_t PLACES[8][4] = {{0, 4, 8, 12},  {1, 5, 9, 13},  {2, 6, 10, 14}, {3, 7, 11, 15},
                                         {0, 5, 10, 15}, {1, 6, 11, 12}, {2, 7, 8, 13},  {3, 4, 9, 14}};
    for (int n = 0; n < 8; n++) {
        const uint8_t *p = PLACES[n];
        mix(v, p[0], p[1], p[2], p[3], message[order[2 * n]], message[order[2 * n + 1]]);
    }
}

/* The first eight bytes of BLAKE2b with a digest of eight bytes, of at most 128 bytes.
 *
 * Source: RFC 7693, The BLAKE2 Cryptographic Hash and Message Authentication Code (2015).
 */
static uint64_t hashed(const uint8_t *bytes, uint32_t size) {
    uint64_t v[16], message[16] = {0};
    for (uint32_t n = 0; n < size; n++)
        message[n / 8] |= (uint64_t)bytes[n] << 8 * (n % 8);
    memcpy(v, START, sizeof START);
    memcpy(v + 8, START, sizeof START);
    v[0] ^= 0x01010000 ^ 8;
    uint64_t first = v[0];
    v[12] ^= size;
    v[14] = ~v[14];
    for (int round = 0; round < 12; round++)
        mix_all(v, message, ORDER[round % 10]);
    return first ^ v[0] ^ v[8];
}

/* The number of a key: `names.candidates.frequencies.number_of_key`. */
static uint64_t number_of(const work *w, word key) {
    uint8_t bytes[3 * LONGEST_WORD];
    uint32_t size = 0;
    for (uint32_t n = 0; n < key.size && n < 128 / 3; n++) {
        const uint8_t *spelled = w->set->spelled + 4 * key.at[n];
        memcpy(bytes + size, spelled + 1, 3);
        size += spelled[0];
    }
    return hashed(bytes, size);
}

static bool find(const uint64_t *numbers, uint64_t count, uint64_t number, uint64_t *place) {
    uint64_t from = 0, to = count;
    while (from < to) {
        uint64_t middle = from + (to - from) / 2;
        if (numbers[middle] < number)
            from = middle + 1;
        else
            to = middle;
    }
    *place = from;
    return from < count && numbers[from] == number;
}

/* How much a key says in a gazetteer, in nats: `names.rarity.surprise`. */
static double surprise(const work *w, double bearers, double share) {
    double behind = w->set->background;
    return log((w->set->population + behind) / (bearers + behind * share));
}

/* A table of the world's shares by number, and what holds for what it does not list. */
typedef struct {
    const uint64_t *numbers;
    const double *shares, *by_length;
    uint64_t count, lengths;
} shares;

/* Return the share that the table lists for a key, or 0. */
static double listed_share(const shares *of, uint64_t number) {
    uint64_t place;
    return find(of->numbers, of->count, number, &place) ? of->shares[place] : 0.0;
}

static double share_by_length(const shares *of, uint32_t size) {
    return of->by_length[size < of->lengths ? size : of->lengths - 1];
}

/* Tell how rare a part is that is not listed, and whether names have it in their own right: `Bearers`. */
void tell_rarity(const work *w, part *p) {
    const settings *s = w->set;
    const index_table *r = w->index;
    shares of_keys = {s->world_keys, s->world_key_shares, s->key_shares, s->world_keys_size,
                      s->key_shares_size};
    shares of_skeleton = {s->world_skeleton, s->world_skeleton_shares, s->skeleton_shares,
                          s->world_skeleton_size, s->skeleton_shares_size};
    uint64_t place, key = number_of(w, p->key), skeleton = number_of(w, p->skeleton);
    double common = listed_share(&of_keys, key);
    if (p->masculine.size)
        common = larger(common, listed_share(&of_keys, number_of(w, p->masculine)));
    double bearers = find(r->bearers, r->bearers_size, key, &place) ? r->bearer_counts[place] : 0;
    p->known = bearers > 0 || common > 0;
    double of_kind = p->kind == KIND_concept   ? s->share_of_concept
                     : p->kind == KIND_country ? s->share_of_country
                     : p->kind == KIND_legal   ? s->share_of_legal
                                               : 0.0;
    p->of_key = surprise(w, bearers, larger(larger(common, of_kind), share_by_length(&of_keys, p->key.size)));
    double share =
        larger(listed_share(&of_skeleton, skeleton), share_by_length(&of_skeleton, p->skeleton.size));
    bearers =
        find(r->skeleton_bearers, r->skeleton_bearers_size, skeleton, &place) ? r->skeleton_counts[place] : 0;
    p->of_skeleton = smaller(p->of_key, surprise(w, bearers, larger(share, of_kind)));
}
