/* Parts looked up by number, every number checked; and what is told of their keys. */
#include "kernel.h"

#include <string.h>

/* Find where a row of a section begins and how long it is; false where the numbers make no sense. */
static bool row(work *w, const uint64_t *ends, uint64_t count, uint64_t size, uint64_t number,
                uint64_t longest, uint64_t *begin, uint32_t *length) {
    if (number < count) {
        *begin = number ? ends[number - 1] : 0;
        uint64_t end = ends[number];
        if (*begin <= end && end <= size && end - *begin <= longest) {
            *length = (uint32_t)(end - *begin);
            return true;
        }
        w->status = *begin <= end && end <= size ? LEFT_TO_PYTHON : DAMAGED;
    } else
        w->status = DAMAGED;
    return false;
}

static word word_at(work *w, const uint8_t *content, uint64_t size, const uint64_t *ends, uint64_t count,
                    uint64_t number) {
    uint64_t begin;
    uint32_t length;
    if (!row(w, ends, count, size, number, LONGEST_WORD, &begin, &length))
        return (word){content, 0};
    return (word){content + begin, length};
}

word key_at(work *w, const part_table *t, uint32_t number) {
    return word_at(w, t->keys, t->keys_size, t->key_ends, t->key_ends_size, number);
}

word skeleton_at(work *w, const part_table *t, uint32_t number) {
    return word_at(w, t->skeleton, t->skeleton_size, t->skeleton_ends, t->skeleton_ends_size, number);
}

word read_key(work *w, const part *p, uint32_t turn) {
    return turn == 0 ? p->key : key_at(w, p->table, p->first_key + turn);
}

word read_skeleton(work *w, const part *p, uint32_t turn) {
    return turn == 0 ? p->skeleton : skeleton_at(w, p->table, p->first_key + turn);
}

/* Fill in the columns that have one number for each part; all are as long as that of the kinds. */
static void look_up_columns(const part_table *t, uint32_t number, part *p) {
    p->script = t->scripts[number];
    p->kind = t->kinds[number];
    p->writing = t->writings[number];
    p->gender = t->genders[number];
    p->father_gender = t->father_genders[number];
    p->father = (word){p->key.at, t->fathers[number]};
    if (t->of_key_size) {
        p->of_key = t->of_key[number];
        p->of_skeleton = t->of_skeleton[number];
        p->known = true; /* what is listed is known */
    }
    p->near_canonical_names = t->near_canonical_names[number];
}

/* Look a part up; false where its numbers make no sense, and `work.status` says why. */
bool look_up(work *w, const part_table *t, uint32_t number, part *p) {
    uint64_t begin;
    *p = (part){.table = t, .number = number};
    if (number >= t->kinds_size) {
        w->status = DAMAGED;
        return false;
    }
    uint32_t first = t->first_keys[number], behind = t->first_keys[number + 1];
    uint32_t head = t->first_canonical_names[number], last_head = t->first_canonical_names[number + 1];
    if (!row(w, t->text_ends, t->text_ends_size, t->texts_size, number, 4 * LONGEST_TEXT, &begin,
             &p->text.size))
        return false;
    if (first >= behind || head > last_head || last_head > t->canonical_names_size || begin % 4 ||
        p->text.size % 4) {
        w->status = DAMAGED;
        return false;
    }
    p->text = (letters){(const uint32_t *)(const void *)(t->texts + begin), p->text.size / 4};
    p->first_key = first;
    p->key_count = behind - first;
    p->canonical_names = t->canonical_names + head;
    p->canonical_count = last_head - head;
    p->key = key_at(w, t, first);
    p->skeleton = skeleton_at(w, t, first);
    p->latin = word_at(w, t->latins, t->latins_size, t->latin_ends, t->latin_ends_size, number);
    p->masculine =
        word_at(w, t->masculines, t->masculines_size, t->masculine_ends, t->masculine_ends_size, number);
    look_up_columns(t, number, p);
    if (w->status != FINE)
        return false;
    if (p->key.size == 0 || p->latin.size == 0)
        w->status = LEFT_TO_PYTHON;
    else if (p->father.size > p->key.size || p->near_canonical_names > p->canonical_count ||
             p->kind >= PART_KINDS_COUNT || p->writing >= WRITINGS_COUNT ||
             !may_be_said(p->of_key, p->of_skeleton))
        w->status = DAMAGED;
    return w->status == FINE;
}

/* Look up a part of a query, and tell how rare it is; that is remembered for the call. */
bool look_up_asked(work *w, uint32_t number, part *p) {
    uint64_t made = w->made.kinds_size;
    if (!(number < made ? look_up(w, &w->made, number, p) : look_up(w, w->asked, number - (uint32_t)made, p)))
        return false;
    p->number = number;
    rarity *known = &w->rarities[number];
    if (!known->ready) {
        tell_rarity(w, p);
        *known = (rarity){p->of_key, p->of_skeleton, p->known, true};
    }
    p->of_key = known->of_key;
    p->of_skeleton = known->of_skeleton;
    p->known = known->known;
    return true;
}

bool same_word(word a, word b) { return a.size == b.size && memcmp(a.at, b.at, a.size) == 0; }

bool same_letters(letters a, letters b) {
    return a.size == b.size && memcmp(a.at, b.at, a.size * sizeof *a.at) == 0;
}

bool ends_in(word a, char letter) { return a.size > 0 && a.at[a.size - 1] == (uint8_t)letter; }

/* Whether a key has an ending, and two letters or more before it. */
bool ends_with(word key, const uint8_t *ending, uint32_t size) {
    return key.size >= size + 2 && memcmp(key.at + key.size - size, ending, size) == 0;
}

/* Write letters with doubled ones once; return how many there are then. Both places may be one. */
uint32_t single(const uint8_t *from, uint32_t size, uint8_t *to) {
    uint32_t count = 0;
    for (uint32_t n = 0; n < size; n++)
        if (count == 0 || to[count - 1] != from[n])
            to[count++] = from[n];
    return count;
}

/* The consonant classes of a class key: `names.folding.keys.skeleton`. The room takes one letter more. */
word skeleton_by(const uint8_t *classes, word vowels, word key, uint8_t *room) {
    uint32_t count = 0;
    if (key.size == 0)
        return (word){room, 0};
    uint32_t opening = memchr(vowels.at, key.at[0], vowels.size) != NULL;
    for (uint32_t n = 0; n < key.size; n++)
        if (classes[key.at[n]])
            room[opening + count++] = classes[key.at[n]];
    if (count > 1 && room[opening + count - 1] == 'h')
        count--;
    if (opening)
        room[0] = 'a';
    return (word){room, single(room, opening + count, room)};
}

word skeleton_of(const work *w, word key, uint8_t *room) {
    return skeleton_by(w->set->classes, (word){w->set->vowels, (uint32_t)w->set->vowels_size}, key, room);
}

/* Tell of words written together whether they are a patronymic: `names.folding.name_parts.father_of`. */
void tell_father(const work *w, part *p) {
    const settings *s = w->set;
    uint32_t begin = 0;
    for (uint64_t n = 0; n < s->ending_ends_size; n++) {
        uint32_t size = s->ending_ends[n] - begin;
        if (ends_with(p->key, s->endings + begin, size)) {
            p->father = (word){p->key.at, p->key.size - size};
            p->father_gender = s->ending_genders[n];
            return;
        }
        begin = s->ending_ends[n];
    }
}

/* Tell whether two parts have a given name in common, near ones or far ones of either. */
bool share_canonical_name(const part *a, bool a_far, const part *b, bool b_far) {
    uint32_t a_from = a_far ? a->near_canonical_names : 0,
             a_to = a_far ? a->canonical_count : a->near_canonical_names;
    uint32_t b_from = b_far ? b->near_canonical_names : 0,
             b_to = b_far ? b->canonical_count : b->near_canonical_names;
    for (uint32_t n = a_from; n < a_to; n++)
        for (uint32_t m = b_from; m < b_to; m++)
            if (a->canonical_names[n] == b->canonical_names[m])
                return true;
    return false;
}
