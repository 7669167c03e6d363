/** The duty that fetches what alarms bring along; whoever stores an address wakes it. */
export const attachmentDuty = "attachments.fetch";

/** An address lives so long unless the gateway says otherwise (guide A.3.12). */
export const ADDRESS_MINUTES = 15;

/** A picture that a device has promised and not sent by then will not come. */
export const PROMISE_DAYS = 3;

/** Looks of one person at pictures of one alarm or event within this time are one entry of the audit log. */
export const LOOK_MINUTES = 10;
