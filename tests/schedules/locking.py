"""People who write rules, edit them, and run `packagestate lock`, or forget to: with the real `resolve`."""

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import PurePath

from packagestate.provider.lock.freshness import out_of_date
from packagestate.provider.lock.question import Question
from packagestate.provider.lock.rendering import render
from packagestate.provider.lock.resolving import resolve
from packagestate.provider.observe import ObservationError
from packagestate.provider.population import FullGateway
from packagestate.schemas.coordinates import Coordinates, Format
from packagestate.schemas.document import compose
from packagestate.schemas.errors import PackageStateError
from packagestate.schemas.lock_file import read_lock
from packagestate.schemas.locked import Line, Lock, LockedPackage
from packagestate.schemas.rule import Rule
from packagestate.schemas.status import Status
from tests.schedules.findings import Kind
from tests.schedules.gateway import ToldGateway
from tests.schedules.locked import ACCOUNT, REGION, outdated
from tests.schedules.rules import edited_rules, fits_nothing, with_digest
from tests.schedules.scopes import without_idle_overs
from tests.schedules.stack import Stack
from tests.schedules.statements import Declared, Manifest

_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
_FOLDER = PurePath("packages")
_OTHERS = (("210987654321", REGION), (ACCOUNT, "us-east-1"))
_MOST_TRIES = 8


@dataclass
class Locking:
    """What happens to the rules and the lock of a stack.

    Attributes:
        stack: The stack.
        gateway: Where AWS is asked.
        chance: What decides; nothing else is decided by it, so that schedules without a lock go as they did.
        now: The day for which the lock is made the next time.
    """

    stack: Stack
    gateway: FullGateway
    chance: random.Random
    now: datetime = field(default=_BEGIN)

    def edited(self, manifest: Manifest) -> Manifest:
        """The manifest after somebody edited rules, made the lock, or did none of it, while nothing goes wrong."""
        chance, world = self.chance, self.stack.watch.world
        if not manifest.rules or chance.random() < 0.6:
            what, rules = edited_rules(manifest.rules, world, chance)
            self._note(f"rules {what}")
            manifest = without_idle_overs(replace(manifest, rules=rules))
        if not manifest.locks or chance.random() < 0.35:
            manifest = self._locked(manifest)
        if manifest.rules and chance.random() < 0.08:
            manifest = replace(manifest, locks=(*manifest.locks, self._foreign(manifest.rules)))
        manifest = self._with_overs(manifest)
        self._interfere(manifest)
        return manifest

    def disturbed(self, manifest: Manifest) -> Manifest:
        """The manifest after somebody made the lock, or tried to, while everything goes wrong that can."""
        return self._locked(manifest) if manifest.rules and self.chance.random() < 0.2 else manifest

    def at_rest(self, manifest: Manifest) -> Manifest:
        """The manifest after somebody did what a plan says of a lock that is out of date, or left it as it is."""
        if (not manifest.rules and not manifest.locks) or self.chance.random() < 0.35:
            return manifest
        watch = self.stack.watch
        for _ in range(_MOST_TRIES):
            try:
                first = self._made(manifest, None)
            except ObservationError as error:
                manifest = self._mended(manifest, error)
                continue
            if self._made(first, None).locks != first.locks:
                watch.report(Kind.LOST, "the lock was made twice, and is another one")
            here = [each for each in first.locks if (each.account, each.region) == (ACCOUNT, REGION)]
            for fault in out_of_date(here, first.rules):
                watch.report(Kind.LOST, f"the lock was made, and is said to be out of date: {fault.detail}")
            if stale := outdated(here, first.rules):
                watch.report(Kind.LOST, f"the lock was made, and is out of date by {', '.join(sorted(stale))}")
            self._note("made at rest")
            return without_idle_overs(first)
        watch.report(Kind.LOST, f"after {_MOST_TRIES} tries the lock is not made")
        return manifest

    def _locked(self, manifest: Manifest) -> Manifest:
        self.now += timedelta(days=self.chance.choice((0, 1, 40, 200)))
        only = self.chance.choice(manifest.rules) if manifest.rules and self.chance.random() < 0.2 else None
        if only is not None and only.keep is not None:
            # It has no lines, so the command refuses it.
            only = None
        try:
            after = self._made(manifest, only)
        except PackageStateError as error:
            self._note("not made")
            self.stack.watch.say(f"packagestate lock: {error}")
            return manifest
        self._note("made" if only is None else "made for one rule")
        return after

    def _made(self, manifest: Manifest, only: Rule | None) -> Manifest:
        """The manifest after `packagestate lock`, which changes nothing in AWS."""
        watch = self.stack.watch
        watch.expect(None)
        question = Question(manifest.rules, manifest.locks, only, self.now)
        resolved = resolve(ToldGateway(self.gateway, watch), question, 1)
        others = [each for each in manifest.locks if each not in resolved.known]
        made = tuple(map(self._through_file, resolved.locks))
        said = [(str(each.coordinates), line) for lock in made for each in lock.packages for line in each.lines]
        watch.say(f"packagestate lock: {[(each.repository.name, each.rules) for each in made]} {said}")
        return replace(manifest, locks=(*others, *made))

    def _through_file(self, lock: Lock) -> Lock:
        """A file of the lock as it is read again."""
        path = _FOLDER / lock.path
        found = read_lock(compose(render(lock), str(path)), path, _FOLDER)
        if found != lock:
            self.stack.watch.report(Kind.LOST, f"{lock} was written, and {found} is read")
        return found

    def _mended(self, manifest: Manifest, error: ObservationError) -> Manifest:
        """The manifest without what a refusal is right to name."""
        world, rules = self.stack.watch.world, []
        for rule in manifest.rules:
            if fits_nothing(rule, world):
                continue
            is_named = any(
                fault.summary == "Rule would empty a package" and f"`{rule.name}`" in fault.detail
                for fault in error.faults
            )
            rules.append(with_digest(replace(rule, may_empty=True)) if is_named else rule)
        if tuple(rules) == manifest.rules:
            self.stack.watch.report(Kind.LOST, f"the lock was not made, and nothing was in its way: {error}")
        self._note("rules corrected as they were refused")
        return without_idle_overs(replace(manifest, rules=tuple(rules)))

    def _foreign(self, rules: tuple[Rule, ...]) -> Lock:
        """A lock of another account or region, which says to dispose of all that is here."""
        held = self.stack.watch.world.snapshot()
        place = self.chance.choice(sorted(held, key=lambda each: each.resource_name)) if held else None
        account, region = self.chance.choice(_OTHERS)
        digests, via = {each.name: each.digest for each in rules}, (rules[0].name,)
        self._note("one of another account or region")
        if place is None:
            return Lock(account, region, self.stack.watch.world.place("chalk").repository, Format.NPM, digests)
        lines = [
            Line(each.version, Status.DISPOSED, via, self.now.date(), Status.PUBLISHED, each.revision)
            for each in held[place].versions.values()
        ]
        packages = (LockedPackage(place, tuple(sorted(lines))),) if lines else ()
        return Lock(account, region, place.repository, Format.NPM, digests, packages)

    def _with_overs(self, manifest: Manifest) -> Manifest:
        """The manifest after somebody let some of its entries stand over a rule."""
        packages = {place: self._with_over(manifest, place, each) for place, each in manifest.packages.items()}
        return without_idle_overs(replace(manifest, packages=packages))

    def _with_over(self, manifest: Manifest, place: Coordinates, declared: Declared) -> Declared:
        over = dict(declared.over)
        for line in manifest.said_of(place).lines:
            if line.version in declared.versions and self.chance.random() < 0.15:
                over[line.version] = line.causes[0]
        return replace(declared, over=over)

    def _interfere(self, manifest: Manifest) -> None:
        """Somebody else changes what was locked, before anybody looks at it again."""
        world = self.stack.watch.world
        places = world.places()
        world.targets = [(place, line.version) for place in places for line in manifest.said_of(place).lines]
        for _ in range(self.chance.choice((0, 0, 1, 2))):
            self._note(f"between lock and preview: {world.interfere()}")

    def _note(self, what: str) -> None:
        self.stack.counts[f"lock: {what}"] += 1
