import { createHmac } from "node:crypto";
import { isIP } from "node:net";
import { settings } from "@/lib/env";
import { insideReason, isOutside } from "@/lib/gateway/addresses";
import { exchange, TransportError } from "@/lib/gateway/transport";
import { DELIVERY_HEADER, isThisMachine, isWebhookAddress, SIGNATURE_HEADER } from "../terms";

/** What became of one attempt. `again`: nothing can have arrived, or the other side asked to come back. */
export type Outcome = { result: "sent" } | { result: "again" | "failed" | "unknown"; reason: string };

const withinMs = 10_000;
const maxAnswerBytes = 64 * 1024;
const worthAnother = new Set([408, 425, 429]);

/** `t=<seconds>,v1=<hex>`; see SIGNATURE_HEADER. */
export function signatureOf(key: string, body: string, seconds: number): string {
  return `t=${seconds},v1=${createHmac("sha256", key).update(`${seconds}.${body}`).digest("hex")}`;
}

/** Whether it may only be reached at addresses of the outside: hosts that the operator listed may be anywhere. */
function mustBeOutside(url: URL): boolean {
  const { mode, webhookHosts } = settings();
  return !webhookHosts.includes(url.host) && !(mode === "sandbox" && isThisMachine(url));
}

function judge(status: number): Outcome {
  if (status >= 200 && status < 300) return { result: "sent" };
  const reason = `The webhook answered with HTTP ${status}.`;
  if (status >= 300 && status < 400) return { result: "failed", reason: `${reason} Redirects are not followed.` };
  return { result: status >= 500 || worthAnother.has(status) ? "again" : "failed", reason };
}

/** Sends `body` to a webhook, signed with its key. Never throws but for the signal's own reason. */
export async function sendWebhook(
  { url: address, key, id, body }: { url: string; key: string; id: string; body: string },
  signal: AbortSignal,
): Promise<Outcome> {
  const url = new URL(address);
  const outside = mustBeOutside(url);
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (!isWebhookAddress(address, { here: settings().mode === "sandbox" })) {
    return { result: "failed", reason: "The webhook's address does not begin with https://." };
  }
  const inside = `${url.host} stands for a private address: list it in GATEHOUSE_WEBHOOK_HOSTS if it is yours.`;
  if (outside && isIP(literal) !== 0 && !isOutside(literal)) return { result: "failed", reason: inside };
  try {
    const { status } = await exchange({
      url: address,
      method: "POST",
      headers: {
        "content-type": "application/json",
        "user-agent": "Gatehouse",
        [DELIVERY_HEADER]: id,
        [SIGNATURE_HEADER]: signatureOf(key, body, Math.floor(Date.now() / 1_000)),
      },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(withinMs)]),
      maxBytes: maxAnswerBytes,
      fresh: true,
      outside,
    });
    return judge(status);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    if (error.reason === insideReason) return { result: "failed", reason: inside };
    if (error.sent) return { result: "unknown", reason: "The webhook took the request and gave no answer." };
    const why = error.reason === null ? "it took too long" : error.reason;
    return { result: "again", reason: `The webhook could not be reached (${why}).` };
  }
}
