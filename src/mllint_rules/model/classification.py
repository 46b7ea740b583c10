"""The words by which a rule is classified."""

from __future__ import annotations

from enum import Enum


class Severity(str, Enum):
    """How loudly a finding speaks; decides the level in CI formats and the letter in pylint."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Confidence(str, Enum):
    """How often a finding is true on real code, and by that the preset that runs the rule."""

    PROVEN = "proven"
    LIKELY = "likely"
    ADVISORY = "advisory"


class Preset(str, Enum):
    """Which confidences run."""

    RECOMMENDED = "recommended"
    STRICT = "strict"
    ALL = "all"

    def runs(self, confidence: Confidence) -> bool:
        """Whether rules of this confidence are on under the preset."""
        if self is Preset.RECOMMENDED:
            return confidence is Confidence.PROVEN
        return self is Preset.ALL or confidence is not Confidence.ADVISORY


class Practice(str, Enum):
    """The ML-engineering practices; every rule serves one, and the audit scores a project by them."""

    CLEAN_CODE = "clean-code"
    LOOSE_COUPLING = "loose-coupling"
    TEST_SUITE = "test-suite"
    TYPE_SAFETY_CODE = "type-safety-code"
    TYPE_SAFETY_DATA = "type-safety-data"
    DATA_VALIDATION = "data-validation"
    OBSERVABILITY_CODE = "observability-code"
    OBSERVABILITY_MODEL = "observability-model"
    OBSERVABILITY_DATA = "observability-data"
    CI_CD = "ci-cd"
    QUALITY_GATES = "quality-gates"
    SECURITY_SCANS = "security-scans"
    DATA_LINEAGE = "data-lineage"
    REPRODUCIBILITY = "reproducibility"
    GOOD_TOOLS = "good-tools"
    IAC = "iac"
    PROD_ACCESS = "prod-access"
    PROFILING = "profiling"
    TOOL_REEVALUATION = "tool-reevaluation"


class Category(str, Enum):
    """The kind of harm a rule looks for."""

    CORRECTNESS = "correctness"
    REPRODUCIBILITY = "reproducibility"
    LEAKAGE = "leakage"
    DATA_CONTRACT = "data-contract"
    OBSERVABILITY = "observability"
    DESIGN = "design"
    PERFORMANCE = "performance"
    SECURITY = "security"
    LINEAGE = "lineage"
    UPGRADE = "upgrade"
    PROCESS = "process"

    @property
    def practice(self) -> Practice:
        """The practice a rule of this category serves when it names no other."""
        return _PRACTICES[self]

    @property
    def severity(self) -> Severity:
        """The severity of a rule of this category when it names no other."""
        return _SEVERITIES.get(self, Severity.WARNING)


_PRACTICES = {
    Category.CORRECTNESS: Practice.CLEAN_CODE,
    Category.REPRODUCIBILITY: Practice.REPRODUCIBILITY,
    Category.LEAKAGE: Practice.OBSERVABILITY_MODEL,
    Category.DATA_CONTRACT: Practice.TYPE_SAFETY_DATA,
    Category.OBSERVABILITY: Practice.OBSERVABILITY_CODE,
    Category.DESIGN: Practice.CLEAN_CODE,
    Category.PERFORMANCE: Practice.PROFILING,
    Category.SECURITY: Practice.SECURITY_SCANS,
    Category.LINEAGE: Practice.DATA_LINEAGE,
    Category.UPGRADE: Practice.TOOL_REEVALUATION,
    Category.PROCESS: Practice.QUALITY_GATES,
}
_SEVERITIES = {
    Category.CORRECTNESS: Severity.ERROR,
    Category.LEAKAGE: Severity.ERROR,
    Category.SECURITY: Severity.ERROR,
    Category.DESIGN: Severity.INFO,
    Category.PERFORMANCE: Severity.INFO,
    Category.PROCESS: Severity.INFO,
}
