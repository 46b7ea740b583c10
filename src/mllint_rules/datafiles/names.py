"""What the name of a column says: a key, or a code that is no quantity although it is written in digits."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_KEYS = frozenset(
    {"id", "key", "uuid", "guid", "pk", "identifier", "sku", "isbn", "ean", "gtin", "iban", "ssn"}
)
_NUMBERS = frozenset({"number", "num", "no", "nr"})
_CODES = frozenset(
    {
        "zip", "zipcode", "postal", "postcode", "postalcode", "plz", "phone", "telephone", "mobile", "fax", "isbn",
        "issn", "ean", "gtin", "upc", "barcode", "sku", "fips", "iban", "bic", "account", "ssn", "code", "naics",
    }
)  # fmt: skip


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def is_key_name(name: str) -> bool:
    """Whether a name says that each row has its own value: `order_id`, `PassengerId`, `uuid`; or has no name at all.

    The one column without a name is the index of a frame that was written with it.
    """
    words = _words(name)
    if not words:
        return not name.strip()
    return words[-1] in _KEYS or words[0] in ("id", "uuid", "guid") or words == ["index"]


def is_code_name(name: str) -> bool:
    """Whether digits below that name are a code: `zip`, `phone_number`, `area_code`; not `account_balance`."""
    words = _words(name)
    while words and words[-1] in _NUMBERS:
        words.pop()
    return bool(words) and words[-1] in _CODES
