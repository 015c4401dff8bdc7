"""One iteration of EM as a climb: log-likelihood and lower bound on the way from step to step."""

from dataclasses import dataclass

import numpy as np

from core import gmm
from core.arrays import Array, Points
from core.film import lower_bound
from core.mixture import log_joint, share

PLACES = 17


@dataclass(frozen=True, eq=False)
class Climb:
    """From the parameters of one step to those of the next, along a straight line.

    Args:
        places: (m,) from 0, the one, to 1, the next.
        log_likelihoods: (m,) nats.
        bounds: (m,) nats: of the shares that E computes at the first place. They touch the
            log-likelihood there, and are below it elsewhere.
    """

    places: Array
    log_likelihoods: Array
    bounds: Array


def climb(x: Points, before: gmm.Mixture, after: gmm.Mixture) -> Climb:
    """What M does to the log-likelihood and to its lower bound.

    Args:
        x: points, (n, d).
        before: k components, under which E shares the points.
        after: k components of the same covariance type: what M makes of the shares.

    Source: Bishop (2006), section 9.4 and figure 9.14.
    """
    joint = log_joint(x, before)  # (n, k)
    shares, evidence = share(joint)
    log_shares = joint - evidence[:, None]
    places = np.linspace(0.0, 1.0, PLACES)
    way = [_between(before, after, place) for place in places]
    return Climb(
        places,
        np.array([gmm.e_step(x, mixture)[1] for mixture in way]),
        np.array([lower_bound(log_shares, shares, log_joint(x, mixture)) for mixture in way]),
    )


def _between(before: gmm.Mixture, after: gmm.Mixture, place: float) -> gmm.Mixture:
    weights, means, covariances = (
        (1 - place) * getattr(before, name) + place * getattr(after, name)
        for name in ("weights", "means", "covariances")
    )
    return gmm.Mixture(weights, means, covariances, before.covariance_type)
