import pytest

from tools.bench_close import runs
from tools.bench_close.runs import RunFailed, RunsDiffer, median_run, run


def test_a_run_that_fails_says_which_and_why() -> None:
    with pytest.raises(RunFailed, match=r"tools.bench_close.nothing failed:\n.*No module"):
        run("nothing")


def test_the_median_run_is_told_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    found = iter([{"seconds": 3.0, "of": 1}, {"seconds": 1.0, "of": 2}, {"seconds": 2.0, "of": 3}])
    monkeypatch.setattr(runs, "run", lambda module, *arguments: next(found))

    assert median_run(3, "hybrid_run") == {"seconds": 2.0, "of": 3}


def test_runs_of_the_same_files_that_pay_differently_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = iter([{"seconds": 1.0, "digest": "aa"}, {"seconds": 1.0, "digest": "bb"}])
    monkeypatch.setattr(runs, "run", lambda module, *arguments: next(found))

    with pytest.raises(RunsDiffer, match=r"hybrid_run: .* paid differently: aa, bb"):
        median_run(2, "hybrid_run")
