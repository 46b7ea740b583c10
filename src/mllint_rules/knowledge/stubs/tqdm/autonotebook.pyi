# Facts read from tqdm 4.70.1.
from tqdm import tqdm, trange
