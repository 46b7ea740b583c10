"""Write the month's report."""

import sys

sys.path.append("..")

from churn.reporting import compare, write  # noqa: E402

import pandas  # noqa: E402

write("data/customers.csv", "report.csv")
print(compare(pandas.read_csv("report.csv", dtype={"region": "string", "monthly_fee": "float64"})))
