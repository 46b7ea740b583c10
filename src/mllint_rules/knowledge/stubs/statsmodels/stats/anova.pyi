# Facts read from statsmodels 0.15.0.
import pandas

def anova_lm(*args, **kwargs) -> pandas.DataFrame: ...
