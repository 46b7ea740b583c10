"""Which fit an evaluation judges, and whether the rows it uses were kept away from that fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.semantic.provenance.domain import Fitted, Learner, Lesson, Site, Value, in_order
from mllint_rules.semantic.provenance.events import Event, Fit, Metric, Predict, Score, Trace
from mllint_rules.semantic.provenance.rows import RowSet, are_disjoint, nearest_common


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A fit and a later use of the fitted model on other data.

    `event` is the score, the metric, or the prediction that no metric follows; `data` what the model was given.
    """

    fit: Fit
    event: Event
    data: Value

    @property
    def asked(self) -> Site:
        """Where the model is given the data."""
        if isinstance(self.event, Metric) and self.event.predicted.prediction is not None:
            return self.event.predicted.prediction.site
        return self.event.site

    @property
    def is_elsewhere(self) -> bool:
        """Whether both happen in another module, within one call: then they are that module's affair."""
        return self.fit.site.here is self.event.site.here and self.fit.site.node is not self.fit.site.here

    @property
    def shared(self) -> tuple[RowSet, ...]:
        """The sets that hold both the rows of the fit and other rows that judge it, nearest first.

        Empty where the model is judged by rows of its fit, or the two have nothing to do with each other.
        """
        found: dict[RowSet, None] = {}
        for trained in self.fit.data.rows:
            for judged in self.data.rows:
                if trained in judged.supersets or judged in trained.supersets:
                    return ()
                common = nearest_common(trained, judged)
                if common is None:
                    return ()
                found.update(dict.fromkeys(rows for rows in common.lineage() if rows in common.supersets))
        return tuple(found)

    @property
    def is_disjoint(self) -> bool:
        """Whether the model is certainly judged by other rows than those it was fitted on."""
        return all(are_disjoint(a, b) for a in self.fit.data.rows for b in self.data.rows)

    @property
    def is_on_the_same_rows(self) -> bool:
        """Whether the model is judged by just the rows it was fitted on."""
        return bool(self.data.rows) and self.data.rows <= self.fit.data.rows

    def taught(self) -> Iterator[Lesson]:
        """What was learned from both sides and went into the data of either."""
        shared = set(self.shared)
        target = self.fit.target.lessons if self.fit.target is not None else frozenset()
        # A target that a transformer was fitted on is learned from as well; one computed by hand may be anything.
        scaled = [lesson for lesson in target if lesson.learner is not None]
        for lesson in in_order({*self.fit.data.lessons, *self.data.lessons, *scaled}):
            if lesson.rows and lesson.rows <= shared:
                yield lesson


def evaluations(trace: Trace) -> Iterator[Evaluation]:
    """Every use of a fitted model with the fit that made it what it was then."""
    fits = _Fits(trace)
    scored = {
        event.predicted.prediction.site
        for event in trace.of(Metric)
        if event.predicted.prediction is not None
    }
    for event in trace.events:
        for learner, fitted, data in _used(event, scored):
            fit = fits.event(learner, fitted)
            if fit is not None:
                yield Evaluation(fit, event, data)


class _Fits:
    """The events behind what learners know of their fits.

    One place fits many times in a loop whose rounds are known; the model and what went in tell the rounds apart.
    """

    def __init__(self, trace: Trace) -> None:
        self._by_site: dict[Site, list[Fit]] = {}
        for fit in trace.of(Fit):
            self._by_site.setdefault(fit.site, []).append(fit)

    def event(self, learner: Learner, fitted: Fitted) -> Fit | None:
        """The fit that a learner speaks of."""
        here = self._by_site.get(fitted.site, [])
        own = [fit for fit in here if not fit.learner.creations.isdisjoint(learner.creations)] or here
        exact = [fit for fit in own if fitted in fit.learner.fits] or own
        return exact[-1] if exact else None


def _used(event: Event, scored: set[Site]) -> Iterator[tuple[Learner, Fitted, Value]]:
    """The model that an event uses, what it was fitted on, and the data that it is given."""
    if isinstance(event, (Score, Predict)):
        if not isinstance(event, Predict) or event.site not in scored:
            for fitted in event.learner.fits:
                yield event.learner, fitted, event.data
    elif isinstance(event, Metric):
        prediction = event.predicted.prediction
        for fitted in prediction.learner.fits if prediction is not None else ():
            assert prediction is not None
            yield prediction.learner, fitted, prediction.data
