import { z } from "zod";
import { endpoint } from "../endpoint";
import { itemRefused, outcomeOf, outcomeOfLooseFailures, type CommandOutcome, type FailureRow } from "../outcome";
import { Secret } from "../secret";
import { nonEmpty, pinCode, plainId, present, secret, text } from "../strict";
import {
  failureRows,
  nothing,
  readIdOrNull,
  readInnerCode,
  readInteger,
  readObjectOrNull,
  readRows,
  readText,
  readTextOrNull,
  record,
} from "../tolerant";

/** How long a device may wait for somebody to hold a card or finger to it. */
const COLLECT_MS = 60_000;

const collector = z.strictObject({ deviceSerial: text(32) });

const secretOrNull = () => readIdOrNull().transform((value) => (value === null ? null : new Secret(value)));

/**
 * Makes a device read a card and waits for it, up to a minute; `cardNo` is null when it read none. Nothing is stored. A
 * device that reads nothing is refused with CCF038084, one the account does not have with CCF038065. Guide 5.8.7.
 */
export const collectCard = endpoint({
  name: "persons.collectCard",
  path: "POST /person/v1/persons/cardcollect",
  section: "5.8.7",
  kind: "command",
  timeoutMs: COLLECT_MS,
  input: collector,
  output: z.preprocess((data) => data ?? {}, record({ cardNo: readIdOrNull() })),
});

/**
 * Makes a device read a finger and waits for it, up to a minute. `quality` runs from 1 to 100, above 80 is recommended.
 * The data is a Secret, to be passed on to `setFingerprints` at once and kept nowhere. Refusals: CCF038085, CCF038065.
 * Guide 5.8.5.
 */
export const collectFingerprint = endpoint({
  name: "persons.collectFingerprint",
  path: "POST /person/v1/persons/fingercollect",
  section: "5.8.5",
  kind: "command",
  timeoutMs: COLLECT_MS,
  input: collector,
  output: z.preprocess(
    (data) => data ?? {},
    record({ fingerData: secretOrNull(), fingerQuality: readInteger() }).transform((row) => ({
      data: row.fingerData,
      quality: row.fingerQuality,
    })),
  ),
});

interface Failed {
  readonly code: string | null;
  readonly rows: readonly FailureRow[];
}

const failedList = <S extends z.ZodType>(row: S) => z.preprocess(failureRows, z.array(row));

/** Blank rows and an outer "0" mean that all went well; an outer code without rows means that nothing did. */
function credentialOutcome(asked: readonly string[], failed: Failed | null): CommandOutcome {
  if (failed === null) return outcomeOfLooseFailures(asked, []);
  if (failed.rows.length > 0) return outcomeOfLooseFailures(asked, failed.rows);
  const { code } = failed;
  return code === null ? outcomeOfLooseFailures(asked, []) : outcomeOf(asked.map((id) => itemRefused(id, code)));
}

const CardFailure = record({ cardId: readIdOrNull(), cardNo: readIdOrNull(), errorCode: readTextOrNull() });

const cards = nonEmpty(z.strictObject({ id: plainId(64).optional(), cardNo: plainId(20) }), 2).refine(
  (list) => new Set(list.map(({ cardNo }) => cardNo)).size === list.length,
  "must not name a card twice",
);

/**
 * Makes the cards named the only ones of a person: at least one, at most two. A card with its `id` stays or gets another
 * number, one without is added, one that is not named is taken away; for none there is `clearCards`. A number somebody
 * else has is refused. Each card has its own result, by number. Guide 5.8.8, A.3.49, A.3.51.
 */
export const setCards = endpoint({
  name: "persons.setCards",
  path: "POST /person/v1/persons/updatecards",
  section: "5.8.8",
  kind: "command",
  timeoutMs: 30_000,
  input: z
    .strictObject({ personId: plainId(), cards })
    .transform(({ personId, cards: list }) => ({ personId, cardList: list.map((card) => present(card)) })),
  output: z.preprocess(
    (data) => data ?? {},
    record({
      cardFailed: readObjectOrNull(record({ errorCode: readInnerCode(), cardList: failedList(CardFailure) })),
    }).transform(({ cardFailed }) => ({
      code: cardFailed?.errorCode ?? null,
      failures: (cardFailed?.cardList ?? []).map(({ cardId, cardNo, errorCode }) => ({
        cardId,
        cardNo,
        code: errorCode?.trim() ?? null,
      })),
    })),
  ),
  outcome: ({ code, failures }, input) => {
    const numberOf = (id: string | null) => input.cards.find((card) => id !== null && card.id === id)?.cardNo ?? null;
    return credentialOutcome(
      input.cards.map(({ cardNo }) => cardNo),
      { code, rows: failures.map((row) => ({ id: numberOf(row.cardId) ?? row.cardNo, code: row.code })) },
    );
  },
});

/** Takes every card from one person. Guide 5.8.8: without a list, all are deleted. */
export const clearCards = endpoint({
  name: "persons.clearCards",
  path: "POST /person/v1/persons/updatecards",
  section: "5.8.8",
  kind: "idempotent",
  timeoutMs: 30_000,
  input: z.strictObject({ personId: plainId() }),
  output: nothing(),
});

const fingerData = () => secret(1024).refine((value) => /^[0-9A-Fa-f]+$/.test(value.reveal()), "must be hexadecimal");

const fingerprints = nonEmpty(
  z.strictObject({ id: plainId(64).optional(), name: text(32), data: fingerData() }),
  2,
).refine((list) => new Set(list.map(({ name }) => name)).size === list.length, "must not name a finger twice");

const FingerFailure = record(
  { id: readIdOrNull(), failedName: readIdOrNull(), errorCode: readTextOrNull() },
  {
    failedName: ["name"],
  },
);

/**
 * Makes the fingerprints named the only ones of a person: at least one, at most two, each with its data, also one that is
 * to stay (see `getFingerprints`); for none there is `clearFingerprints`. `name` tells the finger. Each has its own
 * result, by name. Guide 5.8.6, A.3.95, A.3.97.
 */
export const setFingerprints = endpoint({
  name: "persons.setFingerprints",
  path: "POST /person/v1/persons/updatefingers",
  section: "5.8.6",
  kind: "command",
  timeoutMs: 30_000,
  input: z
    .strictObject({ personId: plainId(), fingerprints })
    .transform(({ personId, fingerprints: list }) => ({ personId, fingerList: list.map((finger) => present(finger)) })),
  output: z.preprocess(
    (data) => data ?? {},
    record({
      fingerFailed: readObjectOrNull(record({ errorCode: readInnerCode(), fingerList: failedList(FingerFailure) })),
    }).transform(({ fingerFailed }) => ({
      code: fingerFailed?.errorCode ?? null,
      failures: (fingerFailed?.fingerList ?? []).map(({ id, failedName, errorCode }) => ({
        id,
        name: failedName,
        code: errorCode?.trim() ?? null,
      })),
    })),
  ),
  outcome: ({ code, failures }, input) => {
    const nameOf = (id: string | null) =>
      input.fingerprints.find((finger) => id !== null && finger.id === id)?.name ?? null;
    return credentialOutcome(
      input.fingerprints.map(({ name }) => name),
      { code, rows: failures.map((row) => ({ id: nameOf(row.id) ?? row.name, code: row.code })) },
    );
  },
});

/** Takes every fingerprint from one person. Guide 5.8.6: without a list, all are deleted. */
export const clearFingerprints = endpoint({
  name: "persons.clearFingerprints",
  path: "POST /person/v1/persons/updatefingers",
  section: "5.8.6",
  kind: "idempotent",
  timeoutMs: 30_000,
  input: z.strictObject({ personId: plainId() }),
  output: nothing(),
});

/**
 * A person's fingerprints with their data as Secrets: only to send those that stay back with `setFingerprints`, since one
 * that is not sent is deleted. `getPerson` leaves the data out. Guide 5.8.10, A.3.96.
 */
export const getFingerprints = endpoint({
  name: "persons.fingerprints",
  path: "POST /person/v1/persons/get",
  section: "5.8.10",
  kind: "read",
  input: z.strictObject({ personId: plainId() }),
  output: z.preprocess(
    (data) => data ?? {},
    record({
      fingerList: readRows(record({ id: readIdOrNull(), name: readText(), data: secretOrNull() })),
    }).transform(({ fingerList }) => fingerList.items),
  ),
});

/** Sets a person's PIN of 4 to 8 digits, which must be unique (CCF038055); some doors take six only. Guide 5.8.9. */
export const setPin = endpoint({
  name: "persons.setPin",
  path: "POST /person/v1/persons/updatepincode",
  section: "5.8.9",
  kind: "idempotent",
  timeoutMs: 30_000,
  input: z
    .strictObject({
      personId: plainId(),
      pin: pinCode(),
    })
    .transform(({ personId, pin }) => ({ personId, pinCode: pin })),
  output: nothing(),
});

/** Takes the PIN from one person. Guide 5.8.9: without `pinCode` it is deleted, though the table requires it. */
export const clearPin = endpoint({
  name: "persons.clearPin",
  path: "POST /person/v1/persons/updatepincode",
  section: "5.8.9",
  kind: "idempotent",
  timeoutMs: 30_000,
  input: z.strictObject({ personId: plainId() }),
  output: nothing(),
});
