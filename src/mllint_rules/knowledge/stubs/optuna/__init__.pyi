# Facts read from Optuna 5.0.0.
import optuna.pruners as pruners
import optuna.samplers as samplers
import optuna.study as study
import optuna.trial as trial
from optuna.study import Study, copy_study, create_study, delete_study, load_study
from optuna.trial import Trial

__version__: str

class TrialPruned(Exception): ...
