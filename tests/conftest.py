"""What holds for every test."""

from hypothesis import settings

# Time limits would fail on a busy machine, and a fixed choice of examples fails for everyone alike.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
