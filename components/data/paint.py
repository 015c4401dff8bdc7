"""Points painted by hand: what is asked, what a stroke changes, and its words."""

import math

import numpy as np

from components import compare, models, points
from components.figures import comparisons, layers
from components.stage import events
from components.stage.scene import Scene
from components.stage.state import Handle, State
from core import painting, small_sets
from core.arrays import Array, Labels, Points
from core.datasets import Dataset
from core.painting import Tool
from core.settings import Choice, Group, Held, Number, Values
from core.small_sets import MOST
from core.wording import counted

EMPTY = np.array([[-10.0, -10.0], [10.0, 10.0]])  # corners of a canvas without points
AROUND = 0.3  # of the points' extent: how much of a canvas is beside them
TIP, SIDE = "tip", "side"  # handles of the Gaussian brush
CORNER = 0.16  # of the canvas: where that brush is shown

CANVAS = Held("canvas", "Canvas", longest=100)
TOOL = Choice(
    "tool",
    "Tool",
    {
        "brush": "brush",
        "gaussian": "Gaussian brush",
        "point": "one point",
        "line": "line",
        "erase": "eraser",
        "move": "move",
    },
    "brush",
    about={
        "brush": "Press, or drag: points spread evenly over the circle.",
        "gaussian": "Press: points from a normal distribution. Pull its ellipse, bottom left.",
        "point": "Press: a point.",
        "line": "Drag: points along the straight way to where you let go.",
        "erase": "Press, or drag: points inside the circle go.",
        "move": "Drag: points inside the circle go along.",
    },
)
CLASS = Choice(
    "class",
    "Class",
    {f"{number}": f"{number}" for number in range(1, 7)},
    "1",
    "The truth of what you paint. The models don't see it; their clusters are compared with it.",
)
SIZE = Number(
    "size",
    "Size of the tool",
    1,
    30,
    8,
    step=1,
    help="In per cent of the canvas.",
)
AMOUNT = Number(
    "amount",
    "Points at a press",
    1,
    50,
    8,
    step=1,
    help="While a brush is dragged, as many again at every radius of the way.",
)
LONG = Number("long", "Length of the Gaussian brush", 0.5, 30.0, 8.0, step=0.5, rare=True)
WIDE = Number("wide", "Width of the Gaussian brush", 0.5, 30.0, 3.0, step=0.5, rare=True)
TURN = Number("turn", "Turn of the Gaussian brush, degrees", -90, 90, 30, step=1, rare=True)
CLEAR = {"Clear the canvas": {points.POINTS.key: "", "data": points.PAINTED, CANVAS.key: ""}}
SETTINGS = (
    Group("Brush", (CANVAS, TOOL, CLASS, SIZE, AMOUNT, LONG, WIDE, TURN)),
    Group("Models", (models.K, models.COVARIANCE_TYPE, models.START, models.SEED, models.N_STARTS)),
    Group("Paint on", points.data_settings(points.PAINTED, 10_000), folded=True),
    Group("Picture", compare.PICTURE, on_picture=True),
)


def state(at: Values) -> State:
    """The points so far, both models of them, and a brush."""
    canvas, made = canvas_of(at), _set(at)
    reach = _radius(at, canvas)
    if made is None:
        words = "An empty canvas. Press on it to paint."
        return State(
            comparisons.empty(canvas),
            words,
            notes=[f"{words} By keyboard: arrows move the brush, the space bar presses it."],
            paint=reach,
        )
    fits, look = compare.fits_of(at), compare.look_of(at)
    scene = comparisons.compare(made, fits.comparison, look, canvas)
    handles: list[Handle] = []
    if at["tool"] == "gaussian":
        scene, handles = _with_brush(scene, at, canvas)
    return State(
        scene,
        compare.alt(made, fits),
        compare.facts(fits),
        [said(at, made), *compare.notes(made, fits, look, at["k"])],
        handles,
        paint=reach,
    )


def said(at: Values, made: Dataset) -> str:
    """How many points there are, and how many there may be."""
    n, d = made.points.shape
    if at["data"] != points.PAINTED:
        if d != 2:
            return "These points have no plane of their own: the first stroke begins a new canvas."
        taken = f"{MOST} of them, evenly spread, are" if n > MOST else "they are"
        return f"Paint on top of these {n:,} points: {taken} taken over with the first stroke."
    classes = 1 if made.labels is None else len(np.unique(made.labels))
    room = f"room for {MOST - n} more" if n < MOST else "as many as a link holds: erase some"
    kinds = f" of {classes} classes" if classes > 1 else ""
    return f"{counted(n, 'point')}{kinds}; {room}."


def heed(gesture: events.Gesture, at: Values) -> Values | None:
    """What a stroke does to the points, and a pull to the Gaussian brush."""
    match gesture:
        case events.Stroke(path):
            return _painted(at, np.array(path))
        case events.Drag(handle, x, y):
            return _pulled(at, handle, np.array([x, y]))
    return None


def canvas_of(at: Values) -> Array:
    """Corners of the box that is painted on, (2, 2); it holds all points."""
    made = _set(at)
    try:
        corners = np.array([float(each) for each in at["canvas"].split(",")]).reshape(2, 2)
        is_sound = np.isfinite(corners).all() and (corners[1] > corners[0]).all()
    except ValueError:
        is_sound = False
    if is_sound and at["data"] == points.PAINTED:
        return corners
    if made is None or made.points.shape[1] != 2:
        return EMPTY
    low, high = made.points.min(axis=0), made.points.max(axis=0)
    if at["data"] == points.PAINTED and (EMPTY[0] <= low).all() and (high <= EMPTY[1]).all():
        return EMPTY
    margin = AROUND * (float((high - low).max()) or 1.0)
    return np.array([low - margin, high + margin])


def _set(at: Values) -> Dataset | None:
    """The points to paint on; None where there are none."""
    is_empty = at["data"] == points.PAINTED and not at[points.POINTS.key]
    return None if is_empty else points.data_of(at)


def _start(at: Values) -> tuple[Points, Labels, Dataset | None]:
    """What a stroke begins with, and the set that it is."""
    made = _set(at)
    if made is None or made.points.shape[1] != 2:
        return np.empty((0, 2)), np.empty(0, dtype=np.int64), None
    rows = np.unique(np.linspace(0, len(made.points) - 1, MOST).astype(int))
    labels = np.zeros(len(made.points), dtype=np.int64) if made.labels is None else made.labels
    return made.points[rows], labels[rows], made


def _painted(at: Values, path: Points) -> Values:
    canvas = canvas_of(at)
    size = canvas[1] - canvas[0]
    path = np.clip(path, canvas[0] - size, canvas[1] + size)  # no farther away than one can see
    x, labels, before = _start(at)
    reach = _radius(at, canvas)
    shape = _share(at["long"], canvas), _share(at["wide"], canvas), math.radians(at["turn"])
    tool = Tool(at["tool"], reach, at["amount"], shape, int(at["class"]) - 1)
    x, labels = painting.painted(x, labels, tool, path, most=MOST)
    places = math.ceil(math.log10(small_sets.FEW_STEPS / float(size.max())))
    told = labels if len(np.unique(labels)) > 1 else None
    names = ("x", "y") if before is None else before.columns
    corners = ",".join(f"{each:.6g}" for each in canvas.ravel())
    return {
        points.POINTS.key: small_sets.encode(np.round(x, places), told, names),
        CANVAS.key: "" if np.array_equal(canvas, EMPTY) else corners,
        "data": points.PAINTED,
    }


def _share(percent: float, canvas: Array) -> float:
    """A share of the canvas' longer side, in the data's unit."""
    return percent / 100 * float((canvas[1] - canvas[0]).max())


def _radius(at: Values, canvas: Array) -> float:
    reach = {"point": 0.0, "gaussian": _share(at[LONG.key], canvas)}
    return reach.get(at["tool"], _share(at[SIZE.key], canvas))


def _home(canvas: Array) -> Array:
    """Where the Gaussian brush is shown, (2,)."""
    return np.asarray(canvas[0] + CORNER * (canvas[1] - canvas[0]))


def _with_brush(scene: Scene, at: Values, canvas: Array) -> tuple[Scene, list[Handle]]:
    """The picture with the ellipse of the Gaussian brush, and handles at its ends."""
    home, turn = _home(canvas), math.radians(at[TURN.key])
    a, b = (_share(at[each.key], canvas) for each in (LONG, WIDE))
    axes = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    tip, side = home + a * axes[0], home + b * axes[1]
    shape = layers.outline(home, axes.T @ np.diag([a**2, b**2]) @ axes)
    layout = scene.layout | {"shapes": [*scene.layout["shapes"], shape]}
    return Scene(scene.data, layout), [
        Handle(TIP, "Length and turn of the Gaussian brush", *tip.tolist()),
        Handle(SIDE, "Width of the Gaussian brush", *side.tolist()),
    ]


def _pulled(at: Values, handle: str, place: Array) -> Values | None:
    canvas = canvas_of(at)
    dx, dy = (place - _home(canvas)).tolist()
    percent = round(100 * math.hypot(dx, dy) / float((canvas[1] - canvas[0]).max()), 1)
    if handle == SIDE:
        return {WIDE.key: min(max(percent, WIDE.low), WIDE.high)}
    if handle != TIP:
        return None
    turn = (math.degrees(math.atan2(dy, dx)) + 90) % 180 - 90
    return {LONG.key: min(max(percent, LONG.low), LONG.high), TURN.key: round(turn)}
