/* The kinds of evidence and of parts, and the weights: made of names/kinds.py and
 * names/evidence/weights.py by makers/kinds.py, which tests hold it against: change those. */
#ifndef NAMES_KINDS_H
#define NAMES_KINDS_H

typedef enum {
    TRAIT_BY_RULE = 1,
    TRAIT_EQUAL = 2,
    TRAIT_WHOLE = 4,
    TRAIT_REACHES = 8,
    TRAIT_CLOSE = 16,
    TRAIT_UNSURE = 32,
    TRAIT_WEAK = 64,
    TRAIT_VETO = 128,
    TRAIT_UNPAIRED = 256,
    TRAIT_LIMITS = 512,
    TRAIT_SUMMED = 1024,
    TRAIT_BESIDE = 2048,
} trait;

typedef enum {
    PART_NAME = 1,
    PART_SMALL = 2,
    PART_ALONE = 4,
    PART_OF_BODIES = 8,
    PART_COUNTED = 16,
} part_trait;

typedef enum {
    SHARED_NAME = 1,
    SHARED_SHORT = 2,
    SHARED_FAMILY = 4,
} shared_as;

#define EVIDENCE_KINDS(X) \
    X(same, "same", TRAIT_BY_RULE | TRAIT_EQUAL | TRAIT_WHOLE | TRAIT_REACHES) \
    X(letters, "letters", TRAIT_BY_RULE | TRAIT_EQUAL | TRAIT_WHOLE | TRAIT_REACHES) \
    X(rules, "rules", TRAIT_BY_RULE | TRAIT_EQUAL | TRAIT_WHOLE | TRAIT_REACHES) \
    X(sound, "sound", TRAIT_EQUAL | TRAIT_WHOLE | TRAIT_REACHES | TRAIT_UNSURE | TRAIT_WEAK) \
    X(form, "form", TRAIT_REACHES | TRAIT_UNSURE) \
    X(far_form, "far form", TRAIT_UNSURE) \
    X(near, "near", TRAIT_CLOSE | TRAIT_UNSURE | TRAIT_WEAK) \
    X(slip, "slip", TRAIT_CLOSE | TRAIT_UNSURE | TRAIT_WEAK) \
    X(misread, "misread", TRAIT_CLOSE | TRAIT_UNSURE | TRAIT_WEAK) \
    X(patronymic, "patronymic", TRAIT_REACHES) \
    X(joined, "joined", TRAIT_WHOLE | TRAIT_REACHES | TRAIT_UNSURE) \
    X(initial, "initial", 0) \
    X(gender, "gender", TRAIT_VETO | TRAIT_LIMITS) \
    X(contradicted, "contradicted", TRAIT_UNPAIRED | TRAIT_LIMITS) \
    X(father_contradicted, "father contradicted", TRAIT_VETO | TRAIT_UNPAIRED | TRAIT_LIMITS) \
    X(initial_contradicted, "initial contradicted", TRAIT_VETO | TRAIT_UNPAIRED | TRAIT_LIMITS) \
    X(omitted, "omitted", 0) \
    X(extra, "extra", TRAIT_WEAK) \
    X(another, "another", TRAIT_LIMITS) \
    X(no_body, "no body", 0) \
    X(other_word, "other word", TRAIT_WEAK) \
    X(legal_form, "legal form", TRAIT_WEAK) \
    X(home, "home", TRAIT_WHOLE) \
    X(abroad, "abroad", TRAIT_LIMITS) \
    X(acronym, "acronym", 0) \
    X(common, "common", 0) \
    X(turned, "turned", 0) \
    X(generation, "generation", TRAIT_LIMITS) \
    X(number, "number", TRAIT_LIMITS) \
    X(aside, "aside", TRAIT_WHOLE) \
    X(order, "order", TRAIT_WHOLE) \
    X(short, "short", 0) \
    X(whole, "whole", 0) \
    X(shared, "shared", 0) \
    X(listed, "listed", TRAIT_WHOLE) \
    X(kin, "kin", TRAIT_SUMMED) \
    X(neighbours, "neighbours", TRAIT_SUMMED) \
    X(crossed, "crossed", TRAIT_WHOLE) \
    X(family_alone, "family alone", 0) \
    X(skipped, "skipped", 0) \
    X(gap, "gap", 0)

#define PART_KINDS(X) \
    X(word, PART_NAME | PART_COUNTED) \
    X(initial, PART_NAME) \
    X(title, PART_SMALL) \
    X(suffix, 0) \
    X(particle, PART_SMALL) \
    X(generation, PART_ALONE) \
    X(other, 0) \
    X(filiation, 0) \
    X(legal, PART_SMALL | PART_ALONE | PART_OF_BODIES) \
    X(concept, PART_NAME | PART_OF_BODIES | PART_COUNTED) \
    X(company, PART_SMALL | PART_OF_BODIES) \
    X(country, PART_NAME | PART_ALONE | PART_OF_BODIES | PART_COUNTED) \
    X(locality, PART_SMALL | PART_ALONE | PART_OF_BODIES) \
    X(filler, PART_SMALL | PART_OF_BODIES)

#define WRITINGS(X) \
    X(alphabet) \
    X(syllables) \
    X(abjad)

#define PAIR_WRITINGS(X) \
    X(latin, "latin") \
    X(one_script, "one script") \
    X(alphabet, "alphabet") \
    X(syllables, "syllables") \
    X(abjad, "abjad")

#define WEIGHTS(X) \
    X(letters) \
    X(rules) \
    X(sound) \
    X(sound_in_one_script) \
    X(near) \
    X(form) \
    X(form_alike) \
    X(far_form) \
    X(rarest_form) \
    X(error) \
    X(per_distance) \
    X(per_distance_in_one_script) \
    X(fade_skeleton) \
    X(fade_keys) \
    X(slip) \
    X(misread) \
    X(known) \
    X(other_name) \
    X(per_letter) \
    X(farthest_father) \
    X(other_opening) \
    X(farthest_read) \
    X(short_alike) \
    X(tolerance) \
    X(father_tolerance) \
    X(small_word) \
    X(initial) \
    X(initial_contradicted) \
    X(contradicted) \
    X(contradicted_loosely) \
    X(father_contradicted) \
    X(gender) \
    X(generation) \
    X(generation_omitted) \
    X(legal_unlike) \
    X(no_body) \
    X(word_unlike) \
    X(concept_unlike) \
    X(kind_unlike) \
    X(kind_left) \
    X(home) \
    X(home_omitted) \
    X(abroad) \
    X(acronym) \
    X(no_acronym) \
    X(common) \
    X(turned) \
    X(region) \
    X(by_rarity) \
    X(of_concept) \
    X(of_country) \
    X(omitted) \
    X(extra) \
    X(another) \
    X(legal) \
    X(kin) \
    X(branch) \
    X(unlike) \
    X(short_) \
    X(whole) \
    X(shared) \
    X(listed) \
    X(order) \
    X(disorder) \
    X(crossed) \
    X(crossed_alike) \
    X(family_alone) \
    X(skipped) \
    X(gap)

#define WEIGHT_MAPS(X) \
    X(vowels) \
    X(farthest) \
    X(near_by_letters)

#endif
