"""Who may come in to the pages: signing in, sessions, and the accounts behind them."""
