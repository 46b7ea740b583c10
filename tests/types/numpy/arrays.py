# Arrays: making, selecting, operators, functions
import numpy as np

a = np.array([1, 2])
a  # reveal: numpy.ndarray
np.zeros((3, 3))  # reveal: numpy.ndarray
np.arange(3)  # reveal: numpy.ndarray
np.linspace(0, 1)  # reveal: numpy.ndarray
np.random.rand(3)  # reveal: numpy.ndarray
np.random.default_rng(0)  # reveal: numpy.random.Generator
np.random.default_rng(0).normal(size=3)  # reveal: numpy.ndarray
np.random.default_rng(0).random()  # reveal: float
np.random.RandomState(0)  # reveal: numpy.random.RandomState
np.random.permutation(3)  # reveal: numpy.ndarray
np.load("a.npy")  # reveal: unknown
np.loadtxt("a.txt")  # reveal: numpy.ndarray
a + 1  # reveal: numpy.ndarray
1 + a  # reveal: numpy.ndarray
[1, 2] + a  # reveal: numpy.ndarray
a * a  # reveal: numpy.ndarray
a @ a  # reveal: numpy.ndarray
-a  # reveal: numpy.ndarray
~(a > 1)  # reveal: numpy.ndarray
a > 1  # reveal: numpy.ndarray
(a > 1) & (a < 3)  # reveal: numpy.ndarray
a == b  # reveal: unknown
a + b  # reveal: unknown
a / 255.0  # reveal: numpy.ndarray
a += 1
a  # reveal: numpy.ndarray
a[0]  # reveal: unknown
a[1:]  # reveal: numpy.ndarray
a[:, 0]  # reveal: numpy.ndarray
a[:, :2]  # reveal: numpy.ndarray
a[:, None]  # reveal: numpy.ndarray
a[..., 0]  # reveal: numpy.ndarray
a[0, 1]  # reveal: unknown
a[a > 1]  # reveal: numpy.ndarray
a[[0, 1]]  # reveal: numpy.ndarray
a[np.argsort(a)]  # reveal: numpy.ndarray
a.T  # reveal: numpy.ndarray
a.shape  # reveal: tuple[int, ...]
a.shape[0]  # reveal: int
a.reshape(-1, 1)  # reveal: numpy.ndarray
a.reshape(-1, 1).astype(np.float32).ravel()  # reveal: numpy.ndarray
a.flatten()  # reveal: numpy.ndarray
a.copy()  # reveal: numpy.ndarray
a.tolist()  # reveal: list
a.mean()  # reveal: unknown
a.sum(axis=0)  # reveal: unknown
a.dtype  # reveal: numpy.dtype
len(a)  # reveal: int
rows, columns = a.shape
rows  # reveal: int

np.where(a > 1, a, 0)  # reveal: numpy.ndarray
np.where(a > 1)  # reveal: tuple[numpy.ndarray, ...]
np.where(a > 1)[0]  # reveal: numpy.ndarray
np.argmax(a)  # reveal: numpy.int64
np.argmax(a, axis=1)  # reveal: numpy.ndarray
np.argsort(a)  # reveal: numpy.ndarray
np.unique(a)  # reveal: numpy.ndarray
np.unique(a, return_counts=True)  # reveal: tuple[numpy.ndarray, numpy.ndarray]
values, counts = np.unique(a, return_counts=True)
counts  # reveal: numpy.ndarray
np.unique(a, return_index=True)  # reveal: tuple[numpy.ndarray, numpy.ndarray]
np.unique(a, return_inverse=True, return_counts=True)  # reveal: tuple[numpy.ndarray, numpy.ndarray, numpy.ndarray]
np.unique(a, return_counts=flag)  # reveal: numpy.ndarray | tuple[numpy.ndarray, numpy.ndarray] | unknown
np.log(a)  # reveal: numpy.ndarray
np.exp(-a)  # reveal: numpy.ndarray
np.sqrt(a ** 2)  # reveal: numpy.ndarray
np.maximum(a, 0)  # reveal: numpy.ndarray
np.abs(a)  # reveal: numpy.ndarray
np.concatenate([a, a])  # reveal: numpy.ndarray
np.vstack([a, a])  # reveal: numpy.ndarray
np.stack([a, a])  # reveal: numpy.ndarray
np.hstack((a, a))  # reveal: numpy.ndarray
np.expand_dims(a, 0)  # reveal: numpy.ndarray
np.dot(a, a)  # reveal: unknown
np.clip(a, 0, 1)  # reveal: numpy.ndarray
np.round(a, 2)  # reveal: numpy.ndarray
np.zeros_like(a)  # reveal: numpy.ndarray
np.isnan(a)  # reveal: numpy.ndarray
np.nan_to_num(a)  # reveal: numpy.ndarray
np.cumsum(a)  # reveal: numpy.ndarray
np.meshgrid(a, a)  # reveal: list[numpy.ndarray] | tuple[numpy.ndarray, ...]
np.array_split(a, 3)  # reveal: list[numpy.ndarray]
np.split(a, 3)[0]  # reveal: numpy.ndarray
np.allclose(a, a)  # reveal: bool
np.float32(3)  # reveal: numpy.float32
np.pi  # reveal: float
np.nan  # reveal: float
np.inf  # reveal: float
np.mean(a)  # reveal: unknown
np.linalg.norm(a)  # reveal: unknown
np.linalg.inv(a)  # reveal: numpy.ndarray
[row for row in a]  # reveal: list[unknown]
for i, row in enumerate(a):
    i  # reveal: int
