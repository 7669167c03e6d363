import { addressOf } from "@/lib/http/address";

/** Where a session was opened from, as shown to its owner later. */
export interface Origin {
  address: string | null;
  userAgent: string | null;
}

export function originOf(headers: Headers): Origin {
  const userAgent = headers.get("user-agent") ?? "";
  return { address: addressOf({ headers }), userAgent: userAgent === "" ? null : userAgent };
}
