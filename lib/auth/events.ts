/** What happens around signing in, in one place, so that it is recorded once and in the same words. */
import type { AuditAction } from "@/lib/audit/actions";
import { requestOrigin, withOrigin } from "@/lib/audit/context";
import { recordAlone, type AuditResult } from "@/lib/audit/record";
import { log } from "@/lib/log";

/** What each is called in the audit log. A refusal stands even when it cannot be written down; the rest does not. */
const events = {
  "sign-in": ["sign-in", "done"],
  "sign-in-failed": ["sign-in", "denied"],
  "locked-out": ["sign-in", "denied"],
  "oidc-refused": ["sign-in", "denied"],
  "sign-out": ["sign-out", "done"],
  "step-up": ["session.step-up", "done"],
  "step-up-failed": ["session.step-up", "denied"],
  "password-changed": ["password.change", "done"],
  "totp-enabled": ["totp.change", "done"],
  "totp-disabled": ["totp.change", "done"],
  "recovery-codes-made": ["totp.change", "done"],
  "recovery-code-used": ["recovery-code.use", "done"],
  "link-made": ["link.make", "done"],
  "link-used": ["link.use", "done"],
  "session-ended": ["session.end", "done"],
  "desk-locked": ["desk.lock", "done"],
  "desk-unlocked": ["desk.unlock", "done"],
  "unlock-failed": ["desk.unlock", "denied"],
} as const satisfies Record<string, readonly [AuditAction, AuditResult]>;

export type SignInEventName = keyof typeof events;

export interface SignInEvent {
  event: SignInEventName;
  /** Null when nobody knows who it was; what was typed as an e-mail is never recorded. */
  userId: string | null;
  sessionId?: string | null;
  address?: string | null;
  /** A word or two of ours, such as the method or the reason; never anything that was typed. */
  detail?: string;
}

/** Records an event; it holds no secret. Throws UnavailableError when something granted cannot be written down. */
export async function recordSignInEvent(told: SignInEvent): Promise<void> {
  const { event, userId, sessionId = null, address = null, detail } = told;
  log.info(told, "sign-in event");
  const [action, result] = events[event];
  const actor = userId === null ? "stranger" : { userId, sessionId };
  const objects = userId === null ? [] : [{ kind: "user", id: userId }];
  const write = () => recordAlone(actor, { action, result, objects, details: { event, detail: detail ?? null } });
  try {
    // next-auth's own routes do not pass through our wrapper, which would know where the request came from.
    await (requestOrigin() === null ? withOrigin({ requestId: null, address }, write) : write());
  } catch (error) {
    if (result === "done") throw error;
    log.error({ err: error }, "a refused sign-in could not be written into the audit log");
  }
}
