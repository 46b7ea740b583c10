# Which value a name holds: branches, loops, try, closures, global
import pandas as pd

if flag:
    value = 1
else:
    value = "a"
value  # reveal: int | str
value = 2.5
value  # reveal: float

try:
    loaded = pd.read_csv("a.csv")
except FileNotFoundError as error:
    error  # reveal: FileNotFoundError
    loaded = None
loaded  # reveal: None | pandas.DataFrame
try:
    pass
except (ValueError, KeyError) as error:
    error  # reveal: KeyError | ValueError

frame = pd.DataFrame()
for path in paths:
    frame = frame.append(pd.read_csv(path))
frame  # reveal: pandas.DataFrame

same = frame
same  # reveal: pandas.DataFrame
first = second = pd.Series()
second  # reveal: pandas.Series
if (found := pd.read_csv("a.csv")) is not None:
    found  # reveal: pandas.DataFrame
while chunk := file.read(3):
    chunk  # reveal: unknown
del frame
frame = 3
frame  # reveal: int


def outer():
    inside = pd.DataFrame()

    def inner():
        return inside  # reveal: pandas.DataFrame

    return inner()  # reveal: pandas.DataFrame


def setter():
    global shared
    shared = pd.DataFrame()


shared = None
shared  # reveal: None | pandas.DataFrame


def counter():
    count = 0

    def up():
        nonlocal count
        count += 1
        return count  # reveal: int

    return up


circular = circular
circular  # reveal: unknown
