"""What the internet meets before any function: each route's limits, and what may stand in front."""

from typing import Any

import pytest

from tests.support.template import ROOT, of_type, resource, transformed, written
from tools.local.routes import METHODS
from tools.local.template import read

PLATFORMS = ("shopify", "woocommerce", "magento", "bigcommerce", "orders")
ACCOUNT_RATE, ACCOUNT_BURST = 10_000, 5_000
"""What AWS gives an account in a region, of all its APIs (quotas of HTTP APIs)."""
PARAMETERS = written()["Parameters"]
[STAGE] = of_type("AWS::ApiGatewayV2::Stage").values()
LIMITS: dict[str, dict[str, Any]] = STAGE["RouteSettings"]
ON_ITS_OWN = ("Distribution", "Budget")


def routes() -> set[str]:
    [api] = of_type("AWS::ApiGatewayV2::Api").values()
    return {
        f"{method.upper()} {path}"
        for path, operations in api["Body"]["paths"].items()
        for method in operations
        if method in METHODS
    }


def limit(route: str, name: str) -> Any:
    """As it is unless a company says otherwise."""
    match LIMITS[route][name]:
        case {"Ref": parameter}:
            return PARAMETERS[parameter]["Default"]
        case number:
            return number


def test_a_flood_on_one_route_takes_nothing_of_what_the_others_may() -> None:
    """A limit of the stage would be one that all of them share."""
    assert len(routes()) == 21
    assert LIMITS.keys() == routes()
    assert all(
        each.keys() == {"ThrottlingRateLimit", "ThrottlingBurstLimit"} for each in LIMITS.values()
    )
    assert "DefaultRouteSettings" not in STAGE


def test_all_routes_at_their_limit_leave_the_account_half_of_what_it_has() -> None:
    assert sum(limit(each, "ThrottlingRateLimit") for each in LIMITS) <= ACCOUNT_RATE / 2
    assert max(limit(each, "ThrottlingBurstLimit") for each in LIMITS) <= ACCOUNT_BURST / 2


@pytest.mark.parametrize("platform", PLATFORMS)
def test_each_platform_has_a_rate_and_a_burst_that_a_company_may_set(platform: str) -> None:
    [route] = (each for each in LIMITS if each.startswith("POST ") and f"/{platform}" in each)

    assert LIMITS[route] == {
        "ThrottlingRateLimit": {"Ref": f"{platform.title()}Rate"},
        "ThrottlingBurstLimit": {"Ref": f"{platform.title()}Burst"},
    }


@pytest.mark.parametrize("name", ON_ITS_OWN)
def test_what_not_every_company_wants_is_made_only_where_it_is_asked_for(name: str) -> None:
    condition = resource(name)["Condition"]
    parameter = {"Distribution": "WebAclArn", "Budget": "MonthlyBudget"}[name]
    default = PARAMETERS[parameter]["Default"]

    assert transformed()["Conditions"][condition] == {
        "Fn::Not": [{"Fn::Equals": [{"Ref": parameter}, str(default)]}]
    }


def test_what_stands_in_front_keeps_nothing_and_changes_nothing_that_is_signed() -> None:
    config = resource("Distribution")["Properties"]["DistributionConfig"]
    behaviour = config["DefaultCacheBehavior"]
    [origin] = config["Origins"]

    # AWS's own policies CachingDisabled and AllViewerExceptHostHeader.
    assert behaviour["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    assert behaviour["OriginRequestPolicyId"] == "b689b0a8-53d0-40ab-baf2-68738e2966ac"
    assert behaviour["ViewerProtocolPolicy"] == "https-only"
    assert "POST" in behaviour["AllowedMethods"]
    assert not config.keys() & {"Logging", "CacheBehaviors", "DefaultRootObject"}
    assert not behaviour.keys() & {"FunctionAssociations", "LambdaFunctionAssociations"}
    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    assert "OriginPath" not in origin


def test_the_alarms_topic_hears_the_budget_of_this_account_alone() -> None:
    statements = resource("AlarmsPolicy")["Properties"]["PolicyDocument"]["Statement"]
    condition, heard, otherwise = statements[1]["Fn::If"]
    notifications = resource("Budget")["Properties"]["NotificationsWithSubscribers"]

    assert (condition, otherwise) == ("Budgeted", {"Ref": "AWS::NoValue"})
    assert heard["Principal"] == {"Service": "budgets.amazonaws.com"}
    assert heard["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    for each in notifications:
        assert each["Subscribers"] == [{"SubscriptionType": "SNS", "Address": {"Ref": "Alarms"}}]


def test_the_web_acl_that_is_shown_can_be_given_to_the_stack() -> None:
    shown = read((ROOT / "docs/web-acl.yaml").read_text())
    acl = shown["Resources"]["WebAcl"]["Properties"]
    [rule] = acl["Rules"]

    assert acl["Scope"] == "CLOUDFRONT"
    assert shown["Outputs"]["WebAclArn"]["Value"] == {"Fn::GetAtt": ["WebAcl", "Arn"]}
    assert rule["Statement"]["RateBasedStatement"]["AggregateKeyType"] == "IP"
    assert rule["Statement"]["RateBasedStatement"]["Limit"] == {"Ref": "RequestsOfOneAddress"}
