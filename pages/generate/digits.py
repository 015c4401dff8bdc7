"""Handwritten digits that nobody wrote."""

from components import frame
from components.generate import digits

frame.show(
    digits.SETTINGS,
    digits.state,
    key="digits",
    sentence="1,797 handwritten digits are points in 41 dimensions; a mixture learns where "
    "they lie, and new points are new digits. Is any of them a copy?",
    details=digits.details,
    more="digits",
)
