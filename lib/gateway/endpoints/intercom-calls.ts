import { z } from "zod";
import { endpoint } from "../endpoint";
import { gatewayId } from "../strict";
import { nothing } from "../tolerant";

const responses = { answer: "1", decline: "2", hangUp: "3" } as const;

/**
 * Answers, declines or (once answered) ends a call of a door station. `callId` is the `msgId` of the intercom event,
 * `userId` the called resident's, from `listUsers`. The number goes as a string, as in the example (the table says
 * Integer). Somebody else was first: VMS038027; the caller hung up: VMS038029; no such call: VMS038019. Guide 5.6.5, 4.6.
 */
export const respondToCall = endpoint({
  name: "calls.respond",
  path: "POST /devcall/v1/call/receive",
  section: "5.6.5",
  kind: "command",
  timeoutMs: 30_000,
  input: z
    .strictObject({ callId: gatewayId(64), userId: gatewayId(), response: z.enum(["answer", "decline", "hangUp"]) })
    .transform(({ callId, userId, response }) => ({ recordId: callId, userId, status: responses[response] })),
  output: nothing(),
});
