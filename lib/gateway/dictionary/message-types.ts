import { accessEvents, type AccessCategory } from "./access-events";
import { describe, family, type Described, type Dictionary, type Meaning } from "./meaning";
import { onBoardEvents } from "./on-board-events";

export type MessageTypeCategory = "intercom" | "position" | "onBoard" | AccessCategory;

/** Types of the message queue (A.1.7) by code, without their "Msg". */
export const messageTypes: Dictionary<MessageTypeCategory> = new Map<string, Meaning<MessageTypeCategory>>([
  ...family("intercom", { "140001": ["intercomCall", "Intercom call"] }),
  ...family("position", { "330001": ["position", "Position of a vehicle"] }),
  ...onBoardEvents(1),
  ...accessEvents(1),
]);

/** What a message type means. Takes "110003" as well as "Msg110003" and the guide's "Msg 110003". */
export function describeMessageType(code: string): Described<MessageTypeCategory> {
  return describe(messageTypes, code.replace(/^\s*Msg\s*/i, ""), "Message type");
}
