import { describe, expect, test } from "vitest";
import { addressOf, networkOf, visitorAddress } from "./address";

describe("the visitor's address", () => {
  test.each([
    ["of the connection, whatever a header says", "192.0.2.1", "10.0.0.1", 0, "192.0.2.1"],
    ["an IPv4 address as such", "::ffff:192.0.2.1", undefined, 0, "192.0.2.1"],
    ["behind one proxy, what that proxy saw", "10.0.0.9", "203.0.113.7", 1, "203.0.113.7"],
    ["behind one proxy, not what the visitor wrote before", "10.0.0.9", "1.1.1.1, 203.0.113.7", 1, "203.0.113.7"],
    ["behind two, what the outer one saw", "10.0.0.9", "1.1.1.1, 203.0.113.7, 10.0.0.8", 2, "203.0.113.7"],
    ["with fewer entries than proxies, the first there is", "10.0.0.9", "203.0.113.7", 3, "203.0.113.7"],
    ["an IPv6 address in brackets", "10.0.0.9", "[2001:DB8::1]", 1, "2001:db8::1"],
    ["of the connection, where the header has none", "10.0.0.9", "nobody", 1, "10.0.0.9"],
    ["of the connection, where the header is empty", "10.0.0.9", "", 1, "10.0.0.9"],
  ])("is %s", (_name, connection, header, proxies, expected) => {
    expect(visitorAddress(connection, header, proxies)).toBe(expected);
  });

  test("is read from what the front door wrote, in either form of headers", () => {
    expect(addressOf({ headers: new Headers({ "x-forwarded-for": "192.0.2.1" }) })).toBe("192.0.2.1");
    expect(addressOf({ headers: { "x-forwarded-for": "192.0.2.1" } })).toBe("192.0.2.1");
    expect(addressOf({ headers: {} })).toBeNull();
    expect(addressOf({})).toBeNull();
  });
});

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["unknown", "unknown"],
])("%s is counted as %s", (address, network) => expect(networkOf(address)).toBe(network));
