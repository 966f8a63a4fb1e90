"""The extractor beside what readers have marked by hand."""

from onrecord.evaluation import annotate
from onrecord.evaluation.gold import as_pass, read_gold
from onrecord.evaluation.reliability import agreement, alpha, beside, recorded
from onrecord.evaluation.scoring import errors, evaluate, scores, summary
from onrecord.evaluation.unseen import out_of_view

__all__ = [
    "agreement", "alpha", "annotate", "as_pass", "beside", "errors", "evaluate",
    "out_of_view", "read_gold", "recorded", "scores", "summary",
]  # fmt: skip
