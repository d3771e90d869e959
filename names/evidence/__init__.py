"""What two spellings say about having one bearer: evidence, piece by piece, and its weights."""

from names.evidence.comparison import (
    LEVEL,
    Comparison,
    as_probability,
    shared_with_relatives,
    similarity,
    weighed,
)
from names.evidence.distance import PartDistance, pair_weight, part_distance
from names.evidence.piece import Evidence
from names.evidence.weights import (
    BODY_WEIGHTS,
    PLACE_WEIGHTS,
    WEIGHT_MAPS,
    WEIGHTS,
    Rarity,
    Weights,
    added_up,
    weights_for,
)
from names.evidence.wording import because, is_unlike, listing, sentence
from names.kinds import EvidenceKind

__all__ = [
    "BODY_WEIGHTS",
    "LEVEL",
    "PLACE_WEIGHTS",
    "WEIGHTS",
    "WEIGHT_MAPS",
    "Comparison",
    "Evidence",
    "EvidenceKind",
    "PartDistance",
    "Rarity",
    "Weights",
    "added_up",
    "as_probability",
    "because",
    "is_unlike",
    "listing",
    "pair_weight",
    "part_distance",
    "sentence",
    "shared_with_relatives",
    "similarity",
    "weighed",
    "weights_for",
]
