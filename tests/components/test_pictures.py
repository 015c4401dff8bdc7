"""What holds for every picture, whatever it shows."""

import re
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from components.figures import comparisons, curves, films, layers, samples
from components.figures.comparisons import Look
from components.figures.views import view_of
from components.stage import payload
from components.stage.scene import Scene
from core import comparison, datasets, film, gmm, kmeans, laboratory
from core.datasets import Dataset
from tests.components import pictures
from tests.components.message import decoded
from tests.components.pictures import MOVABLE, OTHERS

MOVES = (1e5, 1e8)


def sent(scene: Scene) -> dict[str, Any]:
    return decoded(payload.encode(scene))["figure"]


def is_finite(value: Any) -> bool:
    """Whether all numbers in a picture are."""
    if isinstance(value, dict):
        return all(is_finite(item) for item in value.values())
    if isinstance(value, list):
        return all(is_finite(item) for item in value)
    return not isinstance(value, float) or np.isfinite(value)


@pytest.mark.parametrize("name", [*MOVABLE, *OTHERS])
def test_plotly_accepts_every_picture_and_its_numbers_are_finite(name: str) -> None:
    scene = MOVABLE[name](0.0) if name in MOVABLE else OTHERS[name]()
    go.Figure(scene.figure().to_dict())
    assert is_finite(sent(scene))


def places(figure: dict[str, Any]) -> dict[str, list[tuple[str, np.ndarray]]]:
    """What lies on every axis, with its name; an axis' own range comes first."""
    layout = figure["layout"]
    axes = [key for key in layout if re.fullmatch(r"[xy]axis\d*", key)]
    found: dict[str, list[tuple[str, np.ndarray]]] = {
        axis.replace("axis", ""): [("range", np.array(layout[axis]["range"]))]
        if "range" in layout[axis]
        else []
        for axis in axes
    }
    for trace in figure["data"]:
        for letter in "xy":
            found[trace.get(f"{letter}axis", letter)].append(
                (trace["name"], np.array(trace[letter], dtype=float))
            )
    for piece in (*layout.get("shapes", ()), *layout.get("images", ())):
        for row, letter in enumerate("xy"):
            if "path" in piece:
                at = np.array(piece["path"])[:, row]
            elif "source" in piece:
                at = np.array([piece[letter]])
            else:
                at = np.array([piece[f"{letter}0"], piece[f"{letter}1"]])
            found[piece[f"{letter}ref"]].append((piece["name"], at))
    return found


@pytest.mark.parametrize("by", MOVES)
@pytest.mark.parametrize("name", MOVABLE)
def test_nothing_depends_on_where_zero_is(name: str, by: float) -> None:
    # z is drawn about zero as long as zero is near
    start = 1e6 if name.startswith("making") else 0.0
    before, after = (sent(MOVABLE[name](start + move)) for move in (0.0, by))
    for axis, there in places(after).items():
        here = places(before)[axis]
        span = np.ptp(here[0][1])
        moved = round((there[0][1][0] - here[0][1][0]) / by)
        assert moved in (0, 1)
        for (what, at), (_, old) in zip(there, here, strict=True):
            assert at - moved * by == pytest.approx(old, abs=1e-5 * span), (axis, what)
    for one, other in zip(after["data"], before["data"], strict=True):
        assert one.get("marker", {}).get("color") == other.get("marker", {}).get("color")
    images = (figure["layout"].get("images", ()) for figure in (after, before))
    for one, other in zip(*images, strict=True):
        channels = (image["source"]["channels"] for image in (one, other))
        for ours, theirs in zip(*channels, strict=True):
            assert np.abs(np.subtract(ours, theirs)).mean() < 0.01, one["name"]


def test_points_far_from_zero_are_all_drawn_apart() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal([7_541_560, 5_751_100], 2.0, (300, 2))
    scene = samples.drawn(
        Dataset(x, None), pictures.sample(gmm.fit(x, 2).steps[-1].mixture, 0), beside=False
    )
    (points,) = (trace for trace in sent(scene)["data"] if trace["name"] == "points")
    drawn = np.column_stack([points["x"], points["y"]])
    assert len(np.unique(drawn, axis=0)) == 300
    assert drawn == pytest.approx(x, abs=1e-5)


POINTS = {
    "a line of one place": np.full((30, 1), 3.7),
    "one place": np.full((30, 2), [3.7, 1e6]),
    "one place far away": np.full((30, 2), 1e8),
    "one place in four dimensions": np.full((30, 4), 2.5),
    "two places": np.repeat([[0.0, 0.0], [1.0, 1.0]], 15, axis=0),
    "tiny": 1e-9 * np.random.default_rng(0).normal(size=(30, 2)),
    "as many clusters as points": datasets.draw("blobs", n_samples=10, seed=17).points,
}


@pytest.mark.parametrize("what", POINTS)
@pytest.mark.parametrize("look", pictures.LOOKS)
def test_points_without_width_have_pictures(what: str, look: str) -> None:
    x = POINTS[what]
    data = Dataset(x, None, what, ("a", "b", "c", "d")[: x.shape[1]])
    k = min(10, len(np.unique(x, axis=0)))
    step, mixture = kmeans.fit(x, k).steps[-1], gmm.fit(x, k).steps[-1].mixture
    c = comparison.compare(x, step, mixture)
    made = pictures.Sample(mixture, c.numbers, *gmm.sample(mixture, 20, seed=0))
    for scene in (
        comparisons.compare(data, c, pictures.LOOKS[look]),
        samples.drawn(data, made, beside=True),
        curves.joint(data, made.points),
        curves.marginal(data, x[:5], mixture, 0),
    ):
        assert is_finite(sent(scene))


@pytest.mark.parametrize("case", laboratory.CASES)
def test_a_collapse_has_pictures_to_its_end(case: str) -> None:
    x = laboratory.CASES[case]().points
    trace = laboratory.run(laboratory.CASES[case]())
    view = view_of(x, ("x", "y"), ["EM"])
    for frame in film.em_frames(x, trace):
        scene = films.em(view, frame, films.trail(trace, frame.t))
        assert is_finite(sent(scene))


def test_what_has_no_number_is_left_out_of_curves() -> None:
    values = {"BIC": np.array([3.0, np.nan, 2.0]), "ICL": np.full(3, np.nan)}
    scene = curves.criteria(np.arange(1, 4), values, 2)
    assert [trace["x"] for trace in sent(scene)["data"]] == [[1, 3], []]
    scene = curves.falling(
        [10, 100], {"means": np.array([1.0, 0.5]), "weights": np.full(2, np.nan)}
    )
    assert [len(trace["x"]) for trace in sent(scene)["data"]] == [2, 0, 2]


@pytest.mark.parametrize("name", ["blobs", "line"])
@pytest.mark.parametrize("n", [500, 3_000, 25_000])
def test_every_panel_has_points_one_by_one_or_as_a_picture(name: str, n: int) -> None:
    m = pictures.models(name, 3, n)
    made = pictures.sample(m.c.mixture, 0.0, n)
    for scene in (
        pictures.compared(m, Look()),
        samples.drawn(m.data, made, beside=True),
    ):
        marked = {
            trace["xaxis"]
            for trace in scene.data
            if trace["name"] in ("points", "new points") and len(trace["x"]) > 100
        }
        marked |= {
            image["xref"] for image in scene.layout["images"] if image["name"].endswith("cloud")
        }
        assert marked == {"x", "x2"}


def test_what_can_be_seen_of_few_points_only_is_said_of_many() -> None:
    few, many = (
        pictures.models("blobs", 3, 500),
        pictures.models("blobs", 3, layers.WEBGL_UP_TO + 10),
    )
    look = Look(colours="sized")
    assert comparisons.left_out(few.c, look) == []
    told = " ".join(comparisons.left_out(many.c, look))
    assert "20,000" in told
    assert ("rings" in told) == bool(many.c.disagreements.any())
    assert "sizes" in told


@pytest.mark.parametrize("name", [name for name in MOVABLE if " line" in name])
def test_heights_that_mean_nothing_are_marked_so(name: str) -> None:
    for trace in MOVABLE[name](0.0).data:
        if "markers" in trace.get("mode", ""):
            assert trace["name"] == "the point" or trace["meta"]["flat"], trace["name"]
