/** Cookies in which the page keeps choices of taste. Over https they are the host's own and never sent without TLS. */
const hostPrefix = "__Host-";

/** What `document.cookie` is told: kept for a year. */
export function cookieText(name: string, value: string, { secure }: { secure: boolean }): string {
  const kept = `${secure ? hostPrefix : ""}${name}=${encodeURIComponent(value)}`;
  return `${kept}; path=/; max-age=31536000; samesite=lax${secure ? "; secure" : ""}`;
}

/** In the browser. */
export function keepCookie(name: string, value: string): void {
  document.cookie = cookieText(name, value, { secure: location.protocol === "https:" });
}

/** In the browser: what `keepCookie` kept; undefined without one. */
export function keptHere(name: string): string | undefined {
  const kept = `${location.protocol === "https:" ? hostPrefix : ""}${name}=`;
  const found = document.cookie.split("; ").find((each) => each.startsWith(kept));
  return found === undefined ? undefined : decodeURIComponent(found.slice(kept.length));
}

/** On the server: a request's cookies by the names they were kept under. `secure`: people reach the console by https. */
export function keptCookies(
  cookies: readonly { name: string; value: string }[],
  { secure }: { secure: boolean },
): ReadonlyMap<string, string> {
  const own = secure ? cookies.filter(({ name }) => name.startsWith(hostPrefix)) : cookies;
  return new Map(own.map(({ name, value }) => [secure ? name.slice(hostPrefix.length) : name, value]));
}
