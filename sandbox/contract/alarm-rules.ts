import { PAGES, integer, object, objects, paging, post, required, text, texts } from "./fields";
import type { Endpoint } from "./fields";

const notification = object("notification", [
  integer("enable", { required, range: [0, 1] }),
  objects("recipients", [text("userID", { max: 32 }), text("userName", { max: 64 })]),
]);

const eventSource = [
  text("eventType", { max: 64 }),
  text("sourceID", { max: 64 }),
  text("sourceType", { max: 64 }),
  text("sourceName", { max: 64 }),
];

const rule = [
  text("name", { required, max: 255 }),
  text("alarmMainCategory", { max: 64 }),
  text("alarmSubCategory", { max: 64 }),
  text("description", { max: 128 }),
  text("color", { max: 64 }),
  notification,
  object("schedule", [
    text("type", { max: 64 }),
    object("timeSchedule", [text("id", { max: 32 }), text("ID", { max: 32 }), text("name", { max: 64 })]),
  ]),
  object("priority", [
    text("id", { max: 64 }),
    text("ID", { max: 64 }),
    text("level", { max: 64 }),
    text("levelName", { max: 64 }),
    text("color", { max: 64 }),
  ]),
  object("ignoreRecurring", [text("enable", { required, oneOf: ["0", "1"] }), text("timeValue", { max: 16 })]),
  object("eventSource", eventSource, { required }),
];

const resource = [
  text("resourceType", { max: 16 }),
  text("id", { required, max: 32 }),
  text("name", { max: 64 }),
  text("areaID", { max: 32 }),
  text("areaName", { max: 64 }),
];

/** Both spellings of the list: the tables say alarmrule, the answers and the example of the update alarmRule. */
const eitherRule = (fields: typeof rule) => [objects("alarmrule", fields), objects("alarmRule", fields)];

/** Sections 5.3.3 to 5.3.5 as this gateway enforces them. */
export const alarmRulesContract: readonly Endpoint[] = [
  post("5.3.3", "/alarm/v1/alarmrules/add", eitherRule(rule)),
  post("5.3.3", "/alarm/v1/alarmrules/update", eitherRule([text("id", { required, max: 64 }), ...rule])),
  post("5.3.3", "/alarm/v1/alarmrules/get", [
    ...paging,
    object("filter", [
      text("alarmRuleID", { max: 64 }),
      text("alarmRuleName", { max: 64 }),
      text("eventSourceName", { max: 64 }),
      text("alarmRuleState", { max: 3, oneOf: ["-1", "0", "1"] }),
      text("alarmRuleEnable", { max: 3, oneOf: ["-1", "0", "1"] }),
      objects("eventSource", eventSource),
      object("alarmCategory", [text("mainCategory", { max: 64 }), text("subCategory", { max: 64 })]),
    ]),
  ]),
  post("5.3.3", "/alarm/v1/alarmpriorities/get", paging),
  post("5.3.3", "/alarm/v1/receivingschedules/get", paging),
  post("5.3.3", "/alarm/v1/alarmlinkage/add", [
    objects(
      "alarmLinkage",
      [
        text("alarmRuleID", { required, max: 32 }),
        objects("linkageItem", [
          text("linkageType", { required, max: 64 }),
          object(
            "linkageConfig",
            [
              object("linkCamera", [
                integer("preRecordTime", { range: [0, 3_600] }),
                integer("postRecordTime", { range: [0, 3_600] }),
                objects("camera", resource),
                integer("relateType", { range: [1, 2] }),
              ]),
              object("linkCapturePicture", [
                integer("captureInterval", { range: [1, 3_600] }),
                integer("captureMode", { range: [1, 2] }),
                objects("camera", resource),
              ]),
              object("linkAlarmOutput", [
                integer("autoClose", { range: [0, 1] }),
                integer("autoCloseTime", { range: [1, 86_400] }),
                objects("alarmOutput", resource),
                objects("camera", resource),
              ]),
              object("linkEmail", [text("emailTemplateId", { max: 64 }), text("emailTemplateName", { max: 64 })]),
            ],
            { required },
          ),
        ]),
      ],
      { required },
    ),
  ]),
  post("5.3.4", "/alarm/v1/alarmlog", [
    integer("pageIndex", { required, range: PAGES }),
    integer("pageSize", { required, range: [1, 500], code: "OPEN000025" }),
    object("timeRange", [text("beginTime", { required }), text("endTime", { required })], { required }),
    { name: "areaID", type: "either", max: 64 },
    texts("eventTypeList", { max: 16 }),
  ]),
  post("5.3.5", "/alarm/v1/voltagesetting/set", [integer("voltageThreshold", { required, range: [0, 100] })]),
];
