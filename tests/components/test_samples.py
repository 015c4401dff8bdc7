"""The pictures of the Generate pages are made of the mixtures' numbers."""

import numpy as np
import pytest

from components.figures import making, samples, sheets, theme
from components.figures.layers import WEBGL_UP_TO
from core import digits
from tests.components import pictures
from tests.components.pictures import MOVABLE, OTHERS


def test_frames_of_a_making_have_the_same_traces() -> None:
    for name in pictures.NAMES:
        scenes = [making.making(*pictures.made_point(name), step) for step in range(making.FRAMES)]
        traces = [[(trace["name"], len(trace["x"])) for trace in scene.data] for scene in scenes]
        assert all(each == traces[0] for each in traces)


@pytest.mark.parametrize("name", pictures.NAMES)
def test_a_making_ends_at_the_point_that_was_made(name: str) -> None:
    data, point = pictures.made_point(name)
    left, right = (
        trace
        for trace in making.making(data, point, making.FRAMES - 1).data
        if trace["name"] == "the point"
    )
    assert left["x"][0] == pytest.approx(point.made.z[0])
    assert right["x"][0] == pytest.approx(point.made.point[0])
    assert right["xaxis"] == "x2"


def test_a_sheet_shows_every_pixel_of_its_pictures() -> None:
    images = digits.load().images[:3]
    raster = sheets._raster(images, 2, 2)
    red, _, _, alpha = (plane[:: sheets.SCALE, :: sheets.SCALE] for plane in raster.channels)
    first = red[1 : 1 + digits.SIDE, 1 : 1 + digits.SIDE]
    assert 255 * (1 - images[0].reshape(8, 8) / digits.INK) == pytest.approx(first, abs=1)
    assert (alpha[sheets.CELL + 1 :, sheets.CELL + 1 :] == 0).all()


def test_the_density_along_a_line_integrates_to_one() -> None:
    (curve,) = (trace for trace in MOVABLE["cut"](0.0).data if trace["name"] == "sum")
    assert np.trapezoid(curve["x"], curve["y"]) == pytest.approx(1, abs=0.01)


def test_the_least_value_of_a_criterion_is_a_star() -> None:
    (curve,) = OTHERS["criteria"]().data
    assert curve["marker"]["symbol"].tolist() == [theme.CIRCLE, theme.STAR, theme.CIRCLE]


def test_measured_points_are_hollow_where_generated_ones_have_colours() -> None:
    for name in pictures.NAMES:
        scene = MOVABLE[f"drawn {name} True"](0.0)
        measured, new = (
            next(trace for trace in scene.data if trace["name"] == wanted)
            for wanted in ("points", "new points")
        )
        assert set(measured["marker"]["symbol"].tolist()) == {theme.OPEN_CIRCLE}
        assert theme.OPEN_CIRCLE not in new["marker"]["symbol"]


def test_very_many_new_points_are_a_cloud_over_the_measured_ones() -> None:
    m = pictures.models("blobs")
    made = pictures.sample(m.c.mixture, 0.0, WEBGL_UP_TO + 1)
    images = samples.drawn(m.data, made, beside=True).layout["images"]
    assert [(image["name"], image["xref"]) for image in images] == [("new cloud", "x2")]


def test_the_bound_touches_after_e_and_a_gap_opens_after_m() -> None:
    m = pictures.models("blobs")
    for index, frame in ((1, "bound after E"), (2, "bound after M")):
        scene = OTHERS[frame]()
        upper, lower, gap, _ = scene.data
        assert (lower["y"] <= upper["y"] + 1e-9).all()
        assert gap["x"].tolist() == [index - 1, index - 1]
        told = {a["name"]: a["text"] for a in scene.layout["annotations"]}
        height = gap["y"][0] - gap["y"][1]
        likelihood, bound = upper["customdata"][-1, 0], lower["customdata"][-1, 0]
        if index == 1:
            assert height == pytest.approx(0, abs=1e-9)
            assert told["gap"] == "gap 0.0000"
        else:
            assert told["gap"] == f"gap {likelihood - bound:,.4f}"
            assert told["log-likelihood"].endswith(f"{m.em.steps[1].log_likelihood:,.4f}")
            assert 0 < height == pytest.approx(upper["y"][-1] - lower["y"][-1])


def test_before_the_first_e_there_is_no_bound() -> None:
    scene = OTHERS["bound at the start"]()
    assert [len(trace["x"]) for trace in scene.data[1:]] == [0, 0, 0]
    assert "gap" not in {a["name"] for a in scene.layout["annotations"]}
