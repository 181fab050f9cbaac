"""The DynamoDB tables, one module each, in the words of the domain."""
