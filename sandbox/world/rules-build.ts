import { Random } from "../random";
import type { PlannedAlarm } from "./alarm-history";
import type { AlarmRule } from "./rules";
import type { Dataset, Imported, World } from "./world";

const SHARE: Record<Dataset, number> = { small: 2, large: 8, huge: 10 };
const PER_DAY: Record<Dataset, number> = { small: 24, large: 180, huge: 400 };

/** Alarm types of A.1.4 a camera is watched for. */
const CAMERA_EVENTS = [
  ["10002", "Motion Detection", "alarmCategoryVideo"],
  ["10100", "Line Crossing", "alarmCategoryVideo"],
  ["10103", "Intrusion", "alarmCategoryVideo"],
  ["10001", "Video Tampering", "alarmCategoryVideo"],
  ["10000", "Video Loss", "alarmCategoryMaintenance"],
] as const;
const INPUT_EVENT = ["50000", "Triggered by Alarm Input", "alarmCategoryAlarmDetection"] as const;
const RECORDER_EVENT = ["50101", "Device Offline", "alarmCategoryMaintenance"] as const;

/** Rules for a share of the cameras, every alarm input and every recorder, and the alarms they have given. */
export function buildRules(world: World): void {
  const random = new Random(`${world.seed}/alarm-rules/${world.dataset}`);
  const { alarmRules, alarmHistory } = world;
  alarmRules.settle(random);
  for (const camera of world.lists.camera) {
    if (!random.chance(1 / SHARE[world.dataset])) continue;
    const [eventType, event, category] = random.pick(CAMERA_EVENTS);
    const { id, name } = camera.resource;
    addRule(world, random, { eventType, event, category, sub: "Camera", type: "camera", id, name });
  }
  for (const input of world.lists.alarmInput) {
    const [eventType, event, category] = INPUT_EVENT;
    const { id, name } = input.resource;
    addRule(world, random, { eventType, event, category, sub: "AlarmInput", type: "alarmInput", id, name });
  }
  for (const { id, name, category: kind } of world.devices.values()) {
    if (kind !== "encodingDevice" || !random.chance(1 / SHARE[world.dataset])) continue;
    const [eventType, event, category] = RECORDER_EVENT;
    addRule(world, random, { eventType, event, category, sub: "EncodingDevice", type: "encodingDevice", id, name });
  }
  for (const rule of alarmRules.rules.values()) {
    if (rule.source.sourceType !== "camera" || !random.chance(0.3)) continue;
    alarmRules.link(rule.id, "LinkCamera", { preRecordTime: 5, postRecordTime: 15 });
  }
  const planned = [...alarmRules.rules.values()].filter(({ enabled }) => enabled).flatMap((rule) => plan(world, rule));
  alarmHistory.plant(`${world.seed}/alarm-history/${world.dataset}`, planned, PER_DAY[world.dataset]);
}

interface Watched {
  eventType: string;
  event: string;
  category: string;
  sub: string;
  type: string;
  id: string;
  name: string;
}

function addRule(world: World, random: Random, watched: Watched): void {
  const { alarmRules, users } = world;
  const { eventType, event, category, sub, type, id, name } = watched;
  const serious = eventType === INPUT_EVENT[0] || eventType === "10103";
  const priority = random.chance(0.6) ? alarmRules.priorities[serious ? 0 : 1] : random.pick(alarmRules.priorities);
  const schedule = random.chance(0.7) ? alarmRules.schedules[0] : random.pick(alarmRules.schedules);
  const told = users.filter(() => random.chance(0.3)).map((user) => ({ userID: user.id, userName: user.name }));
  alarmRules.add({
    name: `${name}-${event}`,
    description: random.chance(0.2) ? `Call the duty officer, then look at “${[...name].slice(0, 60).join("")}”.` : "",
    color: random.pick(["#ff0000", "#F40B0B", "#D79931", "#2D8B3D"]),
    enabled: !random.chance(0.08),
    mainCategory: category,
    subCategory: `alarmSubCategory${sub}`,
    notify: { enabled: told.length > 0, recipients: told },
    scheduleId: schedule?.id ?? "",
    scheduleType: "1",
    priorityId: priority?.id ?? "",
    ignoreRecurring: { enabled: random.chance(0.5), timeValue: "15" },
    source: { sourceType: type, sourceID: id, sourceName: name, eventType },
  });
}

/** What an alarm of this rule looks like; nothing for a source that is not there. */
export function plan(world: World, rule: AlarmRule): PlannedAlarm[] {
  const { id, name, description, priorityId, mainCategory, subCategory, source } = rule;
  const channel: Imported | undefined = world.resources.get(source.sourceID);
  const device = channel?.device ?? world.devices.get(source.sourceID);
  if (!device) return [];
  const area = channel && world.areas.get(channel.resource.areaId);
  const linked = world.alarmRules.links(id, "LinkCamera");
  return [
    {
      rule: { id, name, description },
      priorityId,
      mainCategory,
      subCategory,
      source: { ...source, areaId: area?.id ?? "", areaName: area?.name ?? "" },
      device: { id: device.id, name: device.name, category: device.category, serialNo: device.serialNo },
      get timeZoneId() {
        return device.timeZoneId;
      },
      channelId: channel?.kind === "camera" ? channel.id : null,
      linkageTypes: linked ? ["0"] : [],
    },
  ];
}
