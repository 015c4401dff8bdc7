"""Two pictures become one, and neither is harmed."""

import plotly.graph_objects as go
import pytest

from components.stage import payload
from components.stage.scene import Scene, joined
from tests.components import pictures
from tests.components.message import decoded
from tests.components.pictures import MOVABLE, OTHERS

PICTURE, CURVE = MOVABLE["compare blobs density"], OTHERS["criteria"]
NESTED = {
    "moons": lambda: joined(PICTURE(0.0), CURVE(), share=0.7, below=True),
    "EM": lambda: joined(MOVABLE["em blobs 2"](0.0), OTHERS["history"](), share=0.7),
    "digits": lambda: joined(
        joined(OTHERS["sheet"](), OTHERS["sheet"](), share=0.8, below=True), CURVE(), share=0.6
    ),
    "anatomy": lambda: joined(
        MOVABLE["making blobs 3"](0.0), OTHERS["spinner"](), share=0.8, below=True
    ),
    "bound": lambda: joined(MOVABLE["em line 2"](0.0), OTHERS["bound after M"](), share=0.7),
    "errors": lambda: joined(MOVABLE["recovered"](0.0), OTHERS["falling"](), share=0.6),
}


def axes(scene: Scene, letter: str) -> dict[str, dict]:
    return {key: item for key, item in scene.layout.items() if key.startswith(f"{letter}axis")}


@pytest.mark.parametrize("name", NESTED)
def test_plotly_accepts_joined_pictures(name: str) -> None:
    go.Figure(NESTED[name]().figure().to_dict())


@pytest.mark.parametrize("name", NESTED)
def test_panels_have_axes_of_their_own_and_do_not_overlap(name: str) -> None:
    scene = NESTED[name]()
    across, up = axes(scene, "x"), axes(scene, "y")
    assert len(across) == len(up) == scene.panels
    assert {trace["xaxis"] for trace in scene.data} <= {key.replace("axis", "") for key in across}
    boxes = [
        (*x["domain"], *y["domain"]) for x, y in zip(across.values(), up.values(), strict=True)
    ]
    for index, (left, right, bottom, top) in enumerate(boxes):
        assert 0 <= left < right <= 1 + 1e-9
        assert 0 <= bottom < top <= 1 + 1e-9
        for other in boxes[:index]:
            assert left > other[1] or right < other[0] or bottom > other[3] or top < other[2]
    for number, (key, axis) in enumerate(across.items(), start=1):
        suffix = "" if number == 1 else str(number)
        assert (key, axis["anchor"]) == (f"xaxis{suffix}", f"y{suffix}")


@pytest.mark.parametrize("below", [False, True])
def test_what_lay_on_an_axis_still_does(below: bool) -> None:
    first, second = PICTURE(0.0), PICTURE(0.0)
    both = joined(first, second, share=0.5, below=below)
    for name in ("shapes", "images"):
        ours, theirs = both.layout[name], first.layout[name] + second.layout[name]
        for place, (new, old) in enumerate(zip(ours, theirs, strict=True)):
            number = int(old["xref"][1:] or 1) + (2 if place >= len(first.layout[name]) else 0)
            assert new == old | {
                "xref": f"x{number if number > 1 else ''}",
                "yref": f"y{number if number > 1 else ''}",
            }
    assert [trace["xaxis"] for trace in both.data[-3:]] == ["x4"] * 3
    assert both.layout["yaxis3"]["scaleanchor"] == "x3"
    assert both.layout["xaxis4"]["matches"] == "x3"


def test_titles_are_numbered_on_and_lie_over_their_panels() -> None:
    scene = joined(PICTURE(0.0), PICTURE(0.0), share=0.6)
    titles = {a["name"]: a["x"] for a in scene.layout["annotations"]}
    starts = [axis["domain"][0] for axis in axes(scene, "x").values()]
    assert titles == {f"title {n}": pytest.approx(x) for n, x in enumerate(starts, start=1)}
    below = joined(PICTURE(0.0), PICTURE(0.0), share=0.6, below=True)
    tops = [axis["domain"][1] for axis in axes(below, "y").values()]
    assert [a["y"] for a in below.layout["annotations"]] == pytest.approx(tops)


@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize("share", [0.2, 0.7])
def test_the_first_gets_its_share(share: float, below: bool) -> None:
    scene = joined(CURVE(), CURVE(), share=share, below=below)
    letter = "y" if below else "x"
    first, second = (
        high - low for axis in axes(scene, letter).values() for low, high in [axis["domain"]]
    )
    assert first / (first + second) == pytest.approx(share)


def test_only_what_had_a_legend_is_in_it() -> None:
    scene = NESTED["errors"]()
    assert scene.layout["showlegend"]
    named = {trace["name"] for trace in scene.data if trace.get("showlegend", True)}
    assert named == {"means", "1 / square root of n"}


def test_joined_frames_of_a_film_are_as_alike_as_before() -> None:
    film = [pictures.em(pictures.models("blobs"), index) for index in range(3)]
    beside = OTHERS["history"]()
    both = [joined(frame, beside, share=0.7) for frame in film]
    alone, together = (decoded(payload.encode(frames))["frames"] for frames in (film, both))
    for one, other in zip(alone, together, strict=True):
        assert one["layout"].keys() == other["layout"].keys()
        assert [set(t) for t in other["data"][: len(one["data"])]] == [set(t) for t in one["data"]]
        assert not any(other["data"][len(one["data"]) :])
