"""Widgets in, plain values out.

Every widget's key is its name in the address, so a link holds all that is on screen.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import streamlit as st

from components import widgets
from components.figures.scenes import Look
from components.fits import Model
from core import datasets, geometry, gmm
from core.datasets import Dataset

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
MAX_K = 12
LEVELS: Mapping[str, tuple[float, ...]] = MappingProxyType(  # in standard deviations
    {
        "1, 2, 3 sd": (1.0, 2.0, 3.0),
        "50, 90, 95 %": tuple(geometry.level(mass) for mass in (0.5, 0.9, 0.95)),
        "none": (),
    }
)


def dataset(opening: str = OPENING["data"]) -> Dataset:
    """The data set of the menu, drawn with its own dials and scaled as asked."""
    name = widgets.choice(
        "data", "Data set", list(datasets.RECIPES), opening, on_change=_open_dataset
    )
    recipe = datasets.RECIPES[name]
    st.caption(recipe.about)
    dials = {dial.name: widgets.dial_of(dial) for dial in recipe.dials}
    seed = widgets.seed("seed", "Seed of the data", recipe.seed) if recipe.seeded else 0
    data = datasets.draw(name, seed=seed, **dials)
    scale = _choice(
        "scale",
        "Scale of the columns",
        ["suggested", "as measured", "standardised"],
        hint="Standardised: every column has mean 0 and standard deviation 1, so that none "
        "outweighs the others. Suggested: standardised where the columns have different units.",
    )
    if scale == "standardised" or (scale == "suggested" and recipe.mixed_units):
        return datasets.standardise(data)
    return data


def components(data: Dataset, opening: int = OPENING["k"]) -> int:
    """How many clusters and components the models look for: no more than there are points."""
    k: int = widgets.slider(
        "k",
        "Clusters and components, k",
        1,
        MAX_K,
        opening,
        1,
        hint="How many groups both models look for, however many there are.",
    )
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
        start=_choice(
            "start",
            "Start",
            gmm.STARTS,
            hint="Where EM begins. kmeans: from the result of k-means, as scikit-learn does; "
            "k-means++ and random_points: from k of the points; random_responsibilities: every "
            "point shared out at random. k-means itself begins with k-means++, or with "
            "random_points.",
        ),
        seed=widgets.seed("fit_seed", "Seed of the fits", OPENING["fit_seed"]),
        n_starts=widgets.slider(
            "starts",
            "Number of starts",
            1,
            20,
            OPENING["starts"],
            1,
            hint="Both models only find an optimum nearby. Try several starts and the best is "
            "kept: for k-means the least inertia, for the mixture the greatest likelihood.",
        ),
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
        levels=LEVELS[
            _choice(
                "levels",
                "Ellipses",
                list(LEVELS),
                hint="How large: in standard deviations (sd), or by the share of a component's "
                "mass that is inside.",
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
        "levels": next(name for name, levels in LEVELS.items() if levels == look.levels),
        "shading": look.shading,
        "colours": look.colours,
        "rings": look.rings,
    }
    return {key: str(value) for key, value in settings.items() if value != OPENING[key]}


def reset() -> None:
    """A button that brings back what the page opened with."""
    st.button("Reset", icon=":material/restart_alt:", on_click=_reset, width="stretch")


def _reset() -> None:
    for key, value in OPENING.items():
        st.session_state[key] = value  # a callback is the only way to set a bound widget
    _open_dataset()


def _open_dataset() -> None:
    """A data set chosen from the menu opens with its own dials, also those it shares by name."""
    recipe = datasets.RECIPES[st.session_state["data"]]
    for dial in recipe.dials:
        st.session_state[dial.url] = dial.default
    if recipe.seeded:
        st.session_state["seed"] = float(recipe.seed)


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
