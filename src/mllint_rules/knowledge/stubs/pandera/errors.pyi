# Facts read from pandera 0.35.0.
from typing import Any

class SchemaError(Exception):
    schema: Any
    data: Any
    failure_cases: Any

class SchemaErrors(Exception):
    schema: Any
    data: Any
    failure_cases: Any

class SchemaDefinitionError(Exception): ...

class SchemaInitError(Exception): ...
