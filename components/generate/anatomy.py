"""How one point is made: what is asked, what is made, and its words."""

from components import compare, points
from components.figures import making
from components.figures.making import Making
from components.generate import draws, sample
from components.stage.scene import joined
from components.stage.state import Fact, Facts, Film, Frame, State
from core import generation
from core.arrays import Array
from core.datasets import Dataset
from core.projection import plane_of
from core.settings import Frame as FrameSetting
from core.settings import Group, Values

SETTINGS = (
    *sample.model_groups("stretched", 4),
    Group("Point", (draws.DRAW, FrameSetting())),
)


def state(at: Values) -> State:
    """The film of one point: z on the left, the data on the right, the spin below."""
    data, c = points.data_of(at), compare.fits_of(at).comparison
    mixture = plane_of(data.points, data.pair).project_mixture(c.mixture)
    point = Making(mixture, c.numbers, generation.anatomy(mixture, seed=at["draw"]))
    said = captions(point)

    def draw(i: int) -> Frame:
        above = making.making(data, point, i)
        scene = joined(above, making.spinner(point, i), share=0.8, below=True, height=620)
        return Frame(scene, said[i], facts(point, i))

    return State(
        Film(len(said), draw),
        alt(data, point),
        notes=points.picture_notes(data, "points", "curves"),
    )


def captions(point: Making) -> list[str]:
    """What each step does, with its numbers."""
    made = point.made
    weight = float(point.mixture.weights[made.component])
    factor, effect = _factor(made.factor)
    return [
        "Four steps make a new point. Play them, or take them one by one.",
        f"Choose a component: the spin {made.spin:.3f} falls into the share of component "
        f"{point.number}, whose weight is {weight:.3f}.",
        f"Draw z = {_place(made.z)}: each entry from a standard normal, whatever the component.",
        f"Multiply by its {factor}: L z = {_place(made.stretched)}. {effect}",
        f"Add its mean {_place(made.point - made.stretched)}: the new point is "
        f"{_place(made.point)}.",
    ]


def facts(point: Making, step: int) -> Facts:
    """What is known of the new point by then."""
    made = point.made
    known = (  # from which step on
        (1, "Component", f"{point.number}", "Chosen by the spin."),
        (2, "z", _place(made.z), "Each entry from a standard normal."),
        (4, "New point", _place(made.point), "The mean plus L z, in the unit of the data."),
    )
    listed = [
        Fact(name, value, meaning, value) if step >= at else Fact(name, "not yet", meaning, "…")
        for at, name, value, meaning in known
    ]
    return {"The point in the making": listed}


def _factor(factor: Array) -> tuple[str, str]:
    """A Cholesky factor, (d, d) with d = 1 or 2, and what it does to z."""
    if len(factor) == 1:
        return (
            f"standard deviation L = {factor[0, 0]:.3f}",
            "The ruler of z becomes as wide as the component.",
        )
    (a, _), (b, c) = factor
    return (
        f"Cholesky factor L = [{a:.3f}, 0; {b:.3f}, {c:.3f}]",
        "Circles of z become the component's ellipses.",
    )


def _place(place: Array) -> str:
    numbers = ", ".join(f"{x:.2f}" for x in place)
    return numbers if len(place) == 1 else f"({numbers})"


def alt(data: Dataset, point: Making) -> str:
    """What the film shows, for those who can't see it."""
    what, done = {
        1: ("ruler", "stretched by the standard deviation"),
        2: ("grid", "sheared by the Cholesky factor"),
    }[len(point.made.z)]
    weights = [
        f"{number + 1}: {100 * weight:.1f} %"
        for number, weight in zip(point.numbers, point.mixture.weights, strict=True)
    ]
    return (
        f"{data.title}: one new point in the making, from component {point.number} of "
        f"{len(point.numbers)}. Left, z under its {what}; right, the same {what} {done} and moved "
        f"to the mean; below, the weights as one bar, {', '.join(weights)}, and where the spin "
        "stopped."
    )
