"""Which criterion finds k: the truth is the mixture that is shown, and bars count choices."""

from components import compare
from components.choose import contest
from components.generate import by_hand
from components.stage.scene import Scene
from core import handmade
from core.contest import contests
from tests.pages.driver import BY_HAND, CONTEST, at, numbers, state

QUERY = "rounds=10&sample=100"


def test_bars_and_numbers_are_those_of_the_core() -> None:
    shown, values = state(CONTEST, QUERY), at(CONTEST, QUERY)
    truth = compare.fits_of(values).comparison.mixture
    *_, found = contests(truth, 100, contest.KS, rounds=10, seed=values["fit_seed"])
    assert isinstance(shown.picture, Scene)
    bars = [piece["y"] for piece in shown.picture.data if piece["type"] == "bar"]
    assert bars == found.counts.tolist()
    hits = dict(zip(contest.NAMES.values(), found.found(4), strict=True))
    assert numbers(shown) == {name: f"{count} of 10" for name, count in hits.items()}
    assert "The truth has 4 components; after 10 samples (200 numbers" in shown.notes[0]


def test_the_truth_may_be_the_mixture_by_hand_and_it_can_be_dragged() -> None:
    shown, values = state(CONTEST, f"{QUERY}&truth=hand&k=2&x2=3"), at(BY_HAND, "k=2&x2=3")
    truth, _ = handmade.mixed(by_hand.places_of(values))
    *_, found = contests(truth, 100, contest.KS, rounds=10, seed=at(CONTEST)["fit_seed"])
    assert isinstance(shown.picture, Scene)
    bars = [piece["y"] for piece in shown.picture.data if piece["type"] == "bar"]
    assert bars == found.counts.tolist()
    assert "The truth has 2 components" in shown.notes[0]
    assert [handle.x for handle in shown.handles if handle.name == "mean 1"] == [3.0]


def test_it_counts_sample_by_sample_and_begins_with_nothing() -> None:
    shown = contest.state(at(CONTEST, "rounds=200&sample=2000&data=blobs&seed=99"))
    assert shown.growing
    assert contest.facts(None, 4) == {}
    assert "on its way" in contest.sentence(None, 4, 100, 23, 2)
