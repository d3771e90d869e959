"""How good answers are on names whose bearers a person has told: precision, recall, calibration, errors."""

from names.evaluation.evaluating import Evaluation, Reached, evaluate
from names.evaluation.judging import Mistake
from names.evaluation.proportions import Proportion
from names.evaluation.reliability import ScoreBin

__all__ = ["Evaluation", "Mistake", "Proportion", "Reached", "ScoreBin", "evaluate"]
