/** Which files messages tell of, and how what is told later joins what is known. No I/O. */
import { createHash } from "node:crypto";
import type { MessageFile } from "@/lib/gateway/endpoints/queues-parts";
import type { QueueAlarm } from "./fold";

/** A file as a message tells of it. */
export interface ToldFile {
  /** Of its address without the signature, see `fileKey`; null while it has none. */
  key: string | null;
  /** What it is a picture of: a file without an address becomes the one of its slot that has one. */
  slot: string;
  /** Which of its message's files in that slot, from 1. */
  place: number;
  kind: string;
  taken: string;
  origin: string;
  sourceType: string | null;
  sourceId: string | null;
  sourceName: string | null;
  person: unknown;
  url: string | null;
  encrypted: boolean;
  /** The device said that there will be none. */
  failed: boolean;
  /** How long the address lives, milliseconds. */
  livesMs: number;
}

/** Parameters that say who may read a file, and for how long; all others may say which file is meant. */
const signing =
  /^(x-(amz|goog|oss|cos|obs)-.*|q-(sign|ak|header|url-param|signature).*|sign(ature)?|sig|expir(e|es|y)|token|(access|auth|security|session)[-_]?token|auth[-_]?key|policy|key-pair-id|app[-_]?key|(aws|oss)?access-?key-?id|googleaccessid)$/i;

/**
 * What of an address stays when it is signed anew, or told under another host: the path, and of the query what names
 * the file, in a fixed order. Null for what is no address.
 */
export function unsigned(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { pathname, searchParams } = new URL(url);
  const naming = new URLSearchParams([...searchParams].filter(([name]) => !signing.test(name)));
  naming.sort();
  return naming.size === 0 ? pathname : `${pathname}?${naming}`;
}

/** The same file comes again under another signature, and from another host. */
export function fileKey(url: string): string {
  const named = unsigned(url) ?? url;
  return `u:${createHash("sha256").update(named).digest("hex").slice(0, 32)}`;
}

const fifteenMinutes = 15 * 60_000;

type Described = Omit<ToldFile, "key" | "slot" | "place" | "livesMs"> & { livesMs?: number };

/** Gives each file its slot and its place in it. An address that cannot be read counts as none. */
export function toldFiles(files: readonly Described[]): ToldFile[] {
  const places = new Map<string, number>();
  return files.map((file) => {
    const slot = [file.kind, file.origin, file.taken, file.sourceId ?? ""].join("/");
    const place = (places.get(slot) ?? 0) + 1;
    places.set(slot, place);
    const url = file.url !== null && URL.canParse(file.url) ? file.url : null;
    return { livesMs: fifteenMinutes, ...file, url, key: url === null ? null : fileKey(url), slot, place };
  });
}

const gone = new Set<MessageFile["state"]>(["failed", "captureFailed"]);

/** Those of an alarm: its own files, and pictures of a number plate. */
export function alarmFiles(message: Pick<QueueAlarm, "files" | "plate" | "sourceType" | "sourceId" | "sourceName">) {
  const { sourceType, sourceId, sourceName } = message;
  const source = { sourceType, sourceId, sourceName };
  const own = message.files.map(({ kind, url, encrypted, state, origin, taken, person, ...from }) => ({
    ...{ kind, url, encrypted, origin, taken, person, failed: url === null && gone.has(state) },
    ...(from.sourceId === null && from.sourceName === null ? source : from),
  }));
  const known = new Set(own.flatMap(({ url }) => (url !== null && URL.canParse(url) ? [fileKey(url)] : [])));
  const plates = (message.plate?.pictures ?? []).flatMap(({ url }) =>
    url === null || !URL.canParse(url) || known.has(fileKey(url))
      ? []
      : [
          {
            ...source,
            kind: "picture",
            url,
            encrypted: false,
            origin: "alarm",
            taken: "during",
            person: null,
            failed: false,
          },
        ],
  );
  return toldFiles([...own, ...plates]);
}

/** A row of alarm_file as far as joining needs it. */
export interface KnownFile {
  key: string;
  slot: string;
  /** Has or had an address. */
  addressed: boolean;
}

const waitingKey = (slot: string, place: number) => `w:${slot}/${place}`;
const placeOf = (key: string) => Number(key.slice(key.lastIndexOf("/") + 1));

export interface FileChanges {
  /** Rows to write, by their keys; `turns` is the key of the waiting row that becomes this one. */
  write: { file: ToldFile; key: string; turns: string | null }[];
}

/**
 * Joins what messages tell with what is known. Files with an address are told apart by it; of files without one as many
 * wait as a message had in the same slot beyond those that have come. So the order of messages does not matter.
 */
export function joinFiles(known: readonly KnownFile[], told: readonly ToldFile[]): FileChanges {
  const rows = new Map(known.map((file) => [file.key, { slot: file.slot, addressed: file.addressed }]));
  const write: FileChanges["write"] = [];
  const addressed = (slot: string) => [...rows.values()].filter((row) => row.addressed && row.slot === slot).length;
  for (const file of told) {
    if (file.key === null) continue;
    const again = rows.has(file.key);
    rows.set(file.key, { slot: file.slot, addressed: true });
    const come = addressed(file.slot);
    // The place that now has its file.
    const turns = [...rows].find(
      ([key, row]) => !again && !row.addressed && row.slot === file.slot && placeOf(key) <= come,
    )?.[0];
    if (turns !== undefined) rows.delete(turns);
    const before = write.findIndex(({ key }) => key === turns || key === file.key);
    // A row that was to be written in this very call is simply another one now.
    const kept = before >= 0 ? write.splice(before, 1)[0] : undefined;
    write.push({ file, key: file.key, turns: kept === undefined ? (turns ?? null) : kept.turns });
  }
  for (const file of told) {
    if (file.key !== null || file.place <= addressed(file.slot)) continue;
    const key = waitingKey(file.slot, file.place);
    if (rows.has(key)) continue;
    rows.set(key, { slot: file.slot, addressed: false });
    write.push({ file, key, turns: null });
  }
  return { write };
}
