import { GatewayError } from "../errors";
import type { JsonObject } from "../validate";
import type { RecordedAlarm } from "../world/alarm-history";
import { isZoneless, offsetTime, zonelessSpan } from "../world/local-time";
import { priorityRow } from "./alarm-rules";
import type { Context, Handler } from "./handler";

const DAY_MS = 86_400_000;

/**
 * Guide 5.3.4. The window is on the clocks of each alarm's device. OPEN000026 no such time, OPEN000030 upside down,
 * OPEN000027 more than a day, OPEN000031 no such area, OPEN000028 none where one is required.
 */
const searchLog: Handler = (context, input) => {
  const { world, clock, settings } = context;
  const [from, to] = ["beginTime", "endTime"].map((name) => input.object("timeRange").text(name));
  if (from === undefined || to === undefined || !isZoneless(from) || !isZoneless(to)) {
    throw new GatewayError("OPEN000026");
  }
  if (from > to) throw new GatewayError("OPEN000030");
  if (zonelessSpan(from, to) > DAY_MS) throw new GatewayError("OPEN000027");
  const areaIds = input.texts("areaID").filter((id) => id !== "");
  if (areaIds.length === 0 && settings.alarmLogArea === "required") throw new GatewayError("OPEN000028");
  if (areaIds.some((id) => !world.areas.has(id))) throw new GatewayError("OPEN000031");
  const search = { from, to, areaIds, eventTypes: input.texts("eventTypeList") };
  const found = world.alarmHistory.search(search, clock.now());
  const [pageIndex, pageSize] = [input.integer("pageIndex"), input.integer("pageSize")];
  const shown = found.slice((pageIndex - 1) * pageSize, pageIndex * pageSize);
  return {
    pageIndex,
    pageSize,
    moreData: found.length > pageIndex * pageSize ? 1 : 0,
    alarmLogList: shown.map((alarm) => row(context, alarm)),
  };
};

/** A.3.20. Times carry the offset of the device's zone. */
function row(context: Context, alarm: RecordedAlarm): JsonObject {
  const { world, pictures, clock, origin } = context;
  const { rule, source, device, timeZoneId, startedAt, endedAt } = alarm;
  const camera = alarm.pictured ? world.channels.get(alarm.channelId ?? "") : undefined;
  const file = camera && {
    type: "1",
    url: pictures.captureUrl(origin, camera, clock.now()),
    saveState: "0",
    generationMode: "2",
    encrypted: camera.device.encrypted ? "1" : "0",
  };
  return {
    guid: alarm.guid,
    dataRetransmission: alarm.late ? 0 : 1,
    alarmState: endedAt === null ? "1" : "0",
    pulseAlarm: alarm.pulse ? "1" : "0",
    alarmMainCategory: alarm.mainCategory,
    alarmSubCategory: alarm.subCategory,
    timeInfo: {
      startTime: offsetTime(timeZoneId, startedAt),
      endTime: endedAt === null ? "" : offsetTime(timeZoneId, endedAt),
    },
    eventSource: {
      eventType: source.eventType,
      sourceID: source.sourceID,
      sourceName: source.sourceName,
      sourceType: source.sourceType,
      areaID: source.areaId,
      areaName: source.areaName,
      deviceInfo: {
        devID: device.id,
        devName: device.name,
        devCategory: device.category,
        deviceSerial: device.serialNo,
      },
    },
    alarmRule: rule ? { ...rule } : {},
    alarmPriority: priorityRow(world, alarm.priorityId),
    markState: alarm.marked ? "1" : "0",
    affirmedState: alarm.affirmed ? "1" : "0",
    fileInfo: file ? { fileContent: "1", file: [file] } : {},
    linkageTypes: [...alarm.linkageTypes],
    ...alarm.related?.(origin, clock.now()),
  };
}

export const alarmLogHandlers: Record<string, Handler> = { "/alarm/v1/alarmlog": searchLog };
