# coding: utf-8

# In[1]:

import pandas as pd

get_ipython().run_line_magic("matplotlib", "inline")

# In[2]:

customers = pd.read_csv("data/customers.csv", dtype="string")
display(customers.head())
