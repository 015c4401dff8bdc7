"""Widgets in, plain values out.

Every widget's key is its name in the address, so a link holds all that is on screen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import streamlit as st

from components import widgets
from components.figures.comparisons import Look
from components.fits import Model
from components.stage.sliders import Slider, Values
from core import datasets, gmm
from core.arrays import MAX_SEED
from core.datasets import Dataset, Recipe

# What a page opens with: figures 1 to 4 of the article.
OPENING: Mapping[str, Any] = MappingProxyType(
    {
        "data": "blobs",
        "scale": "suggested",
        "k": 5,
        "cov": "full",
        "start": "kmeans",
        "fit_seed": 420.0,
        "starts": 1,
        "show": "both",
        "circles": True,
        "regions": False,
        "levels": "1, 2, 3 sd",
        "shading": "density",
        "colours": "blended",
        "rings": True,
    }
)
LIVE = ("k", "fit_seed", "starts")  # of these, what are sliders of the picture on Compare
MAX_K = 12
K_LABEL = "Clusters and components, k"
K_HINT = "How many groups both models look for, however many there are."
STARTS_LABEL = "Number of starts"
STARTS_HINT = (
    "Both models only find an optimum nearby. Try several starts and the best is kept: for "
    "k-means the least inertia, for the mixture the greatest likelihood."
)
LEVELS: Mapping[str, Mapping[str, tuple[float, ...]]] = MappingProxyType(  # as Look takes them
    {
        "1, 2, 3 sd": {"levels": (1.0, 2.0, 3.0), "masses": ()},
        "50, 90, 95 %": {"levels": (), "masses": (0.5, 0.9, 0.95)},
        "none": {"levels": (), "masses": ()},
    }
)


def dataset(opening: str = OPENING["data"], most: int = 100_000) -> Dataset:
    """The data set of the menu, drawn with its own dials and scaled as asked.

    Args:
        opening: the data set that the page opens with.
        most: points, where their number can be chosen.
    """
    recipe = _recipe(opening, _open_dataset)
    dials = {
        dial.name: widgets.dial_of(replace(dial, high=most) if dial.name == "n_samples" else dial)
        for dial in recipe.dials
    }
    seed = widgets.seed("seed", "Seed of the data", recipe.seed) if recipe.seeded else 0
    return _drawn(recipe, _scale(), seed, dials)


def _recipe(opening: str, on_change: Callable[[], None]) -> Recipe:
    name = widgets.choice("data", "Data set", list(datasets.RECIPES), opening, on_change=on_change)
    recipe = datasets.RECIPES[name]
    st.caption(recipe.about)
    return recipe


def _scale() -> str:
    return _choice(
        "scale",
        "Scale of the columns",
        ["suggested", "as measured", "standardised"],
        hint="Standardised: every column has mean 0 and standard deviation 1, so that none "
        "outweighs the others. Suggested: standardised where the columns have different units.",
    )


def _drawn(recipe: Recipe, scale: str, seed: int, dials: Mapping[str, float]) -> Dataset:
    data = datasets.draw(recipe.name, seed=seed, **dials)
    if scale == "standardised" or (scale == "suggested" and recipe.mixed_units):
        return datasets.standardise(data)
    return data


@dataclass(frozen=True)
class Source:
    """A data set whose dials are sliders of a picture.

    Args:
        recipe: how it is drawn.
        scale: of its columns.
        sliders: its dials, and its seed.
    """

    recipe: Recipe
    scale: str
    sliders: tuple[Slider, ...]

    def at(self, values: Values) -> Dataset:
        """The data set at some values of the sliders."""
        dials = {dial.name: values[dial.url] for dial in self.recipe.dials}
        return _drawn(self.recipe, self.scale, int(values.get("seed", 0)), dials)


def live_dataset(picture: str) -> Source:
    """The data set of the menu, with live dials."""
    recipe = _recipe(OPENING["data"], _forget_dials)
    sliders = [
        Slider(d.url, d.label, d.low, d.high, d.step, d.default, d.stops, help=d.help)
        for d in recipe.dials
    ]
    if recipe.seeded:
        sliders.append(_live_seed("seed", "Seed of the data", 100, recipe.seed))
    sliders_here = widgets.live(picture, "data", sliders)
    return Source(recipe, _scale(), sliders_here)


def _live_seed(key: str, label: str, high: int, value: int) -> Slider:
    hint = "The same seed gives the same picture, here and in scikit-learn."
    return Slider(key, label, 0, high, 1, value, reach=MAX_SEED, help=hint)


@dataclass(frozen=True)
class Models:
    """Both models, some of whose settings are sliders of a picture.

    Args:
        covariance_type, start: as in Model.
        sliders: the others.
    """

    covariance_type: str
    start: str
    sliders: tuple[Slider, ...]

    def at(self, values: Values, data: Dataset) -> tuple[int, Model]:
        """How many clusters, and how they are fitted; no more clusters than points."""
        seed, n_starts = int(values["fit_seed"]), int(values["starts"])
        model = Model(self.covariance_type, self.start, seed, n_starts)
        return min(int(values["k"]), len(data.points)), model


def live_models(picture: str) -> Models:
    """How both models are fitted, with live sliders."""
    k = Slider("k", K_LABEL, 1, MAX_K, 1, OPENING["k"], help=K_HINT)
    first = widgets.live(picture, "models", [k])
    kind, start = covariance_type(), _start()
    seed = _live_seed("fit_seed", "Seed of the fits", 500, round(OPENING["fit_seed"]))
    n_starts = Slider("starts", STARTS_LABEL, 1, 20, 1, OPENING["starts"], help=STARTS_HINT)
    return Models(kind, start, first + widgets.live(picture, "fits", [seed, n_starts]))


def components(data: Dataset, opening: int = OPENING["k"]) -> int:
    """How many clusters and components the models look for: no more than there are points."""
    k: int = widgets.slider("k", K_LABEL, 1, MAX_K, opening, 1, K_HINT)
    if k <= len(data.points):
        return k
    st.info(f"k is {k}, but there are only {len(data.points)} points: each has its own cluster.")
    return len(data.points)


def covariance_type() -> str:
    """Which shapes components may take."""
    return _choice(
        "cov",
        "Covariance type",
        gmm.COVARIANCE_TYPES,
        hint="What shapes the components may take. full: each its own ellipse; tied: all the "
        "same ellipse; diag: ellipses along the axes; spherical: circles.",
    )


def model() -> Model:
    """How both models are fitted."""
    return Model(
        covariance_type=covariance_type(),
        start=_start(),
        seed=widgets.seed("fit_seed", "Seed of the fits", OPENING["fit_seed"]),
        n_starts=widgets.slider("starts", STARTS_LABEL, 1, 20, OPENING["starts"], 1, STARTS_HINT),
    )


def _start() -> str:
    return _choice(
        "start",
        "Start",
        gmm.STARTS,
        hint="Where EM begins. kmeans: from the result of k-means, as scikit-learn does; "
        "k-means++ and random_points: from k of the points; random_responsibilities: every "
        "point shared out at random. k-means itself begins with k-means++, or with "
        "random_points.",
    )


def look() -> Look:
    """What is drawn of a comparison."""
    show = _choice("show", "Show", ["both", "k-means", "GMM"])
    return Look(
        kmeans=show != "GMM",
        gmm=show != "k-means",
        circles=_switch(
            "circles",
            "Circles to the farthest member",
            "Around each centre, as far as the farthest point of its cluster.",
        ),
        regions=_switch(
            "regions",
            "Decision regions",
            "How k-means decides: every place belongs to the nearest centre, inside a circle or "
            "not.",
        ),
        **LEVELS[
            _choice(
                "levels",
                "Ellipses",
                list(LEVELS),
                hint="How large: in standard deviations (sd), or by the share of a component's "
                "mass that is inside. Of a single column: the parts of the curves that are filled.",
            )
        ],
        shading=_choice(
            "shading",
            "Shading",
            ["density", "responsibilities", "uncertainty", "none"],
            hint="density: how likely a new point is here; responsibilities: whose it would be; "
            "uncertainty: where that is hard to say.",
        ),
        colours=_choice(
            "colours",
            "Points of the mixture",
            ["blended", "hard", "sized"],
            hint="blended: colours mixed by responsibilities; hard: the colour of the likeliest "
            "component; sized: the more certain, the larger.",
        ),
        rings=_switch(
            "rings",
            "Ring disagreements",
            "Points that k-means and the mixture put into different clusters.",
        ),
    )


def address(data: str, k: int, model: Model, look: Look) -> dict[str, str]:
    """The settings, by their names in the address, that open the Compare page in a given state.

    Args:
        data: name of the data set, with its own dials' defaults.
        k: clusters and components.
        model: how they are fitted.
        look: what is drawn.
    """
    settings = {
        "data": data,
        "k": k,
        "cov": model.covariance_type,
        "start": model.start,
        "fit_seed": model.seed,
        "starts": model.n_starts,
        "show": {(True, True): "both", (True, False): "k-means", (False, True): "GMM"}[
            look.kmeans, look.gmm
        ],
        "circles": look.circles,
        "regions": look.regions,
        "levels": next(
            name
            for name, levels in LEVELS.items()
            if levels == {"levels": look.levels, "masses": look.masses}
        ),
        "shading": look.shading,
        "colours": look.colours,
        "rings": look.rings,
    }
    return {key: str(value) for key, value in settings.items() if value != OPENING[key]}


def reset() -> None:
    """A button that brings back what the page opened with."""
    st.button("Reset", icon=":material/restart_alt:", on_click=_reset, width="stretch")


def _reset() -> None:
    _forget_dials()
    for key, value in OPENING.items():
        if key in LIVE:
            st.query_params.pop(key, None)
        else:
            st.session_state[key] = value  # a callback is the only way to set a bound widget


def _open_dataset() -> None:
    """A data set chosen from the menu opens with its own dials, also those it shares by name."""
    recipe = datasets.RECIPES[st.session_state["data"]]
    for dial in recipe.dials:
        st.session_state[dial.url] = dial.default
    if recipe.seeded:
        st.session_state["seed"] = float(recipe.seed)


def _forget_dials() -> None:
    """The same for live dials, which stand where the address says."""
    urls = {dial.url for recipe in datasets.RECIPES.values() for dial in recipe.dials}
    for key in ("seed", *urls):
        st.query_params.pop(key, None)


def _choice(
    key: str,
    label: str,
    options: Sequence[str],
    hint: str | None = None,
    on_change: Callable[[], None] | None = None,
) -> str:
    return widgets.choice(key, label, options, OPENING[key], hint, on_change)


def _switch(key: str, label: str, hint: str) -> bool:
    return widgets.switch(key, label, OPENING[key], hint)
