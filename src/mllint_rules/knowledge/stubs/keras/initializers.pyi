# Facts read from Keras 3.15.1.
from typing import Any

class Initializer:
    def __call__(self, *args, **kwargs) -> Any: ...

class Constant(Initializer):
    def __init__(self, value=0.0) -> None: ...

class Identity(Initializer):
    def __init__(self, gain=1.0) -> None: ...

class Ones(Initializer): ...

class STFT(Initializer):
    def __init__(self, side='real', window='hann', scaling='density', periodic=False) -> None: ...

class Zeros(Initializer): ...

class Orthogonal(Initializer):
    def __init__(self, gain=1.0, seed=None) -> None: ...

class RandomNormal(Initializer):
    def __init__(self, mean=0.0, stddev=0.05, seed=None) -> None: ...

class RandomUniform(Initializer):
    def __init__(self, minval=-0.05, maxval=0.05, seed=None) -> None: ...

class TruncatedNormal(Initializer):
    def __init__(self, mean=0.0, stddev=0.05, seed=None) -> None: ...

class VarianceScaling(Initializer):
    def __init__(self, scale=1.0, mode='fan_in', distribution='truncated_normal', seed=None, input_axes=None, output_axes=None) -> None: ...

class GlorotNormal(VarianceScaling):
    def __init__(self, seed=None, input_axes=None, output_axes=None) -> None: ...

class GlorotUniform(VarianceScaling):
    def __init__(self, seed=None, input_axes=None, output_axes=None) -> None: ...

class HeNormal(VarianceScaling):
    def __init__(self, seed=None, input_axes=None, output_axes=None) -> None: ...

class HeUniform(VarianceScaling):
    def __init__(self, seed=None, input_axes=None, output_axes=None) -> None: ...

class LecunNormal(VarianceScaling):
    def __init__(self, seed=None, input_axes=None, output_axes=None) -> None: ...

class LecunUniform(VarianceScaling):
    def __init__(self, seed=None, input_axes=None, output_axes=None) -> None: ...

STFTInitializer = STFT
stft = STFT
constant = Constant
IdentityInitializer = Identity
identity = Identity
ones = Ones
zeros = Zeros
glorot_normal = GlorotNormal
glorot_uniform = GlorotUniform
he_normal = HeNormal
he_uniform = HeUniform
lecun_normal = LecunNormal
lecun_uniform = LecunUniform
OrthogonalInitializer = Orthogonal
orthogonal = Orthogonal
random_normal = RandomNormal
random_uniform = RandomUniform
truncated_normal = TruncatedNormal
variance_scaling = VarianceScaling

def deserialize(config, custom_objects=None) -> Any: ...
def get(identifier) -> Any: ...
def serialize(initializer) -> Any: ...
