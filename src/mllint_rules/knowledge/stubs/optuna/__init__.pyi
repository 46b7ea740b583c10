# Facts read from Optuna 5.0.0.
import optuna.importance as importance
import optuna.pruners as pruners
import optuna.samplers as samplers
import optuna.storages as storages
import optuna.study as study
import optuna.trial as trial
import optuna.visualization as visualization
from optuna.study import Study, copy_study, create_study, delete_study, get_all_study_names, get_all_study_summaries, load_study
from optuna.trial import Trial, create_trial

__version__: str

class TrialPruned(Exception): ...
