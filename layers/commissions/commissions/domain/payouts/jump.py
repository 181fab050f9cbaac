"""What is so much more than the last time that somebody who approves it looks twice."""

JUMP_TIMES = 3


def is_jump(amount: int, before: int) -> bool:
    """Whether an amount is more than three times the last one; there has to be a last one."""
    return before > 0 and amount > JUMP_TIMES * before
