/** Words of escalations that pages share with the server. */

/** How soon at the earliest, and how late at the latest, somebody is called. Seconds. */
export const LEAST_AFTER_SECONDS = 10;
export const MOST_AFTER_SECONDS = 24 * 60 * 60;

export const MOST_PEOPLE = 50;

/** Calls that ring for one person, as far as they are listed. */
export const MOST_CALLS = 50;

export const deliveryChannels = ["email", "webhook"] as const;
export type DeliveryChannel = (typeof deliveryChannels)[number];

export const channelWords: Readonly<Record<DeliveryChannel, string>> = { email: "E-mail", webhook: "Webhook" };

/**
 * waiting for its first or next attempt; sending: it is on its way now; unknown: it was on its way when the worker died
 * or the line broke, and is not sent again.
 */
export const deliveryStates = ["waiting", "sending", "sent", "failed", "unknown"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export const deliveryWords: Readonly<Record<DeliveryState, string>> = {
  waiting: "Waiting",
  sending: "Being sent",
  sent: "Sent",
  failed: "Failed",
  unknown: "Unknown",
};

/** Milliseconds from each failed attempt to the next; after the last of them it has failed. */
export const retryAfterMs = [10_000, 30_000, 120_000, 600_000, 1_800_000] as const;

/** What the webhook's receiver checks: `t=<seconds>,v1=<hex>`, an HMAC-SHA256 of `<seconds>.<body>` with the rule's key. */
export const SIGNATURE_HEADER = "X-Gatehouse-Signature";
/** The same for every attempt of one delivery. */
export const DELIVERY_HEADER = "X-Gatehouse-Delivery";

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether a webhook may have this address; `here`: also http on this very machine. */
export function isWebhookAddress(text: string, { here }: { here: boolean }): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username !== "" || password !== "" || hash !== "") return false;
  return protocol === "https:" || (here && protocol === "http:" && loopback.test(hostname));
}

/** Whether the address names this very machine. */
export const isThisMachine = (url: URL): boolean => loopback.test(url.hostname);
