"""The pytest plugin: a policy's own tests as items, and nothing at all for those who did not ask."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from journeys import small_policy

pytest_plugins = ("pytester",)


@pytest.fixture
def suite(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project with a test of its own and the small policy."""
    small_policy.write(pytester.path / "policy")
    pytester.makepyfile(test_own="def test_own(): pass")
    return pytester


def _run(suite: pytest.Pytester, *words: str) -> pytest.RunResult:
    return suite.runpytest_subprocess("-p", "no:cacheprovider", *words)


def test_the_stories_of_a_policy_run_beside_the_others(suite: pytest.Pytester) -> None:
    ran = _run(suite, "--sayso-policy", "policy", "-v")

    ran.assert_outcomes(passed=7, xfailed=1)
    ran.stdout.fnmatch_lines(["*policy/tests/posts.yaml::a codename PASSED*", "*::irony XFAIL*"])


def test_a_failed_story_shows_the_post_what_was_expected_and_what_came(suite: pytest.Pytester) -> None:
    tests = suite.path / "policy/tests/posts.yaml"
    tests.write_text(tests.read_text("utf-8").replace("expect: pass", "expect: {verdict: block}"), encoding="utf-8")

    ran = _run(suite, "--sayso-policy", "policy")

    ran.assert_outcomes(passed=6, failed=1, xfailed=1)
    ran.stdout.fnmatch_lines(["Fresh bread at seven", "expected: {verdict: block}", "got:      pass"])
    assert "Traceback" not in ran.stdout.str()


def test_a_failed_story_speaks_chinese_too(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    tests = suite.path / "policy/tests/posts.yaml"
    tests.write_text(tests.read_text("utf-8").replace("expect: pass", "expect: {verdict: block}"), encoding="utf-8")
    monkeypatch.setenv("SAYSO_LANG", "zh-Hant")

    ran = _run(suite, "--sayso-policy", "policy")

    ran.stdout.fnmatch_lines(["Fresh bread at seven", "預期：{verdict: block}", "實際：pass"])


def test_a_gap_that_is_closed_fails_and_says_so(suite: pytest.Pytester) -> None:
    tests = suite.path / "policy/tests/posts.yaml"
    tests.write_text(tests.read_text("utf-8").replace("geniuses", "idiots"), encoding="utf-8")

    ran = _run(suite, "--sayso-policy", "policy")

    ran.assert_outcomes(passed=7, failed=1)
    ran.stdout.fnmatch_lines(["it passes now: remove known_gap"])


def test_a_policy_may_be_named_in_the_configuration_and_stories_chosen_by_name(suite: pytest.Pytester) -> None:
    suite.makeini("[pytest]\nsayso_policy = policy\n")

    ran = _run(suite, "-k", "codename or own")

    ran.assert_outcomes(passed=2, deselected=6)


def test_a_broken_policy_is_one_error_with_its_mistakes(suite: pytest.Pytester) -> None:
    rules = suite.path / "policy/rules.yaml"
    rules.write_text(rules.read_text("utf-8").replace("verdict: block", "verdct: block"), encoding="utf-8")

    ran = _run(suite, "--sayso-policy", "policy")

    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines(["*rules.yaml:6:3: error: unknown key `verdct` in rules?codenames? ?unknown-key?"])


def test_a_policy_that_is_not_there_is_named(suite: pytest.Pytester) -> None:
    ran = _run(suite, "--sayso-policy", "nowhere")

    assert ran.ret == pytest.ExitCode.USAGE_ERROR
    ran.stderr.fnmatch_lines(["*There is no policy in “*nowhere” (--sayso-policy)*"])


def test_without_the_option_nothing_is_collected_and_no_engine_is_loaded(suite: pytest.Pytester) -> None:
    program = (
        "import sys, pytest\n"
        "code = pytest.main(['-q', '-p', 'no:cacheprovider', '-p', 'no:hypothesispytest'])\n"
        "heavy = {'numpy', 're2', 'ahocorasick_rs', 'yaml', 'phonenumbers', 'msgspec', 'sayso.core', 'sayso.cli'}\n"
        "print(int(code), 'sayso.pytest_plugin' in sys.modules, sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=suite.path)

    assert ran.stderr == "0 True []\n"
    assert "1 passed" in ran.stdout


def test_the_example_policy_runs(pytester: pytest.Pytester) -> None:
    example = Path(__file__).parents[2] / "examples/tidewell"

    ran = _run(pytester, "--sayso-policy", str(example))

    assert (ran.ret, ran.parseoutcomes()["xfailed"]) == (0, 1)
