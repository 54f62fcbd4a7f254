"""A policy's own tests as pytest items: ``pytest --sayso-policy DIR``, or ``sayso_policy`` in the configuration.

Each story of ``tests/*.yaml`` is one item. A known gap is expected to fail; when it no longer does, the item fails and
says that `known_gap` can go.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from sayso.cli.words import Words
    from sayso.core.policy.stories import PolicyTest
    from sayso.core.screening.engine import Engine


class StoryFailed(Exception):
    """A test of the policy came out otherwise than it claims."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Name the policies whose tests are to be collected."""
    group = parser.getgroup("sayso", "social media policies")
    group.addoption(
        "--sayso-policy", action="append", default=[], metavar="DIR", help="run the tests of the policy in DIR"
    )
    parser.addini("sayso_policy", "folders of policies whose tests are run", type="paths", default=[])


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A file of stories, when it belongs to one of the policies named."""
    for folder in _policies(parent.config):
        if file_path.parent == folder / "tests" and file_path.suffix == ".yaml":
            return StoryFile.from_parent(parent, path=file_path, folder=folder)
    return None


def pytest_configure(config: pytest.Config) -> None:
    """Make the policies' folders places to collect from, besides those that were asked for."""
    for folder in _policies(config):
        if not (folder / "policy.yaml").is_file():
            raise pytest.UsageError(_say()("policy-missing", where=folder, why="--sayso-policy"))
        tests = str(folder / "tests")
        if tests not in config.args and not any(folder.is_relative_to(Path(arg).absolute()) for arg in config.args):
            config.args.append(tests)


class StoryFile(pytest.File):
    """One file under ``tests/`` of a policy."""

    def __init__(self, *, folder: Path, **given: Any) -> None:
        super().__init__(**given)
        self.folder = folder

    def collect(self) -> Iterator[pytest.Item]:
        """An item for each story."""
        engine, tests = _loaded(self.config, self.folder)
        name = self.path.relative_to(self.folder).as_posix()
        for test in tests:
            if test.file == name:
                yield Story.from_parent(self, name=test.name, test=test, engine=engine)


class Story(pytest.Item):
    """A post, and what should come of it."""

    def __init__(self, *, test: PolicyTest, engine: Engine, **given: Any) -> None:
        super().__init__(**given)
        self.test = test
        self.engine = engine

    def runtest(self) -> None:
        """Screen the post and compare."""
        from sayso.cli import trials

        outcome = trials.run(self.engine, [self.test])[0]
        say = _say()
        if outcome.result == "gap":
            pytest.xfail(self.test.known_gap)
        if outcome.result == "closed":
            raise StoryFailed(say("gap-closed"))
        if outcome.result == "failed":
            expected = say("expected", what=trials.worded(self.test.expect))
            raise StoryFailed(f"{self.test.post.text}\n{expected}\n{say('got', what=trials.worded(outcome.got))}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *given: Any) -> Any:
        """What was expected and what came, without our own frames."""
        return str(excinfo.value) if isinstance(excinfo.value, StoryFailed) else super().repr_failure(excinfo, *given)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the story stands."""
        return self.path, max(self.test.line - 1, 0), self.name


def _say() -> Words:
    """What we say, in the language of the environment."""
    from sayso.cli.words import Words, language

    return Words(language(None) or "en")


_ENGINES = pytest.StashKey[dict[Path, "tuple[Engine, tuple[PolicyTest, ...]]"]]()


def _policies(config: pytest.Config) -> list[Path]:
    named = [Path(config.invocation_params.dir, name) for name in config.getoption("--sayso-policy")]
    return [path.absolute() for path in [*named, *config.getini("sayso_policy")]]


def _loaded(config: pytest.Config, folder: Path) -> tuple[Engine, tuple[PolicyTest, ...]]:
    """The policy, compiled and proven once a run."""
    from sayso.cli.discovery import Found
    from sayso.cli.gate import examine, parse, placed
    from sayso.core.policy.problems import render
    from sayso.core.screening.engine import compile as compiled

    kept = config.stash.setdefault(_ENGINES, {})
    if folder not in kept:
        found = Found(folder, "")
        policy, problems = examine(found)
        errors = [render(placed(found, problem), _say().lang) for problem in problems if problem.severity == "error"]
        if policy is None or errors:
            raise pytest.Collector.CollectError("\n".join(errors))
        kept[folder] = compiled(policy), parse(found).tests
    return kept[folder]
