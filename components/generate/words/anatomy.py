"""What the pictures of one point in the making say."""

from components.generate.fits import Making


def making(point: Making) -> str:
    """What the film of one point shows."""
    what, done = {
        1: ("ruler", "stretched by the standard deviation"),
        2: ("grid", "sheared by the Cholesky factor"),
    }[len(point.made.z)]
    return (
        f"One new point in the making, from component "
        f"{point.numbers[point.made.component] + 1} of {len(point.numbers)}. Left, z under its "
        f"{what}; right, the same {what} {done} and moved to the mean."
    )


def spinner(point: Making) -> str:
    """What the bar of weights shows."""
    weights = [
        f"{number + 1}: {100 * weight:.1f} %"
        for number, weight in zip(point.numbers, point.mixture.weights, strict=True)
    ]
    return (
        f"The weights as one bar, {', '.join(weights)}. The spin {point.made.spin:.4f} falls in "
        f"the share of component {point.numbers[point.made.component] + 1}."
    )
