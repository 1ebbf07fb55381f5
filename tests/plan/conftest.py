"""How the laws are tried."""

from hypothesis import HealthCheck, settings

# How long an example takes says more about who else uses the machine than about a law.
settings.register_profile("laws", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("laws")
