"""Chinese numerals (六千五百三十七, 三十八点六四) → the same number in digits. Exact: text to text, no float."""

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1000}
_BLOCKS = {"万": 10**4, "亿": 10**8}
DIGITS = "".join(_DIGITS)
LETTERS = DIGITS + "".join(_TENS)
"""All letters of a numeral below 万."""


def in_digits(written: str) -> str | None:
    """The number in Arabic digits; None where the letters make no number (十五千)."""
    whole, point, fraction = written.partition("点")
    value = _plain(whole) if whole and all(letter in _DIGITS for letter in whole) else _counted(whole)
    if value is None or (point and not all(letter in _DIGITS for letter in fraction)) or (point and not fraction):
        return None
    return f"{value}.{''.join(str(_DIGITS[letter]) for letter in fraction)}" if point else str(value)


def counted_in(written: str, scale: str) -> str | None:
    """The number in Arabic digits of a numeral that a scale ends: 两亿两千九百 and 万 are 229000000."""
    whole = _counted(written + scale)
    return str(whole) if whole is not None else None


def _plain(whole: str) -> int:
    """二〇二三: digit by digit; one digit alone is itself."""
    return int("".join(str(_DIGITS[letter]) for letter in whole))


def _counted(whole: str) -> int | None:
    total = block = 0
    digit: int | None = None
    last = 10**5
    for letter in whole:
        if letter in _DIGITS:
            digit = _DIGITS[letter]
        elif letter in _TENS:
            if _TENS[letter] >= last:
                return None
            last = _TENS[letter]
            block += (1 if digit is None else digit) * last
            digit = None
        elif letter in _BLOCKS:
            total += (block + (digit or 0)) * _BLOCKS[letter]
            block, digit, last = 0, None, 10**5
        else:
            return None
    return total + block + (digit or 0) if whole else None
