# Operators of plain values
1 + 2  # reveal: int
1 + 2.5  # reveal: float
1 / 2  # reveal: float
7 // 2  # reveal: int
7 % 2  # reveal: int
2 ** 3  # reveal: int
-3  # reveal: int
-True  # reveal: int
~5  # reveal: int
+2.5  # reveal: float
True & False  # reveal: bool
True + 1  # reveal: int
1j * 2  # reveal: complex
"a" + "b"  # reveal: str
"a" * 3  # reveal: str
3 * "a"  # reveal: str
"%s" % name  # reveal: str
b"a" + b"b"  # reveal: bytes
f"{x}"  # reveal: str
not x  # reveal: bool
x is None  # reveal: bool
x in y  # reveal: bool
1 < 2 <= 3  # reveal: bool
"a" == "b"  # reveal: bool
[1] == [2]  # reveal: bool
x == 1  # reveal: unknown
x + 1  # reveal: unknown
1 if x else "a"  # reveal: int | str
x or 1  # reveal: int | unknown
None or 1  # reveal: int
"a" and 1  # reveal: int | str
(y := 3)  # reveal: int
y  # reveal: int
...  # reveal: ...
(lambda: 1)()  # reveal: int
total = 0
total += 1.5
total  # reveal: float
text = "a"
text += "b"
text  # reveal: str
parts = [1]
parts += [2]
parts  # reveal: list[int]
either = 1 if x else 2.5
either * 2  # reveal: float | int
either + 1.0  # reveal: float
type(3)  # reveal: symbol builtins.int
type(3)("4")  # reveal: int
type(3).__name__  # reveal: str
