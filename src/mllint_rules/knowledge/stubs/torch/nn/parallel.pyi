# Facts read from PyTorch 2.13.0.
from typing import Any, Generic, TypeVar

import torch.nn

M = TypeVar("M", bound=torch.nn.Module)

class DataParallel(torch.nn.Module, Generic[M]):
    module: M
    def __init__(self, module: M, device_ids=None, output_device=None, dim=0) -> None: ...

class DistributedDataParallel(torch.nn.Module, Generic[M]):
    module: M
    def __init__(self, module: M, device_ids=None, output_device=None, dim=0, broadcast_buffers=None, init_sync=True, process_group=None, bucket_cap_mb=None, find_unused_parameters=False, check_reduction=False, gradient_as_bucket_view=False, static_graph=False, delay_all_reduce_named_params=None, param_to_hook_all_reduce=None, mixed_precision=None, device_mesh=None, skip_all_reduce_unused_params=False, bucket_cap_mb_list=None, batched_grad_copy=False, forward_sync_buffers=None) -> None: ...
    def no_sync(self) -> Any: ...
