"""One column is known: what is asked, what is made, and its words."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from components import compare, frame, models, points
from components.figures import slices
from components.figures.views import view_of
from components.generate import draws, sample
from components.stage.events import Drag, Gesture
from components.stage.scene import Scene
from components.stage.state import Fact, Facts, Handle, State, brief
from core import generation
from core.arrays import Labels
from core.datasets import Dataset
from core.generation import Cut, marginal, moments
from core.mixture import Mixture
from core.settings import Choice, Group, Number, Setting, Values

LINE = "line"
NEW_POINTS = replace(draws.NEW_POINTS, high=10_000, default=200)


def columns(at: Values) -> Sequence[Setting]:
    """Which column is fixed, and which other one is looked at."""
    names = points.data_of(at).columns
    if len(names) < 2:
        return []
    options = {name: name for name in names}
    return [
        Choice(
            "given",
            "Fix the column",
            options,
            names[1],
            "Its value is known; the other columns are drawn.",
            forgets=frozenset({"against", "at"}),
        )
    ]


def against(at: Values) -> Sequence[Setting]:
    """The other column, and a value of the fixed one."""
    if "given" not in at:
        return []
    data = points.data_of(at)
    others = {name: name for name in data.columns if name != at["given"]}
    listed: list[Setting] = []
    if len(others) > 1:
        first = next(iter(others))
        listed.append(
            Choice("against", "Show against", others, first, "The other column of the picture.")
        )
    values = data.points[:, data.columns.index(at["given"])]
    low, high = (float(f"{bound:.4g}") for bound in (values.min(), values.max()))
    step = float(f"{(high - low) / 100:.1g}") or 1e-6
    middle = float(f"{round((values.mean() - low) / step) * step + low:.6g}")
    return [
        *listed,
        Number(
            "at",
            f"Value of {at['given']}",
            low,
            high,
            min(max(middle, low), high),
            step=step,
            help="The line in the picture: drag it there, or move it here.",
        ),
    ]


SETTINGS = (
    *sample.model_groups("faithful", 2),
    Group("Line", (columns, against, NEW_POINTS, draws.DRAW)),
)


def cut_of(at: Values) -> Cut:
    """The mixture cut along the line."""
    data, c = points.data_of(at), compare.fits_of(at).comparison
    column = data.columns.index(at["given"])
    others = [name for name in data.columns if name != at["given"]]
    other = data.columns.index(at.get("against", others[0]))
    return generation.cut(c.mixture, column, at["at"], other, n=at["new"], seed=at["draw"])


def state(at: Values) -> State:
    """The line among the points, and the density along it."""
    data, fits = points.data_of(at), compare.fits_of(at)
    if "given" not in at:
        return State(
            unseen(data),
            f"{data.title}, {models.counted(len(data.points), 'point')} of one column.",
            notes=[
                f"This page needs two columns, and the data set “{data.title}” has only one: "
                "there is no second column to predict."
            ],
        )
    through = cut_of(at)
    return State(
        slices.cut(data, through, fits.comparison.numbers),
        alt(data, through),
        facts(data, through, fits.comparison.mixture),
        [
            remaining(data, through, fits.comparison.mixture),
            *models.floor_notes(fits.comparison.mixture, fits.comparison.numbers),
        ],
        handles=[handle(data, through)],
    )


def unseen(data: Dataset) -> Scene:
    """The points alone, where there is nothing to be predicted."""
    view = view_of(data.points, data.columns, ["measured"], pair=data.pair)
    view.plain(1)
    return view.scene()


def handle(data: Dataset, through: Cut) -> Handle:
    """Something to drag the line by."""
    y = float(data.points[:, through.against].min())
    return Handle(LINE, f"The line at a value of {data.columns[through.column]}", through.value, y)


def heed(gesture: Gesture, at: Values) -> Values | None:
    """The line is dragged."""
    if "given" not in at or not isinstance(gesture, Drag) or gesture.handle != LINE:
        return None
    data = points.data_of(at)
    values = data.points[:, data.columns.index(at["given"])]
    low, high = (float(f"{bound:.4g}") for bound in (values.min(), values.max()))
    return {"at": min(max(float(f"{gesture.x:.6g}"), low), high)}


def details(at: Values) -> None:
    """The components along the line, downloads; other data where there is but one column."""
    if "given" not in at:
        frame.actions({"Old Faithful: what the wait says about the eruption": {"data": "faithful"}})
        return
    data, c, through = points.data_of(at), compare.fits_of(at).comparison, cut_of(at)
    frame.table(table(through, c.numbers, c.mixture), "conditional.csv")
    drawn = {
        **{name: through.points[:, column] for column, name in enumerate(data.columns)},
        "component": c.numbers[through.components] + 1,
    }
    others = [name for name in data.columns if name != at["given"]]
    draws.offer(drawn, "on_the_line", through.given, others, about(data, through))


def about(data: Dataset, through: Cut) -> str:
    """What the mixture along the line is."""
    return (
        f"What the mixture fitted to {data.title} says of the other columns where "
        f"{data.columns[through.column]} is {through.value!r}."
    )


def alt(data: Dataset, through: Cut) -> str:
    """What the picture shows, for those who can't see it."""
    fixed, other = data.columns[through.column], data.columns[through.against]
    mean, std = moments(through.along)
    return (
        f"{data.title}: {fixed} and {other} with ellipses, and a line at {fixed} = "
        f"{through.value:.4g} with {models.counted(len(through.points), 'point')} drawn on it. "
        f"Right, the density of {other} along the line: mean {mean:.3f}, standard deviation "
        f"{std:.3f}."
    )


def facts(data: Dataset, through: Cut, before: Mixture) -> Facts:
    """What is known of the other column, with and without the fixed one."""
    fixed, other = data.columns[through.column], data.columns[through.against]
    known = moments(through.along)
    unknown = moments(marginal(before, np.array([through.against])))
    names = (
        (f"{other}, given {fixed} = {through.value:.4g}", known, True),
        (f"{other}, whatever {fixed} is", unknown, False),
    )
    return {
        title: [
            Fact(
                "Mean",
                f"{mean:.4f}",
                "As the mixture predicts it, in the unit of the data.",
                brief(float(mean)) if given else "",
            ),
            Fact(
                "Standard deviation",
                f"{std:.4f}",
                "How far values spread around that mean.",
                brief(float(std)) if given else "",
            ),
        ]
        for title, (mean, std), given in names
    }


def remaining(data: Dataset, through: Cut, before: Mixture) -> str:
    """What knowing the one column does to the spread of the other."""
    _, known = moments(through.along)
    _, unknown = moments(marginal(before, np.array([through.against])))
    return (
        f"Once {data.columns[through.column]} is known to be {through.value:.3g}, the standard "
        f"deviation of {data.columns[through.against]} is {brief(float(known))}; before, it was "
        f"{brief(float(unknown))}."
    )


def table(through: Cut, numbers: Labels, before: Mixture) -> dict[str, Any]:
    """The columns of the table of conditional components, k rows."""
    return {
        "component": numbers + 1,
        "weight": through.along.weights,
        "weight before": before.weights,
        "mean": through.along.means[:, 0],
        "variance": through.along.covariances[:, 0, 0],
    }
