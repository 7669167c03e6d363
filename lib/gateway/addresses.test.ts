import { describe, expect, test } from "vitest";
import { isOutside, outsideLookup } from "./addresses";

describe("addresses", () => {
  test.each(["8.8.8.8", "52.219.170.1", "172.32.0.1", "100.128.0.1", "2600:1fa0:80b0::1", "2a05:d07a:a000::1"])(
    "%s is outside",
    (address) => expect(isOutside(address)).toBe(true),
  );

  test.each([
    ...["127.0.0.1", "127.8.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1"],
    ...["169.254.169.254", "198.18.0.1", "192.0.2.1", "224.0.0.1", "255.255.255.255", "240.0.0.1"],
    ...[
      "::1",
      "::",
      "::ffff:10.0.0.1",
      "::ffff:127.0.0.1",
      "64:ff9b::a00:1",
      "fe80::1",
      "fd00::1",
      "fec0::1",
      "ff02::1",
    ],
    ...["2001:db8::1", "2001::1", "2002:0a00:0001::1", "2002:7f00:1::"],
  ])("%s is not", (address) => expect(isOutside(address)).toBe(false));
});

test.each([true, false])("a name that stands for this machine is not looked up to it", async (all) => {
  const failure = await new Promise((resolve) => outsideLookup("localhost", { all }, (error) => resolve(error)));
  expect(failure).toMatchObject({ code: "PRIVATE_ADDRESS" });
});
