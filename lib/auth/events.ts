/** What happens around signing in, in one place, so that it is recorded once and in the same words. */
import { log } from "@/lib/log";

export type SignInEventName =
  | "sign-in"
  | "sign-in-failed"
  | "locked-out"
  | "sign-out"
  | "step-up"
  | "step-up-failed"
  | "password-changed"
  | "totp-enabled"
  | "totp-disabled"
  | "recovery-codes-made"
  | "recovery-code-used"
  | "link-made"
  | "link-used"
  | "session-ended"
  | "desk-locked"
  | "desk-unlocked"
  | "unlock-failed"
  | "oidc-refused";

export interface SignInEvent {
  event: SignInEventName;
  /** Null when nobody knows who it was; what was typed as an e-mail is never recorded. */
  userId: string | null;
  sessionId?: string | null;
  address?: string | null;
  /** A word or two of ours, such as the method or the reason; never anything that was typed. */
  detail?: string;
}

/** Records an event; it holds no secret. */
export async function recordSignInEvent(event: SignInEvent): Promise<void> {
  log.info(event, "sign-in event");
  return Promise.resolve();
}
