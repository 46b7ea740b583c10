"""Comments that suppress findings: `# mllint: ignore[…]`, `ignore-next`, `ignore-file`, and `# noqa`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from mllint_rules.model.text import Span
from mllint_rules.source.document import Document, Kind
from mllint_rules.source.logical_lines import LogicalLine, logical_lines
from mllint_rules.source.suppression_comments import Marker, MarkerKind, find_markers
