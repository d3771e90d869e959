/* What a query and a form say about having one bearer: `names.evidence.comparison`, and the best form of an
 * entity, as `names.matcher` chooses it. */
#include "kernel.h"

#include <math.h>

typedef struct { uint32_t at[MOST_PARTS], count; } places;

void add_piece(work *w, comparison *c, evidence_kind kind, double weight, int i, int i2, int j, int j2) {
    if (c->count == MOST_PIECES) {
        w->status = LEFT_TO_PYTHON;
        return;
    }
    c->pieces[c->count++] =
        (piece){weight, c->form, (uint8_t)kind, (uint8_t)i, (uint8_t)i2, (uint8_t)j, (uint8_t)j2, {0}};
}

static void add_here(work *w, comparison *c, evidence_kind kind, double weight, uint32_t i) {
    add_piece(w, c, kind, weight, (int)i, (int)i + 1, 0, 0);
}

static void add_there(work *w, comparison *c, evidence_kind kind, double weight, uint32_t j) {
    add_piece(w, c, kind, weight, 0, 0, (int)j, (int)j + 1);
}

double add_up(const piece *pieces, uint32_t count) {
    double total = 0.0;
    for (uint32_t n = 0; n < count; n++)
        total += pieces[n].weight;
    return total;
}

/* How much it counts that a part is left over. */
static double size_of(const work *w, const part *p, const weights *by) {
    if (by->by_rarity != 0.0) {
        double said = by->by_rarity * p->of_key;
        return p->kind == KIND_concept   ? said * by->of_concept
               : p->kind == KIND_country ? said * by->of_country
                                         : said;
    }
    if ((p->script == w->set->script_cjk || p->script == w->set->script_hangul) && p->text.size == 1)
        return 4.0;
    return p->kind == KIND_initial ? 0.5 : 1.0;
}

static bool is_name(const part *p) { return part_has_trait(p->kind, PART_NAME); }

/* Patronymics first, then words, then initials; equal ones as they stood. */
static void oppose(const spelling *of, places *left) {
    for (uint32_t n = 1; n < left->count; n++) {
        uint32_t moved = left->at[n], place = n;
        const part *p = &of->parts[moved];
        int rank = 2 * !p->father.size + (p->kind == KIND_initial);
        for (; place > 0; place--) {
            const part *before = &of->parts[left->at[place - 1]];
            if (2 * !before->father.size + (before->kind == KIND_initial) <= rank)
                break;
            left->at[place] = left->at[place - 1];
        }
        left->at[place] = moved;
    }
}

/* Parts left over, those that tell generations apart from the rest. */
static places left_of(const spelling *of, uint32_t used, places *generations) {
    places left = {.count = 0};
    generations->count = 0;
    for (uint32_t n = 0; n < of->size; n++)
        if (!(used >> n & 1)) {
            places *into = of->parts[n].kind == KIND_generation ? generations : &left;
            into->at[into->count++] = n;
        }
    return left;
}

static void weigh_generations(work *w, comparison *c, const places *here, const places *there,
                              const weights *by) {
    if (here->count && there->count) {
        add_piece(w, c, EVIDENCE_contradicted, by->contradicted, (int)here->at[0], (int)here->at[0] + 1,
                  (int)there->at[0], (int)there->at[0] + 1);
        return;
    }
    for (uint32_t n = 0; n < here->count; n++)
        add_here(w, c, by->by_rarity != 0.0 ? EVIDENCE_number : EVIDENCE_generation, by->generation,
                 here->at[n]);
    for (uint32_t n = 0; n < there->count; n++)
        add_there(w, c, EVIDENCE_omitted, by->generation_omitted, there->at[n]);
}

/* The place of the first part of a kind among those left, or `NOTHING`. */
static int first_of(const spelling *of, const places *left, uint8_t kind) {
    for (uint32_t n = 0; n < left->count; n++)
        if (of->parts[left->at[n]].kind == kind)
            return (int)left->at[n];
    return NOTHING;
}

static void take_out(const spelling *of, places *left, uint8_t kind) {
    uint32_t kept = 0;
    for (uint32_t n = 0; n < left->count; n++)
        if (of->parts[left->at[n]].kind != kind)
            left->at[kept++] = left->at[n];
    left->count = kept;
}

/* Weigh two parts of a kind that differ, and take those of the kind out; of one side alone they are left. */
static void weigh_unlike(work *w, comparison *c, const spelling *query, const spelling *form, places *here,
                         places *there, uint8_t kind, evidence_kind said, double weight) {
    int i = first_of(query, here, kind), j = first_of(form, there, kind);
    if (i == NOTHING || j == NOTHING)
        return;
    take_out(query, here, kind);
    take_out(form, there, kind);
    add_piece(w, c, said, weight, i, i + 1, j, j + 1);
}

/* Weigh kinds of places on one side alone, and take them out. */
static void weigh_left_kinds(work *w, comparison *c, const spelling *query, const spelling *form,
                             places *here, places *there, const weights *by) {
    for (uint32_t n = 0; n < here->count; n++)
        if (query->parts[here->at[n]].kind == KIND_locality)
            add_here(w, c, EVIDENCE_extra, by->kind_left, here->at[n]);
    for (uint32_t n = 0; n < there->count; n++)
        if (form->parts[there->at[n]].kind == KIND_locality)
            add_there(w, c, EVIDENCE_omitted, by->kind_left, there->at[n]);
    take_out(query, here, KIND_locality);
    take_out(form, there, KIND_locality);
}

static places words_without(const spelling *of, uint32_t used) {
    places left = {.count = 0};
    for (uint32_t n = 0; n < of->size; n++)
        if (of->parts[n].kind == KIND_word && !(used >> n & 1))
            left.at[left.count++] = n;
    return left;
}

static bool is_country(const part *p, uint32_t home) {
    return p->kind == KIND_country && p->text.size == 2 && (p->text.at[0] << 8 | p->text.at[1]) == home;
}

/* Weigh countries on one side alone beside the one that a record is listed with, and take them out. */
static void weigh_countries(work *w, comparison *c, const spelling *query, const spelling *form, places *here,
                            places *there, uint32_t home, const weights *by) {
    if (by->by_rarity == 0.0 || !home)
        return;
    uint32_t kept = 0;
    bool named = words_without(query, 0).count != 0; /* else it is one of any country */
    for (uint32_t n = 0; n < here->count; n++)
        if (query->parts[here->at[n]].kind == KIND_country) {
            bool at_home = is_country(&query->parts[here->at[n]], home);
            add_here(w, c, at_home ? EVIDENCE_home : EVIDENCE_abroad, at_home ? by->home : by->abroad,
                     here->at[n]);
        }
    for (uint32_t n = 0; n < there->count; n++)
        if (named && is_country(&form->parts[there->at[n]], home))
            add_there(w, c, EVIDENCE_home, by->home_omitted, there->at[n]);
        else
            there->at[kept++] = there->at[n];
    there->count = kept;
    take_out(query, here, KIND_country);
}

/* The places of parts that say where a place lies, not what it is called: Springfield, Illinois. */
static uint32_t behind_comma(const spelling *query, const pairing *chosen, uint32_t count,
                             const weights *by) {
    for (uint32_t n = 0; by->region != 1.0 && n < count; n++)
        if (chosen[n].i < (int)query->commas)
            return ~(((uint32_t)1 << query->commas) - 1);
    return 0;
}

/* What a word weighs that makes a name something or somebody else, 0 for other words. */
static double of_another(const part *p, const weights *by) {
    return p->kind == KIND_other ? by->another : p->kind == KIND_legal ? by->legal : 0.0;
}

/* Weigh leftover words of the query that are no names, and keep the names. */
static places weigh_asides(work *w, comparison *c, const spelling *query, const places *left,
                           const weights *by) {
    places names = {.count = 0};
    for (uint32_t n = 0; n < left->count; n++) {
        const part *p = &query->parts[left->at[n]];
        if (is_name(p))
            names.at[names.count++] = left->at[n];
        else if (of_another(p, by) != 0.0)
            add_here(w, c, EVIDENCE_another, of_another(p, by), left->at[n]);
        else
            add_here(w, c, EVIDENCE_aside, 0.0, left->at[n]);
    }
    return names;
}

/* Which parts of both sides have a partner. */
static void mark_paired(const pairing *chosen, uint32_t count, uint32_t *here, uint32_t *there) {
    *here = *there = 0;
    for (uint32_t n = 0; n < count; n++) {
        for (int i = chosen[n].i; i < chosen[n].i2; i++)
            *here |= (uint32_t)1 << i;
        for (int j = chosen[n].j; j < chosen[n].j2; j++)
            *there |= (uint32_t)1 << j;
    }
}

/* Whether a pair is of two single parts that are hardly family names. */
static bool are_given_names(const work *w, const pairing *p, const spelling *query, const spelling *form) {
    return p->i2 == p->i + 1 && p->j2 == p->j + 1 && is_name(&query->parts[p->i]) &&
           is_name(&form->parts[p->j]) && query->family[p->i] < w->set->little_share &&
           form->family[p->j] < w->set->little_share && has_trait(p->kind, TRAIT_REACHES | TRAIT_UNSURE);
}

/* The place of a name without a partner that makes others doubtful, one of them merely alike. A father's name
 * is left out as often as not, and so is what stands in the middle, with Jimmy for James. */
static int gap_in(const spelling *query, const spelling *form, const spelling *of, const places *left,
                  const pairing *chosen, uint32_t count) {
    bool close = false, forms = false;
    for (uint32_t n = 0; n < count; n++) {
        if (query->parts[chosen[n].i].writing == WRITING_syllables ||
            form->parts[chosen[n].j].writing == WRITING_syllables)
            continue; /* hardly any pair is more than alike there */
        close |= has_trait(chosen[n].kind, TRAIT_CLOSE);
        forms |=
            has_trait(chosen[n].kind, TRAIT_UNSURE) && !has_trait(chosen[n].kind, TRAIT_WHOLE | TRAIT_CLOSE);
    }
    places words = words_without(of, 0);
    for (uint32_t n = 0; (close || forms) && n < left->count; n++) {
        uint32_t place = left->at[n];
        bool at_end = place == words.at[0] || place == words.at[words.count - 1];
        if (!of->parts[place].father.size && (close || at_end))
            return (int)place;
    }
    return NOTHING;
}

/* Weigh what stands on one side alone: the family name, the first given name, and any beside a doubt. */
static void weigh_alone(work *w, comparison *c, const spelling *query, const spelling *form,
                        const pairing *chosen, uint32_t count, double agreed, const weights *by) {
    uint32_t used_here, used_there, first = 0;
    mark_paired(chosen, count, &used_here, &used_there);
    places here = words_without(query, used_here), there = words_without(form, used_there);
    if (here.count == there.count)
        return;
    bool own = here.count > there.count;
    const spelling *of = own ? query : form;
    const places *left = own ? &here : &there;
    void (*add)(work *, comparison *, evidence_kind, double, uint32_t) = own ? add_here : add_there;
    uint32_t place = left->at[0];
    for (uint32_t n = 1; n < left->count; n++)
        if (of->family[left->at[n]] > of->family[place])
            place = left->at[n];
    double share = of->family[place] * (1 - agreed);
    if (by->family_alone != 0.0 && share >= w->set->least_share)
        add(w, c, EVIDENCE_family_alone, by->family_alone * share, place);
    int gap = gap_in(query, form, of, left, chosen, count);
    if (by->gap != 0.0 && gap != NOTHING)
        add(w, c, EVIDENCE_gap, by->gap, (uint32_t)gap);
    while (of->parts[first].kind != KIND_word)
        first++;
    if (by->skipped == 0.0 || left->at[0] != first || of->family[first] >= w->set->little_share ||
        (here.count && there.count))
        return;
    if (first + 1 < of->size &&
        of->parts[first + 1].kind == KIND_filiation) { /* whose father's name follows */
        add(w, c, EVIDENCE_contradicted, by->contradicted, first);
        return;
    }
    for (uint32_t n = 0; n < count; n++)
        if (are_given_names(w, &chosen[n], query, form)) {
            add(w, c, EVIDENCE_skipped, by->skipped, first);
            return;
        }
}

static double most_in(const double *shares, int from, int to) {
    double most = shares[from];
    for (int n = from + 1; n < to; n++)
        most = larger(most, shares[n]);
    return most;
}

static double least_in(const double *shares, int from, int to) {
    double least = shares[from];
    for (int n = from + 1; n < to; n++)
        least = smaller(least, shares[n]);
    return least;
}

/* How far the roles of two paired parts lie apart. A word that is several of the other side may be all that they
 * are; where it has other words beside it, they are one name and not two. */
static double difference(const spelling *query, const spelling *form, const pairing *p, const pairing *chosen,
                         uint32_t count, bool *torn) {
    *torn = false;
    bool own = p->i2 > p->i + 1;
    const spelling *several = own ? query : form;
    int from = own ? p->i : p->j, to = own ? p->i2 : p->j2;
    double most = most_in(several->family, from, to), least = least_in(several->family, from, to);
    double alone = own ? form->family[p->j] : query->family[p->i],
           apart = larger(most, alone) - smaller(most, alone);
    if (to == from + 1 || several->parts[from].writing != WRITING_alphabet)
        return apart;
    uint32_t here, there;
    mark_paired(chosen, count, &here, &there);
    places left = own ? words_without(form, there) : words_without(query, here);
    *torn = left.count != 0;
    if (*torn)
        return larger(apart, most - least);
    return larger(0.0, larger(least - alone, alone - most));
}

/* Weigh whether the parts hold the same place in a name: family name with family name. */
static void weigh_roles(work *w, comparison *c, const spelling *query, const spelling *form,
                        const pairing *chosen, uint32_t count, const weights *by) {
    double agreed = 0.0;
    for (uint32_t n = 0; n < count; n++) {
        const pairing *p = &chosen[n];
        double own = most_in(query->family, p->i, p->i2), listed = most_in(form->family, p->j, p->j2);
        agreed = larger(agreed, smaller(own, listed));
        bool torn;
        double crossed = difference(query, form, p, chosen, count, &torn);
        const part *a = &query->parts[p->i], *b = &form->parts[p->j];
        bool in_full = a->writing == WRITING_alphabet && b->writing == WRITING_alphabet;
        double alike = torn || (in_full && has_trait(p->kind, TRAIT_UNSURE)) ? by->crossed_alike : 0.0;
        if (by->crossed != 0.0 && crossed >= w->set->least_share && is_name(a) && is_name(b))
            add_piece(w, c, EVIDENCE_crossed, (by->crossed + alike) * crossed, p->i, p->i2, p->j, p->j2);
    }
    weigh_alone(w, c, query, form, chosen, count, agreed, by);
}

/* Weigh the parts without a partner: contradicted where both sides have one, else omitted. */
static void weigh_leftovers(work *w, comparison *c, const spelling *query, const spelling *form,
                            const pairing *chosen, uint32_t count, uint32_t home, const weights *by) {
    uint32_t here, there, behind = behind_comma(query, chosen, count, by);
    mark_paired(chosen, count, &here, &there);
    places own_generations, their_generations, others = {.count = 0};
    places left = left_of(query, here, &own_generations), over = left_of(form, there, &their_generations);
    weigh_generations(w, c, &own_generations, &their_generations, by);
    if (by->by_rarity != 0.0) {
        weigh_unlike(w, c, query, form, &left, &over, KIND_legal, EVIDENCE_legal_form, by->legal_unlike);
        weigh_unlike(w, c, query, form, &left, &over, KIND_country, EVIDENCE_contradicted, by->contradicted);
        weigh_unlike(w, c, query, form, &left, &over, KIND_locality, EVIDENCE_other_word, by->kind_unlike);
        weigh_left_kinds(w, c, query, form, &left, &over, by);
    }
    weigh_countries(w, c, query, form, &left, &over, home, by);
    places names = weigh_asides(w, c, query, &left, by);
    for (uint32_t n = 0; n < over.count; n++) {
        const part *p = &form->parts[over.at[n]];
        if (is_name(p))
            others.at[others.count++] = over.at[n];
        else if (of_another(p, by) != 0.0)
            add_there(w, c, EVIDENCE_another, of_another(p, by), over.at[n]);
    }
    oppose(query, &names);
    oppose(form, &others);
    uint32_t opposed = names.count < others.count ? names.count : others.count;
    for (uint32_t n = 0; n < opposed; n++) {
        double weight;
        int i = (int)names.at[n], j = (int)others.at[n];
        const part *a = &query->parts[i], *b = &form->parts[j];
        evidence_kind kind = contradiction(a, b, by, &weight);
        if (by->by_rarity != 0.0) {
            kind = EVIDENCE_other_word;
            double over = by->extra * size_of(w, a, by) + by->omitted * size_of(w, b, by);
            bool both = a->kind == KIND_concept && b->kind == KIND_concept;
            weight = (both ? by->concept_unlike : by->word_unlike) + over;
        }
        add_piece(w, c, kind, weight, i, i + 1, j, j + 1);
    }
    for (uint32_t n = opposed; n < names.count; n++) {
        double of_region = behind >> names.at[n] & 1 ? by->region : 1.0;
        add_here(w, c, EVIDENCE_extra, by->extra * of_region * size_of(w, &query->parts[names.at[n]], by),
                 names.at[n]);
    }
    for (uint32_t n = opposed; n < others.count; n++)
        add_there(w, c, EVIDENCE_omitted, by->omitted * size_of(w, &form->parts[others.at[n]], by),
                  others.at[n]);
}

static bool has_filiation(const spelling *of) {
    for (uint32_t n = 0; n < of->size; n++)
        if (of->parts[n].kind == KIND_filiation)
            return true;
    return false;
}

static bool has_initials_out_of_order(const pairing *chosen, uint32_t count) {
    int last = -1;
    for (uint32_t n = 0; n < count; n++)
        if (chosen[n].kind == EVIDENCE_initial) {
            if (chosen[n].j < last)
                return true;
            last = chosen[n].j;
        }
    return false;
}

/* Weigh the order of the paired parts. A rotation of what rises falls just once, the end being before the
 * beginning. */
static void weigh_order(work *w, comparison *c, const spelling *query, const spelling *form,
                        const pairing *chosen, uint32_t count, const weights *by) {
    uint32_t falls = 0;
    for (uint32_t n = 1; n < count; n++)
        falls += chosen[n - 1].j > chosen[n].j;
    if (falls == 0 || query->commas || form->commas)
        return;
    if (has_initials_out_of_order(chosen, count)) { /* the initials of K. J. Rowling are J. K. */
        add_piece(w, c, EVIDENCE_initial_contradicted, by->initial_contradicted, NOTHING, NOTHING, NOTHING,
                  NOTHING);
        return;
    }
    bool turned = falls == 1 && chosen[count - 1].j < chosen[0].j;
    bool here = has_filiation(query), there = has_filiation(form);
    if ((here && there) || ((here || there) && !turned)) { /* the father is the son */
        add_piece(w, c, EVIDENCE_contradicted, by->contradicted, NOTHING, NOTHING, NOTHING, NOTHING);
        return;
    }
    add_piece(w, c, EVIDENCE_order, turned ? by->order : by->disorder, 0, 0, 0, 0);
}

/* Weigh a title of the query that only women, or only men, bear. Where the record does not say, the given name may. */
static void weigh_title(work *w, comparison *c, const spelling *query, const spelling *form, uint8_t gender,
                        const weights *by) {
    uint8_t known = gender;
    for (uint32_t n = 0; !known && n < form->size; n++)
        if (form->parts[n].kind == KIND_title)
            known = form->parts[n].gender;
    for (uint32_t n = 0; !known && n < form->size; n++)
        if (form->parts[n].kind == KIND_word)
            known = form->parts[n].gender;
    for (uint32_t n = 0; known && n < query->size; n++) {
        const part *p = &query->parts[n];
        if (p->kind == KIND_title && p->gender && p->gender != known) {
            add_here(w, c, EVIDENCE_gender, (gender ? 2 : 1) * by->gender, n);
            return;
        }
    }
}

/* Whether a form has words of bodies. */
static bool has_body_words(const spelling *of) {
    for (uint32_t n = 0; n < of->size; n++)
        if (of->parts[n].kind == KIND_concept || of->parts[n].kind == KIND_company)
            return true;
    return false;
}

static bool opens_with_given_name(const spelling *of) {
    places words = words_without(of, 0);
    return words.count > 1 && of->parts[words.at[0]].near_canonical_names;
}

/* Weigh that one of two spellings alone has words of bodies: no person has, and few bodies lose all of them. */
static void weigh_bodies(work *w, comparison *c, const spelling *query, const spelling *form,
                         const weights *by) {
    if (query->body == has_body_words(form) || (query->body && by->by_rarity != 0.0))
        return;
    bool person = by->by_rarity == 0.0 || opens_with_given_name(query);
    add_piece(w, c, person ? EVIDENCE_another : EVIDENCE_no_body, person ? by->another : by->no_body, NOTHING,
              NOTHING, NOTHING, NOTHING);
}

static places countries_of(const spelling *of) {
    places found = {.count = 0};
    for (uint32_t n = 0; n < of->size; n++)
        if (of->parts[n].kind == KIND_country)
            found.at[found.count++] = n;
    return found;
}

/* Whether a country stands behind the first one of a name. */
static bool is_behind_first(const spelling *of, const places *countries, const part *country) {
    for (uint32_t n = 1; n < countries->count; n++)
        if (same_letters(of->parts[countries->at[n]].text, country->text))
            return true;
    return false;
}

/* Weigh that two names open with other countries, one of which the other has behind: whose, and where. */
static void weigh_two_countries(work *w, comparison *c, const spelling *query, const spelling *form,
                                const weights *by) {
    places here = countries_of(query), there = countries_of(form);
    if (!here.count || !there.count || here.count + there.count < 3)
        return;
    const part *own = &query->parts[here.at[0]], *theirs = &form->parts[there.at[0]];
    if (same_letters(own->text, theirs->text) ||
        !(is_behind_first(query, &here, own) || is_behind_first(query, &here, theirs) ||
          is_behind_first(form, &there, own) || is_behind_first(form, &there, theirs)))
        return;
    add_piece(w, c, EVIDENCE_contradicted, by->contradicted, (int)here.at[0], (int)here.at[0] + 1,
              (int)there.at[0], (int)there.at[0] + 1);
}

static bool has_kind(const spelling *of, part_kind kind) {
    for (uint32_t n = 0; n < of->size; n++)
        if (of->parts[n].kind == kind)
            return true;
    return false;
}

/* Weigh that a query is written as only people are, who are none of the bodies and places called after them. */
static void weigh_as_person(work *w, comparison *c, const spelling *query, const spelling *form,
                            const weights *by) {
    if (query->body || form->commas)
        return;
    bool title = false, named = false, names = query->commas != 0 && by->turned != 0.0;
    bool of_form = has_kind(form, KIND_title); /* Queen Creek is a town */
    for (uint32_t n = 0; n < query->size; n++) {
        const part *p = &query->parts[n];
        title |= p->kind == KIND_title && p->gender && !of_form;
        if (n < (uint32_t)query->commas)
            continue;
        named |= p->near_canonical_names != 0;
        names &= is_name(p);
    }
    if (title || (names && named))
        add_piece(w, c, EVIDENCE_another, by->another, NOTHING, NOTHING, NOTHING, NOTHING);
}

/* Whether two parts stand in this order with nothing but small words between, and some. */
static bool is_behind(const spelling *of, int first, int last) {
    for (int n = first + 1; n < last; n++)
        if (of->parts[n].kind != KIND_filler && of->parts[n].kind != KIND_particle)
            return false;
    return last > first + 1;
}

static bool same_keys(work *w, const part *a, const part *b) {
    if (a->key_count != b->key_count)
        return false;
    for (uint32_t n = 0; n < a->key_count; n++)
        if (!same_word(read_key(w, a, n), read_key(w, b, n)))
            return false;
    return true;
}

static bool is_single(const pairing *p) { return p->i2 == p->i + 1 && p->j2 == p->j + 1; }

/* Weigh a name before a word of bodies on one side, and behind it on the other: Washington University. */
static void weigh_turned(work *w, comparison *c, const spelling *query, const spelling *form,
                         const pairing *chosen, uint32_t count, const weights *by) {
    for (uint32_t n = 0; n < count; n++) {
        const pairing *p = &chosen[n];
        const part *a = &query->parts[p->i], *b = &form->parts[p->j];
        if (!is_single(p) || a->kind != KIND_concept || b->kind != KIND_concept || !same_keys(w, a, b))
            continue;
        for (uint32_t m = 0; m < count; m++) {
            const pairing *word = &chosen[m];
            if (!is_single(word) || query->parts[word->i].kind != KIND_word ||
                form->parts[word->j].kind != KIND_word)
                continue;
            if ((word->i + 1 == p->i && is_behind(form, p->j, word->j)) ||
                (word->j + 1 == p->j && is_behind(query, p->i, word->i))) {
                add_piece(w, c, EVIDENCE_turned, by->turned, p->i, p->i2, p->j, p->j2);
                return;
            }
        }
    }
}

/* Whether a query is so short a word that it may be an ordinary one, or mean others as well. */
static bool is_common(const work *w, const spelling *query, const spelling *form, bool acronym) {
    return query->size == 1 && form->size == 1 &&
           (query->quiet || (acronym && query->parts[0].text.size < w->set->shortest_telling));
}

static bool is_whole(const comparison *c) {
    for (uint32_t n = 0; n < c->count; n++)
        if (!has_trait(c->pieces[n].kind, TRAIT_WHOLE))
            return false;
    return true;
}

/* Weigh that a query is an acronym made by rule, in capitals where its script has them, or that it is none. */
static void weigh_as_acronym(work *w, comparison *c, const spelling *query, const spelling *form,
                             const pairing *chosen, uint32_t count, const weights *by) {
    bool fits = form->size == 1 && form->parts[0].kind == KIND_word;
    for (uint32_t n = 0; fits && n < count; n++)
        if (query->loud >> chosen[n].i & 1 &&
            (chosen[n].kind == EVIDENCE_same ||
             (has_trait(chosen[n].kind, TRAIT_BY_RULE) && query->parts[0].script == form->parts[0].script))) {
            add_piece(w, c, EVIDENCE_acronym, by->acronym, chosen[n].i, chosen[n].i + 1, 0, 1);
            return;
        }
    add_piece(w, c, EVIDENCE_acronym, by->no_acronym, NOTHING, NOTHING, NOTHING, NOTHING);
}

/* Weigh the evidence about a bare name: all of it said and nothing else, or else contradicted. */
static void weigh_as_short(work *w, comparison *c, const weights *by) {
    if (is_whole(c)) {
        add_piece(w, c, EVIDENCE_short, by->short_, 0, 0, 0, 0);
        return;
    }
    for (uint32_t n = 0; n < c->count; n++)
        if (c->pieces[n].kind == EVIDENCE_extra)
            c->pieces[n].weight = by->contradicted;
}

static bool is_against(const work *w, const piece *p) {
    return has_trait(p->kind, TRAIT_LIMITS) ||
           (p->kind == EVIDENCE_near && p->weight < w->set->contradicts_below);
}

/* Add the pieces up, less what is lost where a name is contradicted or lacks a word. */
void weigh_pieces(work *w, comparison *c, const weights *by) {
    uint32_t kept = 0;
    bool against = false, added = false, unlike = false;
    for (uint32_t n = 0; n < c->count; n++) {
        piece p = c->pieces[n];
        if (has_trait(p.kind, TRAIT_SUMMED))
            continue;
        against |= is_against(w, &p);
        added |= (p.kind == EVIDENCE_extra || p.kind == EVIDENCE_omitted || p.kind == EVIDENCE_turned) &&
                 p.weight < 0;
        unlike |= p.kind == EVIDENCE_other_word || p.kind == EVIDENCE_common;
        c->pieces[kept++] = p;
    }
    c->count = kept;
    double total = add_up(c->pieces, kept);
    double most = against  ? by->kin /* a word more or less may make it a branch of that body */
                  : unlike ? w->set->told_from + by->unlike
                           : w->set->told_from + by->branch;
    if ((against || added || unlike) && total > most)
        add_piece(w, c, by->by_rarity != 0.0 ? EVIDENCE_neighbours : EVIDENCE_kin,
                  (most - total) * (against ? w->set->lost : w->set->mostly_lost), 0, 0, 0, 0);
    c->weight = add_up(c->pieces, c->count);
}

/* Whether two spellings have the same words in the same order, but for capitals and punctuation. */
static bool is_as_listed(const spelling *query, const spelling *form, const weights *by) {
    if (query->size == 0 || query->size != form->size)
        return false;
    bool turned = by->crossed != 0.0 && (query->commas == 0) != (form->commas == 0);
    uint32_t here = turned ? (uint32_t)query->commas : 0, there = turned ? (uint32_t)form->commas : 0;
    for (uint32_t n = 0; n < query->size; n++)
        if (!same_letters(query->parts[(n + here) % query->size].text,
                          form->parts[(n + there) % form->size].text))
            return false;
    return true;
}

/* Weigh the whole name of a place or a body that listed people are called by, too. */
static void weigh_shared(work *w, comparison *c, const spelling *query, unsigned shared, bool exact,
                         const weights *by) {
    for (uint32_t n = 0; n < query->size; n++)
        if (part_has_trait(query->parts[n].kind, PART_OF_BODIES)) {
            add_piece(w, c, EVIDENCE_whole, by->whole, 0, 0, 0, 0);
            add_here(w, c, EVIDENCE_shared, by->listed, n);
            return;
        }
    double said = -INFINITY;
    if (shared & SHARED_NAME)
        said = exact ? by->listed : 0.0;
    if (shared & SHARED_SHORT)
        said = larger(said, by->short_);
    if (shared & SHARED_FAMILY)
        said = larger(said, by->shared);
    add_piece(w, c, EVIDENCE_shared, said, 0, 0, 0, 0);
}

/* Weigh that everything on both sides is said, and that it is listed as it stands. */
static void weigh_whole(work *w, comparison *c, const spelling *query, bool exact, const weights *by) {
    unsigned shared = w->index->form_shared[c->form] & (SHARED_NAME | SHARED_SHORT | SHARED_FAMILY);
    bool whole = by->whole != 0.0 && is_whole(c);
    if (whole && shared) {
        weigh_shared(w, c, query, shared, exact, by);
        return;
    }
    if (whole)
        add_piece(w, c, EVIDENCE_whole, by->whole, 0, 0, 0, 0);
    if (exact)
        add_piece(w, c, EVIDENCE_listed, by->listed, 0, 0, 0, 0);
}

static void compare(work *w, const spelling *query, const spelling *form, uint32_t entity, bool brief,
                    const weights *by, comparison *c) {
    uint8_t gender = w->index->entity_genders[entity];
    pairing chosen[MOST_PARTS];
    c->count = 0;
    c->form = form->number;
    uint32_t count = pair_parts(w, query, form, (scale){by, gender}, chosen);
    for (uint32_t n = 0; n < count; n++)
        add_piece(w, c, chosen[n].kind, chosen[n].weight, chosen[n].i, chosen[n].i2, chosen[n].j,
                  chosen[n].j2);
    weigh_roles(w, c, query, form, chosen, count, by);
    weigh_leftovers(w, c, query, form, chosen, count, w->index->entity_homes[entity], by);
    bool exact = is_as_listed(query, form, by);
    if (!exact)
        weigh_order(w, c, query, form, chosen, count, by);
    weigh_title(w, c, query, form, gender, by);
    if (!exact)
        weigh_bodies(w, c, query, form, by);
    if (by->by_rarity != 0.0 && !exact)
        weigh_two_countries(w, c, query, form, by);
    if (by->by_rarity != 0.0)
        weigh_as_person(w, c, query, form, by);
    if (by->turned != 0.0)
        weigh_turned(w, c, query, form, chosen, count, by);
    bool acronym = w->index->form_kinds[form->number] == w->set->form_acronym;
    if (by->common != 0.0 && is_common(w, query, form, acronym))
        add_piece(w, c, EVIDENCE_common, by->common, NOTHING, NOTHING, NOTHING, NOTHING);
    if (acronym) {
        weigh_as_acronym(w, c, query, form, chosen, count, by);
        weigh_pieces(w, c, by);
        return;
    }
    if (brief)
        weigh_as_short(w, c, by);
    else
        weigh_whole(w, c, query, exact, by);
    weigh_pieces(w, c, by);
}

bool look_up_form(work *w, uint32_t form, spelling *found) {
    const index_table *r = w->index;
    uint32_t first = r->first_parts[form], behind = r->first_parts[form + 1];
    if (first > behind || behind > r->form_parts_size || behind - first > MOST_PARTS) {
        w->status = first > behind || behind > r->form_parts_size ? DAMAGED : LEFT_TO_PYTHON;
        return false;
    }
    found->number = form;
    found->size = behind - first;
    found->commas = r->form_commas[form];
    found->capitals = r->form_capitals[form];
    for (uint32_t n = 0; n < found->size; n++)
        if (!look_up(w, w->listed, r->form_parts[first + n], &found->parts[n]))
            return false;
    tell_roles(w, found);
    return true;
}

/* Whether some parts are merely like each other. */
static bool is_unsure(const comparison *c) {
    for (uint32_t n = 0; n < c->count; n++)
        if (has_trait(c->pieces[n].kind, TRAIT_UNSURE))
            return true;
    return false;
}

/* Whether two pieces are about the same text of the query, which both tell one part of. */
static bool same_text(const spelling *query, const piece *a, const piece *b) {
    return a->i != NOTHING && b->i != NOTHING && a->i2 == a->i + 1 && b->i2 == b->i + 1 &&
           query->same_as[a->i] == query->same_as[b->i];
}

static bool is_weak(const piece *p) { return has_trait(p->kind, TRAIT_WEAK); }

/* The last weak piece of the best comparison about the text of a piece; Python's mapping keeps the last. */
static const piece *weak_spot(const spelling *query, const comparison *best, const piece *of) {
    for (uint32_t n = best->count; n-- > 0;)
        if (is_weak(&best->pieces[n]) && same_text(query, &best->pieces[n], of))
            return &best->pieces[n];
    return NULL;
}

/* Find what another form of the entity holds against a weak spot: the last piece that does. */
static const piece *veto_in(const spelling *query, const comparison *best, const comparison *other,
                            const piece *of) {
    for (uint32_t n = other->count; n-- > 0;) {
        const piece *p = &other->pieces[n];
        if (!has_trait(p->kind, TRAIT_VETO))
            continue;
        if (!same_text(query, p, of))
            continue;
        const piece *weak = weak_spot(query, best, p);
        if ((weak && weak->kind == EVIDENCE_extra) || p->kind == EVIDENCE_gender)
            return p;
    }
    return NULL;
}

/* The forms of an entity that count, those in the query's script first. */
typedef struct {
    comparison *at;
    uint32_t count;
} comparisons;

/* Let the other forms hold against the best comparison what contradicts its weak points. */
static void veto(work *w, const spelling *query, comparison *best, comparisons all, const weights *by) {
    comparison changed = *best;
    bool weak = false;
    for (uint32_t n = 0; n < best->count; n++) {
        const piece *p = &best->pieces[n], *found = NULL;
        weak |= is_weak(p);
        if (weak_spot(query, best, p) == NULL)
            continue;
        for (uint32_t m = 0; m < all.count && found == NULL; m++) { /* the first one's word holds */
            uint32_t kind = w->index->form_kinds[all.at[m].form];
            if (kind < 8 && (uint32_t)w->set->forms_of_the_name >> kind & 1)
                found = veto_in(query, best, &all.at[m], p);
        }
        if (found)
            changed.pieces[n] = *found;
    }
    if (!weak)
        return;
    weigh_pieces(w, &changed, by);
    *best = changed;
}

/* Compare a query with every form of an entity; those in its script first, if there are any. */
static comparisons compare_all(work *w, const spelling *query, uint32_t first, uint32_t count,
                               uint32_t entity, const weights *by) {
    spelling form;
    comparisons found = {allot(w, (size_t)count * sizeof(comparison)), 0};
    uint32_t script = query->size ? query->parts[0].script : 0, at_home = 0;
    for (int abroad = 0; abroad < 2 && w->status == FINE; abroad++) {
        for (uint32_t n = first; n < first + count && w->status == FINE; n++) {
            if (!look_up_form(w, n, &form))
                break;
            uint32_t own = form.size ? form.parts[0].script : 0;
            if ((own != script) != abroad)
                continue;
            comparison *c = &found.at[found.count];
            compare(w, query, &form, entity, w->index->form_kinds[n] == w->set->form_short, by, c);
            found.count += !(abroad && at_home && is_unsure(c));
        }
        at_home = found.count;
    }
    return found;
}

const weights *weights_of(const work *w, uint32_t entity) {
    uint8_t type = w->index->entity_types[entity];
    if ((uint32_t)w->set->types_of_places >> type & 1)
        return &w->set->of_places;
    return (uint32_t)w->set->types_of_bodies >> type & 1 ? &w->set->of_bodies : &w->set->of_people;
}

/* Find the form of an entity that speaks most for it, and what it says. */
void best_form(work *w, const spelling *query, uint32_t entity, comparison *best) {
    const index_table *r = w->index;
    uint32_t first = r->first_forms[entity], behind = r->first_forms[entity + 1];
    if (first >= behind || behind > w->form_count || r->entity_types[entity] > 7) {
        w->status = first == behind ? LEFT_TO_PYTHON : DAMAGED;
        return;
    }
    const weights *by = weights_of(w, entity);
    mark before = place_in_memory(w);
    comparisons all = compare_all(w, query, first, behind - first, entity, by);
    uint32_t top = 0;
    for (uint32_t n = 1; n < all.count; n++)
        if (all.at[n].weight > all.at[top].weight)
            top = n;
    if (w->status == FINE) {
        *best = all.at[top];
        veto(w, query, best, all, by);
    }
    back_to(w, before);
}
