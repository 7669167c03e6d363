import { badArgument, GatewayError } from "../errors";
import type { Input, Json, JsonObject } from "../validate";
import type { AlarmRule } from "../world/rules";
import type { World } from "../world/world";
import type { Handler } from "./handler";
import { page } from "./handler";

const LINKAGES: Record<string, string> = {
  LinkCamera: "linkCamera",
  LinkCapturePicture: "linkCapturePicture",
  LinkAlarmOutput: "linkAlarmOutput",
  LinkEMail: "linkEmail",
};
const LINKED_LISTS: Record<string, readonly string[]> = {
  LinkCamera: ["camera"],
  LinkCapturePicture: ["camera"],
  LinkAlarmOutput: ["alarmOutput", "camera"],
};

/** The rules of a request under either spelling. Throws OPEN000010 when there are none. */
function rulesOf(input: Input): Input[] {
  const rules = [...input.objects("alarmRule"), ...input.objects("alarmrule")];
  if (rules.length === 0) throw badArgument("alarmRule");
  return rules;
}

const idOf = (input: Input) => input.text("id") || input.text("ID");

/** What the rule's parts become; throws VMS000003 for a source, schedule, priority or user that is not there. */
function partsOf(world: World, rule: Input): Omit<AlarmRule, "id"> {
  const { alarmRules } = world;
  const source = rule.object("eventSource");
  const sourceID = source.text("sourceID");
  const found = world.resources.get(sourceID)?.resource ?? world.devices.get(sourceID);
  const priorityId = idOf(rule.object("priority")) || (alarmRules.priorities[1]?.id ?? "");
  const scheduleId = idOf(rule.object("schedule").object("timeSchedule")) || (alarmRules.schedules[0]?.id ?? "");
  const told = rule.object("notification").objects("recipients");
  const users = told.map((each) => world.users.find(({ id }) => id === each.text("userID")));
  const known =
    found !== undefined &&
    alarmRules.priorities.some(({ id }) => id === priorityId) &&
    alarmRules.schedules.some(({ id }) => id === scheduleId);
  if (!known || users.includes(undefined)) throw new GatewayError("VMS000003");
  const recurring = rule.object("ignoreRecurring");
  return {
    name: rule.text("name").trim(),
    description: rule.text("description"),
    color: rule.text("color"),
    enabled: true,
    mainCategory: rule.text("alarmMainCategory") || "alarmCategoryVideo",
    subCategory: rule.text("alarmSubCategory") || "alarmSubCategoryCamera",
    notify: {
      enabled: rule.object("notification").integer("enable") === 1,
      recipients: users.flatMap((user) => (user ? [{ userID: user.id, userName: user.name }] : [])),
    },
    scheduleId,
    scheduleType: rule.object("schedule").text("type") || "1",
    priorityId,
    ignoreRecurring: { enabled: recurring.text("enable") === "1", timeValue: recurring.text("timeValue") || "15" },
    source: {
      sourceType: source.text("sourceType"),
      sourceID,
      sourceName: found.name,
      eventType: source.text("eventType"),
    },
  };
}

/** Guide 5.3.3, A.3.28. Each rule is added or refused by itself; a blank code is success, as in the example. */
const addRules: Handler = ({ world }, input) => ({
  alarmRule: rulesOf(input).map((rule): Json => {
    const name = rule.text("name").trim();
    try {
      const parts = partsOf(world, rule);
      if (world.alarmRules.twin(parts.source)) return { name, errorCode: "VMS023008", id: "" };
      return { name, errorCode: "", id: world.alarmRules.add(parts).id };
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      return { name, errorCode: error.code, id: "" };
    }
  }),
});

/** Guide 5.3.3. All or nothing: VMS000003 for an unknown rule. Whether it is enabled and its categories stay. */
const updateRules: Handler = ({ world }, input) => {
  const changes = rulesOf(input).map((rule): AlarmRule => {
    const known = world.alarmRules.rules.get(rule.text("id"));
    if (!known) throw new GatewayError("VMS000003");
    const { enabled, mainCategory, subCategory } = known;
    return { id: known.id, ...partsOf(world, rule), enabled, mainCategory, subCategory };
  });
  for (const rule of changes) world.alarmRules.rules.set(rule.id, rule);
  return { alarmRule: changes.map(({ id, name }) => ({ id, name })) };
};

/** Guide 5.3.3. -1 and nothing are everything; names are found in part, whatever their case. */
const getRules: Handler = (context, input) => {
  const { world } = context;
  const filter = input.object("filter");
  const category = filter.object("alarmCategory");
  const part = (text: string, wanted: string) => text.toLowerCase().includes(wanted.trim().toLowerCase());
  const either = (wanted: string, is: boolean) => wanted === "" || wanted === "-1" || (wanted === "1") === is;
  const equal = (wanted: string, is: string) => wanted === "" || wanted === is;
  const sources = filter.objects("eventSource").filter((source) => source.text("sourceID") !== "");
  const found = [...world.alarmRules.rules.values()].filter(
    (rule) =>
      equal(filter.text("alarmRuleID"), rule.id) &&
      part(rule.name, filter.text("alarmRuleName")) &&
      part(rule.source.sourceName, filter.text("eventSourceName")) &&
      either(filter.text("alarmRuleState"), !hasSource(world, rule)) &&
      either(filter.text("alarmRuleEnable"), rule.enabled) &&
      equal(category.text("mainCategory"), rule.mainCategory) &&
      equal(category.text("subCategory"), rule.subCategory) &&
      (sources.length === 0 || sources.some((source) => source.text("sourceID") === rule.source.sourceID)),
  );
  return page(context, input, found, "alarmRule", (rule) => row(world, rule));
};

const hasSource = (world: World, { source: { sourceID } }: AlarmRule) =>
  world.resources.has(sourceID) || world.devices.has(sourceID);

/** A.3.27. A rule whose source is gone is abnormal. */
function row(world: World, rule: AlarmRule): JsonObject {
  const schedule = world.alarmRules.schedules.find(({ id }) => id === rule.scheduleId);
  const { id, name, description, color, enabled, notify, ignoreRecurring, source } = rule;
  return {
    id,
    name,
    description,
    color,
    enable: enabled ? 1 : 0,
    state: hasSource(world, rule) ? "0" : "1",
    alarmMainCategory: rule.mainCategory,
    alarmSubCategory: rule.subCategory,
    notification: { enable: notify.enabled ? 1 : 0, recipients: notify.recipients.map((each) => ({ ...each })) },
    schedule: { timeSchedule: { id: rule.scheduleId, name: schedule?.name ?? "" }, type: rule.scheduleType },
    priority: priorityRow(world, rule.priorityId),
    ignoreRecurring: { enable: ignoreRecurring.enabled ? 1 : 0, timeValue: Number(ignoreRecurring.timeValue) },
    eventSource: {
      eventType: Number(source.eventType),
      sourceID: source.sourceID,
      sourceType: source.sourceType,
      sourceName: source.sourceName,
    },
  };
}

/** A.3.25, A.3.129. */
export function priorityRow(world: World, priorityId: string): JsonObject {
  const priority = world.alarmRules.priorities.find(({ id }) => id === priorityId);
  const { level = 3, name = "", color = "" } = priority ?? {};
  return { id: priorityId, level: String(level), levelName: name, color };
}

/** Guide 5.3.3, A.3.24. The sounds are real and their addresses live a day. */
const getPriorities: Handler = (context, input) =>
  page(
    context,
    input,
    context.world.alarmRules.priorities,
    "alarmpriorities",
    ({ id, level, name, color, audioName }) => ({
      id,
      level,
      levelName: name,
      color,
      audioName,
      audioURL: audioName === "" ? "" : context.files.soundUrl(context.origin, level),
    }),
  );

/** Guide 5.3.3, A.3.132, A.3.159. */
const getSchedules: Handler = (context, input) =>
  page(context, input, context.world.alarmRules.schedules, "receivingSchedule", ({ id, name, system, days }) => ({
    id,
    name,
    systemTemplate: system ? 1 : 0,
    timeSetting: days.map(([dayOfWeek, spans]) => ({
      dayOfWeek,
      timeSpan: spans.map(([beginTime, endTime]) => ({ beginTime, endTime })),
    })),
  }));

/** Guide 5.3.3, A.3.19. Each is linked or refused by itself: VMS000003 unknown, VMS000001 no such linkage. */
const addLinkages: Handler = ({ world }, input) => ({
  alarmLinkage: input.objects("alarmLinkage").flatMap((linkage) =>
    linkage.objects("linkageItem").map((item): Json => {
      const alarmRuleID = linkage.text("alarmRuleID");
      const linkageType = item.text("linkageType");
      const errorCode = linkageProblem(world, alarmRuleID, item);
      if (errorCode !== "0") return { alarmRuleID, itemID: "", linkageType, errorCode };
      const { itemId } = world.alarmRules.link(alarmRuleID, linkageType, linkedIds(item));
      return { alarmRuleID, itemID: itemId, linkageType, errorCode };
    }),
  ),
});

function linkageProblem(world: World, ruleId: string, item: Input): string {
  if (!world.alarmRules.rules.has(ruleId)) return "VMS000003";
  const key = LINKAGES[item.text("linkageType")];
  if (key === undefined || !item.object("linkageConfig").has(key)) return "VMS000001";
  return linkedIds(item).every((id) => world.resources.has(id)) ? "0" : "VMS000003";
}

function linkedIds(item: Input): string[] {
  const type = item.text("linkageType");
  const config = item.object("linkageConfig").object(LINKAGES[type] ?? "");
  return (LINKED_LISTS[type] ?? []).flatMap((list) => config.objects(list).map((each) => each.text("id")));
}

/** Guide 5.3.5: a bare true. */
const setVoltage: Handler = ({ world }, input) => {
  world.alarmRules.lowBattery = input.integer("voltageThreshold");
  return true;
};

export const alarmRuleHandlers: Record<string, Handler> = {
  "/alarm/v1/alarmrules/add": addRules,
  "/alarm/v1/alarmrules/update": updateRules,
  "/alarm/v1/alarmrules/get": getRules,
  "/alarm/v1/alarmpriorities/get": getPriorities,
  "/alarm/v1/receivingschedules/get": getSchedules,
  "/alarm/v1/alarmlinkage/add": addLinkages,
  "/alarm/v1/voltagesetting/set": setVoltage,
};
