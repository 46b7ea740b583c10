import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf

wages = pd.read_csv("wages.csv")
wages = wages[wages["wage"] > 1]
print(wages.groupby("region")["wage"].agg(["mean", "median", "count"]))
wages["log_wage"] = np.log(wages["wage"])
wages["experience_c"] = wages["experience"] - wages["experience"].mean()

model = smf.ols("log_wage ~ education + experience_c + I(experience_c ** 2) + C(region)", data=wages)
result = model.fit(cov_type="HC3")
print(result.summary())

X = sm.add_constant(wages[["education", "experience_c"]])
print(sm.OLS(wages["log_wage"], X).fit().params)
effect = result.params["education"]
low, high = result.conf_int().loc["education"]
print(f"one more year of school: {np.expm1(effect):.1%} ({np.expm1(low):.1%} to {np.expm1(high):.1%})")
residuals = pd.Series(result.resid, index=wages.index)
print(residuals.groupby(wages["sector"]).mean())
with open("wages.tex", "w") as handle:
    handle.write(result.summary().as_latex())
