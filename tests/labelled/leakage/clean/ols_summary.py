import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf

wages = pd.read_csv("wages.csv")
wages["log_wage"] = np.log(wages["wage"])
wages["experience_c"] = wages["experience"] - wages["experience"].mean()

model = smf.ols("log_wage ~ education + experience_c + I(experience_c ** 2) + C(region)", data=wages)
result = model.fit(cov_type="HC3")
print(result.summary())

X = sm.add_constant(wages[["education", "experience_c"]])
print(sm.OLS(wages["log_wage"], X).fit().params)
