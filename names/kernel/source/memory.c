/* Memory that lasts for one call, lists that grow, and a sort that no nonsense upsets. */
#include "kernel.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK = 1 << 18 };

struct chunk {
    chunk *before;
    size_t used, size;
    _Alignas(16) unsigned char room[];
};

/* Return memory that lasts until the call ends, or NULL and say so. */
void *allot(work *w, size_t size) {
    size = (size + 15) & ~(size_t)15;
    if (w->memory == NULL || w->memory->size - w->memory->used < size) {
        size_t room = size > CHUNK ? size : CHUNK;
        chunk *fresh = malloc(sizeof(chunk) + room);
        if (fresh == NULL) {
            w->status = NO_MEMORY;
            return NULL;
        }
        *fresh = (chunk){w->memory, 0, room};
        w->memory = fresh;
    }
    void *found = w->memory->room + w->memory->used;
    w->memory->used += size;
    return found;
}

mark place_in_memory(const work *w) { return (mark){w->memory, w->memory ? w->memory->used : 0}; }

/* Give back what was allotted since. */
void back_to(work *w, mark place) {
    while (w->memory != place.at) {
        chunk *before = w->memory->before;
        free(w->memory);
        w->memory = before;
    }
    if (w->memory != NULL)
        w->memory->used = place.used;
}

/* Return a stretch with room for one more, or NULL and leave it as it was. */
static void *grown(work *w, void *at, size_t *room, size_t each) {
    size_t more = *room ? *room * 2 : 1024;
    void *moved = realloc(at, more * each);
    if (moved == NULL) {
        w->status = NO_MEMORY;
        return NULL;
    }
    *room = more;
    return moved;
}

bool add_promise(work *w, promise_list *list, double weight, uint32_t number) {
    if (list->count == list->room) {
        promise *moved = grown(w, list->at, &list->room, sizeof(promise));
        if (moved == NULL)
            return false;
        list->at = moved;
    }
    list->at[list->count++] = (promise){weight, number};
    return true;
}

/* Remember the number of something met. */
bool meet(work *w, uint32_t number) {
    if (w->met_count == w->met_room) {
        uint32_t *moved = grown(w, w->met, &w->met_room, sizeof(uint32_t));
        if (moved == NULL)
            return false;
        w->met = moved;
    }
    w->met[w->met_count++] = number;
    return true;
}

static bool is_before(promise a, promise b) {
    return a.weight > b.weight || (a.weight == b.weight && a.number < b.number);
}

static void sift(promise *at, size_t start, size_t count) {
    promise moved = at[start];
    for (size_t child; (child = 2 * start + 1) < count; start = child) {
        if (child + 1 < count && is_before(at[child], at[child + 1]))
            child++;
        if (!is_before(moved, at[child]))
            break;
        at[start] = at[child];
    }
    at[start] = moved;
}

/* Sort by weight, the heaviest first, equal ones by number. */
void sort_promises(promise *at, size_t count) {
    if (count <= 12) {
        for (size_t n = 1; n < count; n++) {
            promise moved = at[n];
            size_t place = n;
            for (; place > 0 && is_before(moved, at[place - 1]); place--)
                at[place] = at[place - 1];
            at[place] = moved;
        }
        return;
    }
    for (size_t n = count / 2; n-- > 0;)
        sift(at, n, count);
    for (size_t n = count; n-- > 1;) {
        promise last = at[n];
        at[n] = at[0];
        at[0] = last;
        sift(at, 0, n);
    }
}

static void sift_best(promise *at, size_t start, size_t count) {
    promise moved = at[start];
    for (size_t child; (child = 2 * start + 1) < count; start = child) {
        if (child + 1 < count && is_before(at[child + 1], at[child]))
            child++;
        if (!is_before(at[child], moved))
            break;
        at[start] = at[child];
    }
    at[start] = moved;
}

/* Keep the best in order, at most so many. */
void keep_best(promise_list *list, size_t most) {
    promise *at = list->at;
    size_t count = list->count, kept = count < most ? count : most;
    for (size_t n = count / 2; n-- > 0;)
        sift_best(at, n, count);
    for (size_t n = 0; n < kept; n++) { /* the best go to the end, the very best last of all */
        promise best = at[0];
        at[0] = at[--count];
        sift_best(at, 0, count);
        at[count] = best;
    }
    for (size_t from = count, to = list->count; from + 1 < to; from++) {
        promise turned = at[from];
        at[from] = at[--to];
        at[to] = turned;
    }
    for (size_t n = 0; n < kept; n++)
        at[n] = at[count + n];
    list->count = kept;
}
