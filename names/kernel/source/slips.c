/* Slips of the hand and of the eye: `names.evidence.slips`. */
#include "kernel.h"

#include <string.h>

/* Write a text with every run of some letters replaced; never longer than it was. */
static uint32_t replaced(const uint32_t *from, uint32_t size, letters seen, letters meant, uint32_t *to) {
    uint32_t count = 0;
    for (uint32_t n = 0; n < size;) {
        if (seen.size && n + seen.size <= size && memcmp(from + n, seen.at, seen.size * sizeof *from) == 0) {
            memcpy(to + count, meant.at, meant.size * sizeof *to);
            count += meant.size;
            n += seen.size;
        } else {
            to[count++] = from[n++];
        }
    }
    return count;
}

/* Write the outline of a text: letters that print alike as one. Python sees that none gets longer. */
static uint32_t outline(const work *w, letters of, uint32_t *room) {
    const settings *s = w->set;
    uint32_t size = of.size, begin = 0;
    memcpy(room, of.at, size * sizeof *room);
    for (uint64_t n = 0; n + 1 < s->alike_ends_size; n += 2) {
        letters seen = {s->alike + begin, s->alike_ends[n] - begin};
        letters meant = {s->alike + s->alike_ends[n], s->alike_ends[n + 1] - s->alike_ends[n]};
        size = replaced(room, size, seen, meant, room);
        begin = s->alike_ends[n + 1];
    }
    return size;
}

bool is_misread(work *w, letters a, letters b) {
    uint32_t x[LONGEST_TEXT], y[LONGEST_TEXT];
    if (a.size < w->set->shortest || b.size < w->set->shortest)
        return false;
    if (a.size > LONGEST_TEXT || b.size > LONGEST_TEXT) {
        w->status = LEFT_TO_PYTHON;
        return false;
    }
    uint32_t size = outline(w, a, x);
    return size == outline(w, b, y) && memcmp(x, y, size * sizeof *x) == 0;
}

static bool keys_touch(const work *w, uint32_t a, uint32_t b) {
    uint64_t wanted = (uint64_t)a << 32 | b, from = 0, to = w->set->touching_size;
    while (from < to) {
        uint64_t middle = from + (to - from) / 2;
        if (w->set->touching[middle] < wanted)
            from = middle + 1;
        else
            to = middle;
    }
    return from < w->set->touching_size && w->set->touching[from] == wanted;
}

static bool lacks_a_letter(const work *w, letters brief, letters full) {
    if (full.size != brief.size + 1 || full.size < w->set->shortest_with_one_more || brief.size == 0 ||
        brief.at[0] != full.at[0])
        return false;
    uint32_t at = 0;
    while (at < brief.size && brief.at[at] == full.at[at])
        at++;
    return at < brief.size &&
           memcmp(brief.at + at, full.at + at + 1, (brief.size - at) * sizeof *brief.at) == 0;
}

bool is_slip(const work *w, letters a, letters b) {
    if (a.size != b.size)
        return a.size < b.size ? lacks_a_letter(w, a, b) : lacks_a_letter(w, b, a);
    if (a.size < w->set->shortest || a.at[0] != b.at[0])
        return false;
    uint32_t places[2], count = 0;
    for (uint32_t n = 0; n < a.size; n++)
        if (a.at[n] != b.at[n]) {
            if (count == 2)
                return false;
            places[count++] = n;
        }
    if (count == 1)
        return keys_touch(w, a.at[places[0]], b.at[places[0]]);
    if (count != 2 || places[1] != places[0] + 1)
        return false;
    uint32_t p = a.at[places[0]], q = a.at[places[1]], r = b.at[places[0]], s = b.at[places[1]];
    return (p == r || p == s) && (q == r || q == s) && (r == p || r == q) && (s == p || s == q);
}
