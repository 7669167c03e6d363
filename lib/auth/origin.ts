/** Where a session was opened from, as shown to its owner later. */
export interface Origin {
  address: string | null;
  userAgent: string | null;
}

export function originOf(headers: Pick<Headers, "get">): Origin {
  // A proxy appends the address it saw; Next itself sets it when there is no proxy.
  const address = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  const userAgent = headers.get("user-agent") ?? "";
  return { address: address === "" ? null : address, userAgent: userAgent === "" ? null : userAgent };
}
