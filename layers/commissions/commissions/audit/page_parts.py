"""What the page of the report looks like."""

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Reconciliation of $day</title>
<style>$style</style>
</head>
<body>
<header class="$verdict">
<p class="what">Reconciliation · $weekday (UTC)</p>
<h1><span aria-hidden="true">$mark</span> $headline</h1>
<p>$says</p>
</header>
<main>
<div class="tiles">$tiles</div>
<h2>Findings</h2>
$findings
<h2>Stores</h2>
$stores
<h2>People</h2>
<p>$people</p>
$asides
<h2>How this was checked</h2>
$how
</main>
<footer>Made at $made_at. It changes nothing: what it finds, people repair.</footer>
</body>
</html>
"""

STORE = """<article class="store $state">
<h3>$store <small>$platform</small> <em>$says</em></h3>
$note
<table>
<thead><tr><th></th><th>there should be</th><th>there is</th><th></th></tr></thead>
<tbody>$rows</tbody>
</table>
<p class="below">$below</p>
</article>
"""

HOW = """<ol class="how">
<li><b>Store = facts.</b> The store's orders of the day and its refunds made on the day are asked
for through its API and compared with what is kept of them here: each order's total, lines, state
and day, each refund's amount.</li>
<li><b>Facts = journals.</b> What each order makes for whom is worked out a second time from its
facts and the published plan, by code that shares no rule with the one that posts, and compared per
account and unit with the sum of the journals.</li>
<li><b>Journals = statements and balances.</b> Each journal line is looked for on the statement of
whom it names; all journals of all time, added up, are compared with every balance.</li>
<li><b>The books.</b> Every journal of all time sums to zero in every unit and has its right hash;
of the orders looked at, numbers have no gap, each hash follows from the one before, and each
journal goes back to facts that stand.</li>
</ol>"""

WAITING = (
    "These cannot go on by themselves; each is listed by <code>commissions parked</code> with what "
    "to do. What they lack here is no finding."
)
IN_FLIGHT = (
    "Younger than ten minutes, or between the inbox and the ledger: they are compared when they "
    "are at rest."
)

STYLE = """
:root{--paper:#fbfaf7;--ink:#22251f;--soft:#6a6e64;--line:#dedbd2;--card:#fff;
--good:#1f6b45;--good-bg:#e5f2ea;--bad:#a12622;--bad-bg:#fbe9e7;--half:#7d5a00;--half-bg:#fbf1d6}
@media (prefers-color-scheme:dark){:root{--paper:#16181a;--ink:#e6e4dd;--soft:#9a9c94;
--line:#34373a;--card:#1e2123;--good:#7fd3a5;--good-bg:#173226;--bad:#ff9b92;--bad-bg:#3b1d1b;
--half:#f0c95c;--half-bg:#352b10}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
header,main,footer{padding:1.5rem max(1.25rem,calc(50vw - 30rem))}
header{padding-block:2rem;border-bottom:1px solid var(--line)}
header p{margin:0;max-width:44rem}
header h1{margin:.3rem 0 .5rem;font-size:clamp(1.5rem,4vw,2.2rem);line-height:1.2}
header .what{color:inherit;opacity:.8}
header.clean{background:var(--good-bg);color:var(--good)}
header.findings{background:var(--bad-bg);color:var(--bad)}
header.incomplete{background:var(--half-bg);color:var(--half)}
h2{margin:2.2rem 0 .8rem;font-size:1.15rem}
h3{margin:0 0 .4rem;font-size:1.05rem}
h3 small,small{color:var(--soft);font-weight:400;font-size:.875rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(7.5rem,1fr));gap:.6rem}
.tile{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.7rem .8rem}
.tile b{display:block;font-size:1.4rem;line-height:1.2;font-variant-numeric:tabular-nums}
.tile span{color:var(--soft);font-size:.85rem}
.kind,.store,details{background:var(--card);border:1px solid var(--line);border-radius:.6rem;
padding:1rem 1.1rem;margin:0 0 .8rem}
.kind{border-left:.3rem solid var(--bad)}
.kind h3::first-letter{text-transform:uppercase}
.kind ul{list-style:none;margin:0;padding:0}
.kind li{border-top:1px solid var(--line);padding:.7rem 0}
.kind li:last-child{padding-bottom:0}
.kind p{margin:0;overflow-wrap:anywhere}
.check{color:var(--soft);font-size:.875rem;padding-bottom:.6rem}
dl{display:flex;flex-wrap:wrap;gap:.1rem .5rem;margin:.25rem 0;font-variant-numeric:tabular-nums}
dt{color:var(--soft)}
dd{margin:0 1rem 0 0;font-weight:600}
.advice{color:var(--soft)}
.advice::before{content:"→ "}
.calm{color:var(--good)}
.store em{float:right;font-style:normal;font-weight:400;color:var(--good)}
.store.found em{color:var(--bad)}
.note{margin:0 0 .6rem;padding:.5rem .7rem;border-radius:.4rem;background:var(--half-bg);
color:var(--half)}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;padding:.45rem .6rem .45rem 0;
border-top:1px solid var(--line)}
thead th{border:0;color:var(--soft);font-weight:400;font-size:.85rem;padding-bottom:.2rem}
tbody th{font-weight:400}
td b{font-weight:600;margin-right:.7rem}
td span{display:inline-block;margin-right:.7rem}
td::after{content:attr(data-of);display:block;color:var(--soft);font-size:.78rem}
td.mark{text-align:right;width:2rem}
.below{margin:.5rem 0 0;color:var(--soft);font-size:.875rem}
details summary{cursor:pointer;font-weight:600}
.plain{padding-left:1.1rem}
code{font-family:ui-monospace,SFMono-Regular,Menlo,monospace;font-size:.9em;overflow-wrap:anywhere}
.how{padding-left:1.2rem;max-width:48rem}
.how li{margin-bottom:.5rem}
.more{color:var(--soft)}
footer{color:var(--soft);font-size:.875rem;border-top:1px solid var(--line)}
@media (max-width:34rem){th,td{padding-right:.3rem}td span{display:block}}
"""
