/* Memory that lasts for one call, lists that grow, and a sort that no nonsense upsets. */
#define _DEFAULT_SOURCE /* for madvise */
#include "kernel.h"

#include <stdlib.h>
#include <string.h>
#if defined(__linux__)
#include <sys/mman.h>
#endif

enum { CHUNK = 1 << 18, LARGE_PAGE = 1 << 21 };

/* Return room for rows that are read here and there, to be freed as any other, or NULL.
 *
 * Where much is read in no order, finding out where each page is takes longer than reading it; large pages are
 * few enough to be known.
 */
void *room_for_many(size_t size) {
    size_t page = size < LARGE_PAGE ? 64 : LARGE_PAGE; /* a line of the cache, at least */
    size_t whole = (size + page - 1) / page * page;
    void *room = aligned_alloc(page, whole);
#if defined(MADV_HUGEPAGE)
    if (room != NULL && page == LARGE_PAGE)
        (void)madvise(room, whole, MADV_HUGEPAGE); /* where that cannot be, ordinary pages do as well */
#endif
    return room;
}

struct chunk {
    chunk *before;
    size_t used, size;
    _Alignas(16) unsigned char room[];
};

static chunk *fresh_chunk(work *w, size_t size) {
    chunk *fresh = w->spare;
    if (fresh != NULL && fresh->size >= size) {
        w->spare = NULL;
        return fresh;
    }
    size_t room = size > CHUNK ? size : CHUNK;
    fresh = malloc(sizeof(chunk) + room);
    if (fresh == NULL)
        w->status = NO_MEMORY;
    else
        fresh->size = room;
    return fresh;
}

/* Return memory that lasts until the call ends, or NULL and say so. */
void *allot(work *w, size_t size) {
    size = (size + 15) & ~(size_t)15;
    if (w->memory == NULL || w->memory->size - w->memory->used < size) {
        chunk *fresh = fresh_chunk(w, size);
        if (fresh == NULL)
            return NULL;
        fresh->before = w->memory;
        fresh->used = 0;
        w->memory = fresh;
    }
    void *found = w->memory->room + w->memory->used;
    w->memory->used += size;
    return found;
}

mark place_in_memory(const work *w) { return (mark){w->memory, w->memory ? w->memory->used : 0}; }

/* Give back what was allotted since. Of chunks one is kept for the next time: the system would clear it again. */
void back_to(work *w, mark place) {
    while (w->memory != place.at) {
        chunk *left = w->memory;
        w->memory = left->before;
        free(w->spare);
        w->spare = left;
    }
    if (w->memory != NULL)
        w->memory->used = place.used;
    else {
        free(w->spare);
        w->spare = NULL;
    }
}

/* Return a stretch with room for so many more, or NULL and leave it as it was. */
static void *grown(work *w, void *at, size_t count, size_t more, size_t *room, size_t each) {
    size_t wanted = *room ? *room : 1024;
    while (wanted < count + more)
        wanted *= 2;
    void *moved = realloc(at, wanted * each);
    if (moved == NULL) {
        w->status = NO_MEMORY;
        return NULL;
    }
    *room = wanted;
    return moved;
}

bool make_room(work *w, weighted_list *list, size_t more) {
    if (list->room - list->count >= more)
        return true;
    weighted *moved = grown(w, list->at, list->count, more, &list->room, 2 * sizeof(weighted));
    if (moved == NULL)
        return false;
    list->at = moved;
    return true;
}

bool add_weighted(work *w, weighted_list *list, double weight, uint32_t number) {
    if (!make_room(w, list, 1))
        return false;
    list->at[list->count++] = (weighted){weight, number};
    return true;
}

bool make_room_to_meet(work *w, size_t more) {
    if (w->met_room - w->met_count >= more)
        return true;
    uint32_t *moved = grown(w, w->met, w->met_count, more, &w->met_room, sizeof(uint32_t));
    if (moved == NULL)
        return false;
    w->met = moved;
    return true;
}

/* Remember the number of something met. */
bool meet(work *w, uint32_t number) {
    if (!make_room_to_meet(w, 1))
        return false;
    w->met[w->met_count++] = number;
    return true;
}

static inline bool is_before(weighted a, weighted b) {
    return a.weight > b.weight || (a.weight == b.weight && a.number < b.number);
}

/* Let the worst rise to the start of a heap. */
static void sift(weighted *at, size_t start, size_t count) {
    weighted moved = at[start];
    for (size_t child; (child = 2 * start + 1) < count; start = child) {
        if (child + 1 < count && is_before(at[child], at[child + 1]))
            child++;
        if (!is_before(moved, at[child]))
            break;
        at[start] = at[child];
    }
    at[start] = moved;
}

static void make_heap(weighted *at, size_t count) {
    for (size_t n = count / 2; n-- > 0;)
        sift(at, n, count);
}

/* Add one if it is among the best so many. Once there are so many, they are a heap, the worst first. */
void add_to_best(work *w, weighted_list *list, size_t most, double weight, uint32_t number) {
    weighted added = {weight, number};
    if (list->count < most) {
        add_weighted(w, list, weight, number);
        if (list->count == most)
            make_heap(list->at, most);
    } else if (most > 0 && is_before(added, list->at[0])) {
        list->at[0] = added;
        sift(list->at, 0, most);
    }
}

enum { FEW = 8 };

static void sort_few(weighted *at, size_t count) {
    for (size_t n = 1; n < count; n++) {
        weighted moved = at[n];
        size_t place = n;
        for (; place > 0 && is_before(moved, at[place - 1]); place--)
            at[place] = at[place - 1];
        at[place] = moved;
    }
}

static void merge(const weighted *at, size_t half, size_t count, weighted *to) {
    const weighted *a = at, *b = at + half, *a_end = b, *b_end = at + count;
    while (a < a_end && b < b_end) {
        bool second = is_before(*b, *a);
        *to++ = second ? *b : *a;
        b += second;
        a += !second;
    }
    memcpy(to, a, (size_t)(a_end - a) * sizeof *a);
    memcpy(to + (a_end - a), b, (size_t)(b_end - b) * sizeof *b);
}

/* Sort by weight, the heaviest first, equal ones by number. */
void sort_weighted(weighted_list *list) {
    size_t count = list->count;
    weighted *at = list->at, *to = list->at + list->room; /* as much room again stands behind */
    for (size_t n = 0; n < count; n += FEW)
        sort_few(at + n, count - n < FEW ? count - n : FEW);
    for (size_t half = FEW; half < count; half *= 2) {
        for (size_t n = 0; n < count; n += 2 * half) {
            size_t left = count - n;
            merge(at + n, half < left ? half : left, 2 * half < left ? 2 * half : left, to + n);
        }
        weighted *turned = at;
        at = to;
        to = turned;
    }
    if (at != list->at)
        memcpy(list->at, at, count * sizeof *at);
}

/* Keep the best in order, at most so many. */
void keep_best(weighted_list *list, size_t most) {
    size_t count = list->count;
    if (count > most) {
        weighted *at = list->at;
        make_heap(at, most);
        for (size_t n = most; most > 0 && n < count; n++)
            if (is_before(at[n], at[0])) {
                at[0] = at[n];
                sift(at, 0, most);
            }
        list->count = most;
    }
    sort_weighted(list);
}

/* Merge stretches that rise by number, each number once, with the most that is said for it. */
static size_t merge_numbers(const weighted *a, const weighted *a_end, const weighted *b_end, weighted *to) {
    const weighted *b = a_end, *begin = to;
    while (a < a_end && b < b_end) {
        bool first = a->number <= b->number, second = b->number <= a->number;
        *to++ = first && !(second && b->weight > a->weight) ? *a : *b;
        a += first;
        b += second;
    }
    memcpy(to, a, (size_t)(a_end - a) * sizeof *a);
    to += a_end - a;
    memcpy(to, b, (size_t)(b_end - b) * sizeof *b);
    return (size_t)(to + (b_end - b) - begin);
}

static const weighted *end_of_stretch(const weighted *from, const weighted *end) {
    while (++from < end && from[-1].number < from->number)
        ;
    return from < end ? from : end;
}

/* Sort by number, what is listed in stretches that rise; keep each once, with the most that is said for it. */
void join_stretches(weighted_list *list) {
    weighted *at = list->at, *to = list->at + list->room;
    for (bool more = true; more;) {
        const weighted *from = at, *end = at + list->count;
        size_t count = 0;
        more = false;
        while (from < end) {
            const weighted *middle = end_of_stretch(from, end), *behind = middle;
            if (middle < end)
                behind = end_of_stretch(middle, end);
            if (count == 0 && middle == end && at == list->at)
                return; /* it was in order */
            count += merge_numbers(from, middle, behind, to + count);
            from = behind;
            more |= behind < end;
        }
        list->count = count;
        weighted *turned = at;
        at = to;
        to = turned;
    }
    if (at != list->at)
        memcpy(list->at, at, list->count * sizeof *at);
}
