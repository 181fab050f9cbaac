"""Addresses that no store has: T21's corpus."""

INNER_ADDRESSES = (
    "127.0.0.1", "127.1.2.3", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.254",
    "192.168.0.1", "192.168.255.255", "169.254.169.254", "169.254.170.2", "169.254.0.1",
    "100.64.0.1", "100.100.100.200", "100.127.255.255", ".".join("0000"), "0.1.2.3", "192.0.0.192",
    "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "192.88.99.1", "168.63.129.16",
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::1", "::", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:8.8.8.8", "::ffff:0:7f00:1",
    "::127.0.0.1", "fe80::1", "fe80::1%eth0", "febf::1", "fec0::1", "fc00::1", "fd00:ec2::254",
    "fd12:3456::1", "ff02::1", "ff0e::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:808:808::1",
    "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b:1::1",
    "2001::1", "2001:0:7f00:1::", "2001:db8::1", "2001:10::1", "2001:20::1", "3fff::1", "100::1",
    "5f00::1", "4000::1", "2001:2::1",
)  # fmt: skip
"""No public ones, however they are written: a name that leads to one of them is refused."""

PUBLIC_ADDRESSES = (
    "8.8.8.8", "1.1.1.1", "23.227.38.65", "172.15.0.1", "172.32.0.1", "100.63.255.255",
    "100.128.0.1", "192.0.3.1", "198.20.0.1", "223.255.255.254",
    "2606:4700:4700::1111", "2620:127:f00f:5::", "2a00:1450:4001::1", "64:ff9b::8.8.8.8",
)  # fmt: skip

HOSTS = (
    # Numbers that other readers of addresses take for 127.0.0.1, 169.254.169.254 or 10.0.0.1.
    "2130706433", "0x7f000001", "017700000001", "0177.0.0.1", "0x7f.0.0.1", "0x7f.1", "127.1",
    "127.0.1", "127.0.0.1.", "0", "0x0", "00000177.1", "0x7F000001", "2852039166", "0xa9fea9fe",
    "0251.0376.0251.0376", "169.254.43518", "169.16689662", "0xa9.0xfe.0xa9.0xfe", "10.1", "0xa.1",
    "1.1.1.1.1", "256.256.256.256", "08.8.8.8", "8.8.8.8", "1.1.1.1", "0x08080808", "shop.0x7f",
    # Other digits and dots.
    "\uff11\uff12\uff17.\uff10.\uff10.\uff11", "①②⑦.⓪.⓪.①", "127。0。0。1",
    "१२७.0.0.1", "127.0.0.1\u00ad",
    # Names of this machine and of inner networks.
    "localhost", "LOCALHOST", "localhost.", "localhost.localdomain", "shop.localhost",
    "ip6-localhost", "metadata", "metadata.google.internal", "metadata.google.internal.",
    "instance-data.ec2.internal", "printer.local", "router.lan", "nas.home", "wiki.intranet",
    "1.0.0.127.in-addr.arpa",
    "kubernetes.default.svc.cluster.local", "redis", "db", "vault.service.internal",
    # No names at all.
    "", ".", "..", "-shop.example.com", "shop..example.com", ".example.com", "example.com.",
    "shop_.", "shop%2eexample.com", "%31%32%37.0.0.1", "shop.example.com%00.evil.example",
    "a" * 64 + ".example", "a." * 130 + "example", "shop example.com", "shop\\.example.com",
    "[::1]", "[::]", "[::ffff:127.0.0.1]", "[fe80::1%25eth0]", "[fd00:ec2::254]",
    "[2606:4700::1111]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[v1.fe]", "[127.0.0.1]",
)  # fmt: skip

URLS = (
    "http://shop.example.com/", "HTTP://shop.example.com", "ftp://shop.example.com/",
    "file:///etc/passwd", "gopher://shop.example.com/_x", "dict://shop.example.com:11211/",
    "ldap://shop.example.com", "unix:///var/run/docker.sock", "data:text/plain,x", "jar:https://x",
    "javascript:alert(1)", "ws://shop.example.com", "//shop.example.com/", "/orders", "",
    "shop.example.com", "shop.example.com:443", "https:shop.example.com", "https:///orders",
    "https:/shop.example.com", "https://", "https://:443/",
    "https://user@shop.example.com/", "https://user:word@shop.example.com/", "https://@127.0.0.1/",
    "https://shop.example.com@127.0.0.1/", "https://shop.example.com:443@169.254.169.254/",
    "https://shop.example.com#@127.0.0.1/", "https://shop.example.com?@127.0.0.1/",
    "https://127.0.0.1\\@shop.example.com/", "https://shop.example.com\\@127.0.0.1/",
    "https://shop.example.com:22/", "https://shop.example.com:6379/", "https://shop.example.com:80/",
    "https://shop.example.com:0/", "https://shop.example.com:65536/", "https://shop.example.com:-1/",
    "https://shop.example.com:443:80/", "https://shop.example.com: 443/", "https://shop.example.com:x/",
    "https://shop.example.com/?next=https://127.0.0.1/", "https://shop.example.com/#x",
    "https://shop.example.com\r\nHost: 127.0.0.1/", "https://shop.example.com\t/", " https://127.0.0.1/",
    "https://shop.example.com/\x00", "https://shop。example。com:6379/", "https://xn--\u0000.example/",
)  # fmt: skip

HOSTILE = URLS + tuple(f"https://{host}/" for host in HOSTS)
