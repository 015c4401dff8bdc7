"""How one point is made, step by step."""

from components import frame
from components.generate import anatomy

frame.show(
    anatomy.SETTINGS,
    anatomy.state,
    key="anatomy",
    sentence="Choose a component, draw z, multiply, add: four steps make a point that was never "
    "measured. Play them, or step with the arrow keys.",
    more="generate",
)
