/** Which hosts of the outside world Gatehouse talks to, and no others. */

/** The vendor's API domains; tokens name a host below one of them (guide 5.1.1 "areaDomain"). */
const apiDomains = ["hikcentralconnect.com", "hikcentralconnectru.com"];

/** The vendor's picture and stream domains. */
const mediaDomains = [...apiDomains, "ezvizlife.com", "hik-connect.com", "hik-connectru.com"];

const below = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`);

function parseBare(address: string): URL | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const bare = url.username === "" && url.password === "" && url.search === "" && url.hash === "";
  return bare && url.pathname === "/" ? url : null;
}

/**
 * Origin for later calls when the offered areaDomain may be followed, else null. The configured origin itself is
 * fine, and any https host of the vendor on the usual port; everything else would carry our token to a stranger.
 */
export function safeAreaDomain(offered: string, configured: string): string | null {
  const url = parseBare(offered);
  if (url === null) return null;
  if (url.origin === new URL(configured).origin) return url.origin;
  const vendor = url.protocol === "https:" && url.port === "" && apiDomains.some((name) => below(url.hostname, name));
  return vendor ? url.origin : null;
}

/** True when a picture may be fetched from there: vendor, its object storage, the gateway's host, or a listed host. */
export function mayFetchFrom(address: string, gatewayUrl: string, listed: readonly string[]): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") return false;
  if (url.host === new URL(gatewayUrl).host && url.protocol === new URL(gatewayUrl).protocol) return true;
  if (url.protocol !== "https:") return false;
  const host = url.hostname;
  const storage = /^[a-z0-9.-]+\.s3[.-][a-z0-9-]+\.amazonaws\.com$/.test(host);
  return storage || mediaDomains.some((name) => below(host, name)) || listed.includes(url.host);
}

/** True for the gateway's own host and a listed one: only these were named by the operator, and may be private. */
export function mayBePrivate(address: string, gatewayUrl: string, listed: readonly string[]): boolean {
  const { host } = new URL(address);
  return host === new URL(gatewayUrl).host || listed.includes(host);
}
