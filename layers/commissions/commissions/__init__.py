"""Orders of online stores into correct, explainable commissions."""
