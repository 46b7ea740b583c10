# Facts read from PyTorch 2.13.0.
from typing import Any

def export(model, args=(), f=None, *, kwargs=None, verbose=None, input_names=None, output_names=None, opset_version=None, dynamo=True, external_data=True, dynamic_shapes=None, custom_translation_table=None, report=False, optimize=True, verify=False, profile=False, dump_exported_program=False, artifacts_dir='.', export_params=True, keep_initializers_as_inputs=False, dynamic_axes=None, training=..., operator_export_type=..., do_constant_folding=True, custom_opsets=None, export_modules_as_functions=False, autograd_inlining=True) -> Any: ...
