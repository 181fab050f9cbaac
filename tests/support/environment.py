"""The environment of our functions, as the tests have it: what a deployed stack has, with tables
under their logical ids."""

from tools.stack import ENVIRONMENT

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-west-1",
}

EVENT_KEY = {"id": "first", "key": "k" * 64}
"""What the stack makes for itself."""

WAREHOUSE_KEY = {"key": "w" * 64}

TESTS = (
    ENVIRONMENT
    | CREDENTIALS
    | {
        "POWERTOOLS_SERVICE_NAME": "commissions",
        "POWERTOOLS_METRICS_NAMESPACE": "Commissions",
        # Names that S3, EventBridge and SQS take.
        "EVENT_BUS": "commissions-test",
        "CLAIMS_BUCKET": "commissions-test-claims",
        "QUARANTINE_BUCKET": "commissions-test-quarantine",
        "REPORTS_BUCKET": "commissions-test-reports",
        "PERIODS_BUCKET": "commissions-test-periods",
        "PAYOUTS_BUCKET": "commissions-test-payouts",
        "PERIOD_CLOSE": "arn:aws:states:eu-west-1:123456789012:stateMachine:test-period-close",
        "PERIOD_POSTING": "arn:aws:states:eu-west-1:123456789012:stateMachine:test-period-posting",
        "COMPUTE_PERIOD": "commissions-test-compute-period",
        "JOURNAL_HASHES_BUCKET": "commissions-test-hashes",
        "WAREHOUSE_BUCKET": "commissions-test-warehouse",
        "EXPORTS_BUCKET": "commissions-test-exports",
        "WAREHOUSE_KEY": "commissions-test-warehouse-key",
        "TEAMS_BUCKET": "commissions-test-teams",
        "TEAM_SNAPSHOTS": "commissions-test-team-snapshots",
        "PAY_OUT": "commissions-test-pay-out",
        "EXPORTED_BY": "scan",
        "POLL_QUEUE_URL": "https://sqs.eu-west-1.amazonaws.com/123456789012/poll",
        "PAGES_HOST": "",
        "COMPANY_NAME": "Example Tea",
        "COMPANY_ACCENT": "",
        "USER_POOL": "eu-west-1_Test",
        "STAFF_SECOND_FACTOR": "required",
        "API_CLIENTS": "client-of-tests",
        "SIGN_IN_URL": "https://commissions-test.auth.eu-west-1.amazoncognito.com",
        "SECRETS_PREFIX": "commissions-test/stores/",
        "FORMER_SECRETS_PREFIX": "commissions/test/stores/",
        "SIGNED_EVENTS": "require",
        "TWO_PEOPLE": "none",
        "FREEZE_KNOWN_SECONDS": "30",
        "EXPORT_SETTLES_SECONDS": "120",
        "PRIVATE_STORES": "127.0.0.1",
        "CIRCUIT_PAUSE_SECONDS": "30",
    }
)
