"""The close of a period, measured: a company of chance, the columns, SQL and a plain walk."""
