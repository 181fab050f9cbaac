"""The kinds of action that finance does on its pages, and a function of its own carries out."""

PAID_OUT = frozenset(
    {
        "payables.count",
        "payout.approve",
        "payout.plan",
        "payout.propose",
        "payout.reject",
        "payout.send",
        "payout.settle",
        "payout.write_off",
    }
)
