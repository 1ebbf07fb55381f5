"""Random names and globs of repositories, without those that certainly leave nothing over: faults of a file."""

from hypothesis import strategies as st

from packagestate.schemas.errors import Place
from packagestate.schemas.scope import Scope

PATTERNS = ("*", "npm-*", "n?m-*e", "tools", "npm-live", "*l*", "!npm-live", "!*-store", "!t??ls", "nothing")

_PLACE = Place("wide.yaml", 2, 1)
_SOME = st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=3, unique=True)
_UNWANTED = st.lists(st.sampled_from([each for each in PATTERNS if each[0] != "!"]), min_size=1, max_size=2)

scopes: st.SearchStrategy[str | list[str]] = (
    st.just("all") | st.just(["npm-*"]) | _SOME.filter(lambda named: not any(_scope(named).faults_without_names()))
)


def exceptions(named: str | list[str]) -> st.SearchStrategy[list[str]]:
    return _UNWANTED.filter(lambda each: not any(_scope(named).faults_of_exceptions_without_names(each, _PLACE)))


def _scope(named: str | list[str]) -> Scope:
    return Scope.of("acme", None, named, _PLACE)
