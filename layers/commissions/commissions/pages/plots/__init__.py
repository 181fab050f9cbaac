"""What a plan pays as pictures: plain series into SVG that needs no script and nothing else.

Each picture is valid XML by itself and can stand in a page as well. What it shows is in its texts
too: of the whole in `desc`, of each part in a `title`. The same series give the same bytes.
"""
