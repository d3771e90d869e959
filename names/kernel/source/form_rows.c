/* Forms in rows, so that what is asked of many that lie far apart is read at once. */
#include "kernel.h"

#include <stdlib.h>

static bool fill_row(const index_table *r, uint64_t parts, uint32_t form, form_row *row) {
    uint32_t begin = r->first_parts[form], end = r->first_parts[form + 1];
    if (begin > end || end > r->form_parts_size || end - begin > MOST_PARTS)
        return false;
    *row = (form_row){
        {0}, r->form_entities[form], (uint8_t)(end - begin), r->form_words[form], r->form_initials[form], 0};
    for (uint32_t place = begin; place < end; place++) {
        if (r->form_parts[place] >= parts)
            return false;
        if (place - begin < PARTS_IN_ROW)
            row->parts[place - begin] = r->form_parts[place];
    }
    return true;
}

/* Return a row for each form, or NULL where some make no sense, or there is no memory. */
form_row *form_rows(const index_table *r, uint64_t parts) {
    uint32_t count = (uint32_t)r->form_entities_size;
    form_row *rows = room_for_many(((size_t)count + 1) * sizeof *rows);
    for (uint32_t form = 0; form < count && rows != NULL; form++)
        if (!fill_row(r, parts, form, &rows[form])) {
            free(rows);
            return NULL;
        }
    return rows;
}

uint8_t most_initials(const index_table *r) {
    uint8_t most = 0;
    for (uint64_t form = 0; form < r->form_initials_size; form++)
        most = r->form_initials[form] > most ? r->form_initials[form] : most;
    return most;
}

/* Return the parts of a form, as many as its row says. */
const uint32_t *parts_of(const work *w, uint32_t form) {
    const form_row *row = &w->forms[form];
    return row->count <= PARTS_IN_ROW ? row->parts : w->index->form_parts + w->index->first_parts[form];
}
