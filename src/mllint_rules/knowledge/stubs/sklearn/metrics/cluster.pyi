# Facts read from scikit-learn 1.9.1.
from typing import Any

from sklearn.metrics import adjusted_mutual_info_score
from sklearn.metrics import adjusted_rand_score
from sklearn.metrics import calinski_harabasz_score
from sklearn.metrics import completeness_score
from sklearn.metrics import consensus_score
from sklearn.metrics import davies_bouldin_score
from sklearn.metrics import fowlkes_mallows_score
from sklearn.metrics import homogeneity_completeness_v_measure
from sklearn.metrics import homogeneity_score
from sklearn.metrics import mutual_info_score
from sklearn.metrics import normalized_mutual_info_score
from sklearn.metrics import pair_confusion_matrix
from sklearn.metrics import rand_score
from sklearn.metrics import silhouette_samples
from sklearn.metrics import silhouette_score
from sklearn.metrics import v_measure_score

def contingency_matrix(labels_true, labels_pred, *, eps=None, sparse=False, dtype=...) -> Any: ...
def entropy(labels) -> float: ...
def expected_mutual_information(contingency, n_samples) -> Any: ...
