/** Where a request comes from. The front door (door.ts) decides it once; everybody else asks `addressOf`. */
import { isIP } from "node:net";

export const ADDRESS_HEADER = "x-forwarded-for";

/** An IPv4 address inside IPv6 is that address; zone and brackets go. Null: it is no address. */
function plain(text: string | undefined): string | null {
  const bare =
    text
      ?.trim()
      .replace(/^\[(.*)\]$/, "$1")
      .replace(/%.*$/, "")
      .replace(/^::ffff:(?=\d+\.)/i, "") ?? "";
  return isIP(bare) === 0 ? null : bare.toLowerCase();
}

/**
 * The visitor's address: of the connection, or, behind `proxies` of ours, the entry of X-Forwarded-For that the
 * outermost of them wrote. What stands further left was written by the visitor and is not believed.
 */
export function visitorAddress(connection: string | undefined, forwarded: string | undefined, proxies: number): string {
  const own = plain(connection) ?? "unknown";
  if (proxies === 0 || forwarded === undefined) return own;
  const told = forwarded.split(",").slice(-proxies);
  return plain(told[0]) ?? own;
}

/** Who can have many addresses: one IPv4 address, or an IPv6 network of 64 bits. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array.from({ length: zeros }, () => "0"), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

/** The address of whoever sent this request, or null where there was no front door, as in a test. */
export function addressOf(request: { headers?: Headers | Record<string, unknown> | undefined }): string | null {
  const { headers } = request;
  const value = headers instanceof Headers ? headers.get(ADDRESS_HEADER) : headers?.[ADDRESS_HEADER];
  return typeof value === "string" && value !== "" ? value : null;
}
