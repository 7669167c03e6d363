/** Keeps downloads away from the inside of the network: names of the outside must stand for addresses of the outside. */
import { lookup } from "node:dns";
import { BlockList, isIPv6, type LookupFunction } from "node:net";

const insideNetworks = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"],
  ...["192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"],
  "224.0.0.0/3",
  // Of IPv6 only 2000::/3 is outside, and of that not what wraps an address of version 4 or is for documents.
  ...["::/3", "4000::/2", "8000::/1", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"],
];

// One list each: in a common one an address of version 4 is looked for among those of version 6, too.
const inside = { ipv4: new BlockList(), ipv6: new BlockList() };
const familyOf = (address: string) => (isIPv6(address) ? "ipv6" : "ipv4");
for (const each of insideNetworks) {
  const [network = "", bits] = each.split("/");
  inside[familyOf(network)].addSubnet(network, Number(bits), familyOf(network));
}

/** False for private, local, reserved and multicast addresses, in whatever spelling. */
export function isOutside(address: string): boolean {
  const family = familyOf(address);
  return !inside[family].check(address, family);
}

/** What TransportError names as the reason when a name stands for inside addresses only. */
export const insideReason = "PRIVATE_ADDRESS";

/** Looks a name up and hands out outside addresses alone, so that the connection goes where was looked. */
export const outsideLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error !== null) return callback(error, "", 0);
    const [first, ...rest] = found.filter(({ address }) => isOutside(address));
    if (first === undefined) {
      return callback(
        Object.assign(new Error("The name stands for no outside address."), { code: insideReason }),
        "",
        0,
      );
    }
    return options.all ? callback(null, [first, ...rest]) : callback(null, first.address, first.family);
  });
};
