# Lists, sets and tuples: elements, slices, unpacking
import copy
import itertools
import random
from collections import deque

import pandas as pd

numbers = [1, 2, 3]
numbers[0]  # reveal: int
numbers[1:]  # reveal: list[int]
numbers.pop()  # reveal: int
numbers.copy()  # reveal: list[int]
numbers + [1.5]  # reveal: list[float | int]
numbers * 2  # reveal: list[int]
[*numbers, 0.5]  # reveal: list[float | int]
[]  # reveal: list[unknown]
mixed = [1]
mixed.append("a")
mixed[0]  # reveal: int | str
grown = []
grown.append(pd.DataFrame())
grown[0]  # reveal: pandas.DataFrame | unknown
list(range(3))  # reveal: list[int]
list("abc")  # reveal: list[str]
set(numbers)  # reveal: set[int]
set(numbers) | {1.5}  # reveal: set[float | int]
set(numbers) - {1}  # reveal: set[int]
frozenset(numbers)  # reveal: frozenset[int]
tuple(numbers)  # reveal: tuple[int, ...]
tuple(numbers)[0]  # reveal: int
deque(numbers).popleft()  # reveal: int

pair = (1, "a")
pair[0]  # reveal: int
pair[-1]  # reveal: str
pair[5]  # reveal: unknown
pair[:1]  # reveal: tuple[int]
pair + (2.5,)  # reveal: tuple[int, str, float]
(*pair, None)  # reveal: tuple[int, str, None]
pair[index]  # reveal: int | str
first, second = pair
second  # reveal: str
head, *tail = [1, 2, 3]
head  # reveal: int
*start, last = pair
last  # reveal: unknown
(a, b), c = (1, 2.5), "x"
b  # reveal: float
a = b = 3
b  # reveal: int
a, b = b, "swap"
a  # reveal: int
b  # reveal: str

sorted(numbers)  # reveal: list[int]
sorted({"b", "a"}, key=len, reverse=True)  # reveal: list[str]
reversed(numbers)  # reveal: reversed[int]
list(reversed(numbers))  # reveal: list[int]
max(numbers)  # reveal: int
max(1, 2.5)  # reveal: float | int
min(["a"], default=None)  # reveal: None | str
sum(numbers)  # reveal: int
next(iter(numbers))  # reveal: int
next(iter(numbers), None)  # reveal: None | int
enumerate(["a"])  # reveal: enumerate[str]
list(enumerate(["a"]))  # reveal: list[tuple[int, str]]
zip([1], ["a"], [2.5])  # reveal: zip[tuple[int, str, float]]
list(zip(numbers, "abc"))  # reveal: list[tuple[int, str]]
map(str, numbers)  # reveal: map[str]
list(map(lambda x: [x], numbers))  # reveal: list[list[unknown]]
list(filter(None, numbers))  # reveal: list[int]
list(filter(bool, zip(numbers, "abc")))  # reveal: list[tuple[int, str]]
copy.deepcopy(numbers)  # reveal: list[int]
random.choice(numbers)  # reveal: int
random.sample(["a", "b"], 1)  # reveal: list[str]
list(itertools.chain(numbers, [2]))  # reveal: list[int]
[pair for pair in itertools.product([1], "ab")]  # reveal: list[tuple[int, str]]
[[x] for x in numbers]  # reveal: list[list[int]]
[x for row in [[1.5]] for x in row]  # reveal: list[float]
{x for x in "abc"}  # reveal: set[str]
(x for x in numbers)  # reveal: collections.abc.Generator[int]
