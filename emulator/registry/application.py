"""The registries as a WSGI application, below `/-/DOMAIN/FORMAT/REPOSITORY/`.

Like CodeArtifact's, they open to a token of GetAuthorizationToken only, as a bearer token or as the password of `aws`.

Source: UG tokens-authentication.
"""

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from emulator import tokens
from emulator.quotas import ALL_READS, WRITES, Quotas
from emulator.registry import npm, pypi
from emulator.registry.answers import error_answer
from emulator.registry.visit import Visit
from emulator.store import (
    ConflictError,
    NotFoundError,
    PackageFormat,
    PublishBlockedError,
    RepositoryKey,
    Store,
    StoreError,
)

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_REGISTRIES: Mapping[str, Callable[[Visit], Response]] = {
    PackageFormat.NPM: npm.answer,
    PackageFormat.PYPI: pypi.answer,
}


class _Request(Request):
    """A request whose form may be long: a package's description is one of its fields."""

    max_form_memory_size = None


def registry_application(store: Store, quotas: Quotas | None = None) -> "WSGIApplication":
    """Make the application.

    Args:
        store: What the registries offer, and publish into.
        quotas: The quotas that hold; None for none.
    """

    def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        with _Request(environ) as request:
            # All of it, whatever becomes of the request: the connection is kept for the next one.
            request.get_data(parse_form_data=True)
            response = _answer(store, request) if _is_allowed(quotas, request) else _too_many()
        return response(environ, start_response)

    return application


def _is_allowed(quotas: Quotas | None, request: Request) -> bool:
    """Whether a request is within the quotas; if it is, it counts.

    Undocumented (Q0): that package managers and the API share the account's quotas of reads and writes.
    """
    return quotas is None or quotas.allow(ALL_READS if request.method in {"GET", "HEAD"} else WRITES)


def _too_many() -> Response:
    """The answer beyond the quotas. Source: the status, a real answer that was seen.

    Undocumented (Q0): its words, and that it says when to come back.
    """
    response = error_answer(HTTPStatus.TOO_MANY_REQUESTS, "Rate exceeded")
    response.headers["Retry-After"] = "1"
    return response


def _answer(store: Store, request: Request) -> Response:
    match request.path.split("/", 5)[1:]:
        case ["-", domain, package_format, repository, rest] if package_format in set(PackageFormat):
            visit = Visit(request, store, RepositoryKey(domain, repository), rest, package_format)
        case _:
            return error_answer(HTTPStatus.NOT_FOUND, "there is no such registry")
    if package_format not in _REGISTRIES:
        return error_answer(
            HTTPStatus.NOT_IMPLEMENTED, f"this endpoint has registries of {' and '.join(_REGISTRIES)} only"
        )
    if not _is_logged_in(request, domain):
        response = error_answer(HTTPStatus.UNAUTHORIZED, "Unauthenticated: the token is missing, wrong, or too old")
        response.headers["WWW-Authenticate"] = f'Basic realm="{domain}"'
        return response
    try:
        return _REGISTRIES[package_format](visit)
    except StoreError as error:
        return error_answer(_status(error), error.message)


def _is_logged_in(request: Request, domain: str) -> bool:
    given = request.authorization
    token = (given.token or given.password) if given is not None else None
    return token is not None and tokens.is_good(token, domain)


def _status(error: StoreError) -> HTTPStatus:
    """The status of an answer.

    Undocumented (Q15): that of a blocked package.
    """
    match error:
        case NotFoundError():
            return HTTPStatus.NOT_FOUND
        case PublishBlockedError():
            return HTTPStatus.FORBIDDEN
        case ConflictError():
            return HTTPStatus.CONFLICT
        case _:
            return HTTPStatus.BAD_REQUEST
