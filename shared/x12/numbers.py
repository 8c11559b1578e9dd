"""Numbers that prove themselves: the check digit of an NPI."""


def is_npi(value: str) -> bool:
    """Whether a value is a National Provider Identifier: ten digits, first 1 or 2, Luhn over 80840 and the number."""
    if len(value) != 10 or not value.isdecimal() or not value.isascii() or value[0] not in "12":
        return False
    digits = [int(digit) for digit in f"80840{value}"]
    doubled = [2 * digit - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(digits[-1::-2])) % 10 == 0
