import type { DoorAction } from "@/lib/domains/doors/terms";

export interface DoorWords {
  /** Of the button: the door's name stands before or behind it. */
  verb: string;
  busy: string;
  done: string;
  failed: string;
  /** What follows, a sentence. */
  consequence: string;
}

export const doorWords: Readonly<Record<DoorAction, DoorWords>> = {
  unlock: {
    verb: "Unlock once",
    busy: "Unlocking",
    done: "Unlocked once",
    failed: "Not unlocked",
    consequence: "It opens at once for whoever stands before it, and locks again after the time its device is set to.",
  },
  lock: {
    verb: "Lock",
    busy: "Locking",
    done: "Locked, back to normal",
    failed: "Not locked",
    consequence:
      "It is back to normal: shut, and opened by cards and schedules as usual. What kept it open or shut ends.",
  },
  "remain unlocked": {
    verb: "Keep unlocked",
    busy: "Unlocking",
    done: "Kept unlocked until somebody locks it",
    failed: "Not kept unlocked",
    consequence: "Anybody can walk through without a card, until somebody locks it here.",
  },
  "remain locked": {
    verb: "Keep locked",
    busy: "Locking",
    done: "Kept locked until somebody locks it back to normal",
    failed: "Not kept locked",
    consequence:
      "Nobody gets in by card, PIN or face, whatever their access levels say, until somebody sets it back to normal here.",
  },
};
