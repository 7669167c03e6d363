"use client";

import { Ban, CircleAlert, CircleCheck, CircleHelp, CircleX, type LucideIcon, Send } from "lucide-react";
import { Name } from "@/components/ui/name";
import { StateDot } from "@/components/ui/state-dot";
import type { Tone } from "@/components/ui/tag";
import { Time } from "@/components/ui/time";
import { date } from "@/components/ui/time-format";
import { useNow, useViewer } from "@/components/ui/viewer";
import { auditActions } from "@/lib/audit/actions";
import type { AuditItem, AuditWho, Named } from "@/lib/domains/audit/schema";
import type { AuditResultWord } from "@/lib/domains/audit/terms";

export const resultMarks: Readonly<Record<AuditResultWord, { word: string; tone: Tone; icon: LucideIcon }>> = {
  done: { word: "Done", tone: "ok", icon: CircleCheck },
  "partly done": { word: "Partly done", tone: "warn", icon: CircleAlert },
  refused: { word: "Refused", tone: "danger", icon: CircleX },
  denied: { word: "Denied", tone: "danger", icon: Ban },
  failed: { word: "Failed", tone: "danger", icon: CircleX },
  unknown: { word: "Unknown", tone: "warn", icon: CircleHelp },
  pending: { word: "Attempt", tone: "neutral", icon: Send },
};

export function Result({ result, code }: Pick<AuditItem, "result" | "code">) {
  const { word, tone, icon } = resultMarks[result];
  return (
    <StateDot tone={tone} icon={icon} {...(code === null ? {} : { aside: <code className="text-xs">{code}</code> })}>
      {word}
    </StateDot>
  );
}

export const otherActorWords: Readonly<Record<string, string>> = { system: "System", stranger: "Not signed in" };

/** A person by name, the console itself, or somebody who was not signed in. */
export function Who({ who }: { who: AuditWho }) {
  if (who.kind !== "user") return <span className="text-fg-faint">{otherActorWords[who.kind]}</span>;
  if (who.name === null) return <span className="text-fg-faint">Name not known</span>;
  return <Name>{who.name}</Name>;
}

const kindWords: Readonly<Record<string, string>> = {
  area: "Area",
  camera: "Camera",
  device: "Device",
  door: "Door",
  "alarm input": "Input",
  "alarm output": "Output",
  user: "Person",
  role: "Role",
  job: "Job",
  session: "Session",
  entry: "Entry",
  checkpoint: "Checkpoint",
};

export const objectKinds = ["area", "camera", "device", "door", "user", "role", "job", "entry"] as const;

export const kindInWords = (kind: string) => kindWords[kind] ?? kind;

/** An object by the name it was last known by, else by its id. */
export function ObjectName({ object }: { object: Named }) {
  if (object.name !== null) return <Name>{object.name}</Name>;
  return (
    <>
      {kindInWords(object.kind)} <code className="font-mono text-xs">{object.id}</code>
    </>
  );
}

export function Objects({ objects, objectCount }: Pick<AuditItem, "objects" | "objectCount">) {
  const [first] = objects;
  if (first === undefined) return <span className="text-fg-faint">None</span>;
  return (
    <>
      <ObjectName object={first} />
      {objectCount > 1 ? ` and ${objectCount - 1} more` : null}
    </>
  );
}

/** "Status refresh of a device", and of the entry before it is carried out "…, attempt". */
export const actionInWords = ({ action, phase }: Pick<AuditItem, "action" | "phase">) =>
  phase === "attempt" ? `${auditActions[action]}, attempt` : auditActions[action];

/** To the second: the order of what was done matters. The day too, unless it is today. */
export function EntryTime({ at }: { at: string }) {
  const viewer = useViewer();
  const now = useNow(60_000);
  const today = date(Date.parse(at), viewer) === date(now, viewer);
  return (
    <>
      {today ? null : (
        <>
          <Time at={at} as="date" />{" "}
        </>
      )}
      <Time at={at} as="seconds" />
    </>
  );
}

export const shortHash = (hash: string) => `${hash.slice(0, 4)}…${hash.slice(-2)}`;
