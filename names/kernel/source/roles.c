/* How likely each part of a spelling is the family name: `names.folding.roles`. */
#include "kernel.h"

#include <string.h>

static bool is_name(const part *p) { return part_has_trait(p->kind, PART_NAME); }

static bool has_surname_ending(const settings *s, const part *p) {
    uint32_t begin = 0;
    uint8_t last = p->key.size ? p->key.at[p->key.size - 1] : 0;
    for (uint64_t n = 0; n < s->surname_ending_ends_size; n++) {
        if (s->surname_endings[s->surname_ending_ends[n] - 1] == last &&
            ends_with(p->key, s->surname_endings + begin, s->surname_ending_ends[n] - begin))
            return true;
        begin = s->surname_ending_ends[n];
    }
    return false;
}

/* Whether a key is that of a family name that stands first; they are in rising order. */
static bool is_listed(const settings *s, word key) {
    uint64_t from = 0, to = s->family_key_ends_size;
    while (from < to) {
        uint64_t middle = from + (to - from) / 2;
        uint32_t begin = middle ? s->family_key_ends[middle - 1] : 0;
        uint32_t size = s->family_key_ends[middle] - begin, both = size < key.size ? size : key.size;
        int order = memcmp(s->family_keys + begin, key.at, both);
        if (order == 0 && size == key.size)
            return true;
        if (order < 0 || (order == 0 && size < key.size))
            from = middle + 1;
        else
            to = middle;
    }
    return false;
}

/* How much likelier a word is a family name than another part of a name. */
static double likelihood(const settings *s, const part *p, bool opens) {
    if (p->kind == KIND_initial)
        return s->role_initial;
    if (opens && is_listed(s, p->key))
        return s->role_listed;
    if (p->near_canonical_names)
        return s->role_given;
    return has_surname_ending(s, p) ? s->role_ending : 1.0;
}

/* How often a family name is the name number k of several; `father` is the number of a patronymic, or 0. */
static double prior(const settings *s, uint32_t k, uint32_t count, uint32_t father, bool native) {
    if (father && k == father)
        return s->role_father;
    if (native)
        return k == 0 ? s->role_native : (1 - s->role_native) / (count - 1);
    if (k == 0 && father == count - 1 && father)
        return s->role_before_father;
    if (count == 2)
        return k ? 1 - s->role_first_of_two : s->role_first_of_two;
    if (k == count - 1)
        return s->role_last;
    return k == 0 ? s->role_first : (1 - s->role_last - s->role_first) / (count - 2);
}

/* Fill in what is told by a comma, or by capitals; whether it is. */
static bool is_told(spelling *of, const uint32_t *places, uint32_t count, int told, double sure) {
    uint32_t first = told >= 0 ? 0 : of->size - (uint32_t)-told,
             behind = told >= 0 ? (uint32_t)told : of->size;
    uint32_t within = 0;
    for (uint32_t k = 0; k < count; k++)
        within += first <= places[k] && places[k] < behind;
    if (within == 0 || within == count)
        return false;
    for (uint32_t k = 0; k < count; k++)
        of->family[places[k]] = first <= places[k] && places[k] < behind ? sure : 1 - sure;
    return true;
}

static void share_by_place(const settings *s, spelling *of, const uint32_t *places, uint32_t count) {
    if (count == 1) {
        double alone = likelihood(s, &of->parts[places[0]], false);
        of->family[places[0]] = alone / (alone + 1);
        return;
    }
    uint32_t script = of->parts[places[0]].script, father = 0;
    bool native = (script == s->script_cjk || script == s->script_hangul) &&
                  of->parts[places[0]].text.size == 1 && count <= s->longest_native;
    for (uint32_t k = 1; count > 2 && k < count; k++)
        if (of->parts[places[k]].father.size)
            father = k;
    double total = 0.0;
    for (uint32_t k = 0; k < count; k++) {
        double share = prior(s, k, count, father, native) * likelihood(s, &of->parts[places[k]], k == 0);
        of->family[places[k]] = share;
        total += share;
    }
    for (uint32_t k = 0; k < count; k++)
        of->family[places[k]] /= total;
    if (count > 2 && !native && !father && of->family[places[count - 1]] > s->role_second) {
        const part *before = &of->parts[places[count - 2]];
        if (before->kind == KIND_word && !before->near_canonical_names)
            of->family[places[count - 2]] = larger(of->family[places[count - 2]], s->role_second);
    }
}

/* Tell how likely each part is the family name. */
void tell_roles(const work *w, spelling *of) {
    uint32_t places[MOST_PARTS], count = 0;
    for (uint32_t n = 0; n < of->size; n++) {
        of->family[n] = 0.0;
        if (is_name(&of->parts[n]))
            places[count++] = n;
    }
    if (count && !is_told(of, places, count, (int)of->commas, w->set->role_comma) &&
        !is_told(of, places, count, of->capitals, w->set->role_capitals))
        share_by_place(w->set, of, places, count);
}
