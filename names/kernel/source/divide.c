/* The words of a text, and which of them are written alike: `names.mentions.dividing`. */
#include "kernel.h"

#include <string.h>

/* What a sign may be; Python tells each sign's, so that its rules stand there alone. */
#define SIGNS(X)                                                                                             \
    X(letter) X(within) X(mark) X(unseen) X(tail) X(apostrophe) X(small) X(hyphen) X(line) X(blank)
#define AS_SIGN(name) SIGN_##name,
typedef enum { SIGNS(AS_SIGN) SIGNS_COUNT } sign;

#define ROOM(X)                                                                                              \
    X(uint32_t, text)   /* code points */                                                                    \
    X(uint16_t, signs)  /* of each code point, a bit for each thing that it is; what is beyond is nothing */ \
    X(uint32_t, starts) /* written: where each word begins */                                                \
    X(uint32_t, ends)   /* written: where it ends */                                                         \
    X(uint32_t, numbers) /* written: which of the different words it is */                                   \
    X(uint32_t, firsts)  /* written: of each different word, where it stands first among all */              \
    X(uint32_t, slots)   /* zeros, a power of two of them, more than there are words */

#define AS_ROOM(type, name)                                                                                  \
    type *name;                                                                                              \
    uint64_t name##_size;
typedef struct { ROOM(AS_ROOM) } division;

const char *names_division(void) { return ROOM(AS_FIELD); }
const char *names_signs(void) { return SIGNS(AS_NAME); }

static bool is(const division *d, uint64_t at, sign asked) {
    if (at >= d->text_size || d->text[at] >= d->signs_size)
        return false;
    return d->signs[d->text[at]] >> asked & 1;
}

/* Return where a word goes on behind what it passes over: marks, what does not show, apostrophes, a broken line. */
static uint64_t across(const division *d, uint64_t at) {
    uint64_t next = at;
    if (is(d, at, SIGN_mark))
        return at + 1;
    while (is(d, next, SIGN_unseen))
        next++;
    if (next > at)
        return is(d, next, SIGN_within) || is(d, next, SIGN_mark) ? next : at;
    if (is(d, at, SIGN_apostrophe))
        return is(d, at + 1, SIGN_letter) ? at + 1 : at;
    if (!is(d, at, SIGN_hyphen) || !is(d, at + 1, SIGN_line))
        return at;
    for (next = at + 2; is(d, next, SIGN_blank);)
        next++;
    return is(d, next, SIGN_small) ? next : at;
}

static uint64_t end_of_word(const division *d, uint64_t start) {
    uint64_t at = start, next = start + 1;
    while (next > at) {
        for (at = next; is(d, at, SIGN_within);)
            at++;
        next = across(d, at);
    }
    while (is(d, at, SIGN_tail))
        at++;
    return at;
}

static uint64_t hash_of(const uint32_t *letters, uint64_t size) {
    uint64_t hash = size;
    for (uint64_t n = 0; n < size; n++)
        hash = (hash ^ letters[n]) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 29;
}

/* Return the number of a word among the different ones; a new one is numbered. */
static uint32_t number_of(const division *d, uint32_t place, uint32_t *different) {
    const uint32_t *letters = d->text + d->starts[place];
    uint64_t size = d->ends[place] - d->starts[place], slot = hash_of(letters, size);
    for (;; slot++) {
        uint32_t *kept = &d->slots[slot & (d->slots_size - 1)];
        if (!*kept) {
            d->firsts[*different] = place;
            return (*kept = ++*different) - 1;
        }
        uint32_t other = d->firsts[*kept - 1];
        if (d->ends[other] - d->starts[other] == size &&
            !memcmp(letters, d->text + d->starts[other], size * sizeof *letters))
            return *kept - 1;
    }
}

/* Divide a text; return how many words there are, and how many different ones in the upper half. */
uint64_t names_divide(const division *d) {
    uint32_t words = 0, different = 0;
    for (uint64_t at = 0; at < d->text_size;) {
        if (!is(d, at, SIGN_letter)) {
            at++;
            continue;
        }
        uint64_t end = end_of_word(d, at);
        d->starts[words] = (uint32_t)at;
        d->ends[words] = (uint32_t)end;
        d->numbers[words] = number_of(d, words, &different);
        words++;
        at = end;
    }
    return (uint64_t)different << 32 | words;
}
