/** Batches as queues give them, read by the gateway's own endpoints. */
import { randomUUID } from "node:crypto";
import { pullAlarms, pullCombined, pullMessages } from "@/lib/gateway/endpoints";
import type { QueueMessages } from "@/lib/domains/queues/mirror";

export interface WireAlarm {
  guid?: string;
  /** start unless told. */
  stage?: "start" | "pulse" | "end" | "confirm" | "mark";
  type?: string;
  sourceId?: string;
  sourceName?: string;
  areaId?: string | null;
  /** ISO; now unless told. */
  at?: string;
  endedAt?: string;
  delayed?: boolean;
  files?: readonly object[];
  level?: 1 | 2 | 3;
  ruleId?: string;
}

const stages = { start: "1", pulse: "1", end: "0", confirm: "2", mark: "3" } as const;

/** One alarm in the words of the alarm queue. */
export function wireAlarm(alarm: WireAlarm = {}): object {
  const {
    guid = randomUUID(),
    stage = "start",
    type = "10002",
    sourceId = "camera-1",
    sourceName = "Loading bay",
  } = alarm;
  const { areaId = "area-1", at = new Date().toISOString(), endedAt, delayed = false, files = [], level = 2 } = alarm;
  const { ruleId = "rule-1" } = alarm;
  return {
    guid,
    systemId: "system",
    dataRetransmission: delayed ? 0 : 1,
    msgType: stages[stage],
    alarmState: stage === "end" ? "0" : "1",
    pulseAlarm: stage === "pulse" ? "1" : "0",
    alarmMainCategory: "alarmCategoryVideo",
    timeInfo: { startTime: at, ...(endedAt !== undefined && { endTime: endedAt }) },
    eventSource: {
      ...{ eventType: type, sourceID: sourceId, sourceName, sourceType: "camera" },
      ...(areaId !== null && { areaID: areaId, areaName: "Yard" }),
      deviceInfo: { devID: "device-1", devName: "Recorder", deviceSerial: "S1" },
    },
    alarmRule: { id: ruleId, name: "At night" },
    alarmPriority: { id: "p", level: String(level), levelName: "Medium", color: "#ffaa00" },
    markState: stage === "mark" ? "1" : "0",
    affirmedState: stage === "confirm" ? "1" : "0",
    fileInfo: { file: files },
    linkageTypes: [],
  };
}

const id = () => randomUUID().replaceAll("-", "");

export function alarmBatch(rows: readonly object[], batchId: string | null = id()): QueueMessages {
  const batch = pullAlarms.output.parse({ batchId: batchId ?? "", remainingNumber: 0, alarmMsg: rows });
  if (batch === null) throw new RangeError("A batch has at least one message.");
  return { queue: "alarms", batch };
}

export function messageBatch(rows: readonly object[], batchId: string | null = id()): QueueMessages {
  const batch = pullMessages.output.parse({ batchId: batchId ?? "", event: rows });
  if (batch === null) throw new RangeError("A batch has at least one message.");
  return { queue: "messages", batch };
}

export function combinedBatch(rows: readonly object[], batchId: string | null = id()): QueueMessages {
  const batch = pullCombined.output.parse({ batchId: batchId ?? "", events: rows });
  if (batch === null) throw new RangeError("A batch has at least one message.");
  return { queue: "events", batch };
}
