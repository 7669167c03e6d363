import { PAGES, integer, object, objects, post, required, text, texts } from "./fields";
import type { Endpoint } from "./fields";

const paging = [
  integer("pageNum", { required, range: PAGES }),
  integer("pageSize", { required, range: [1, 500], code: "OPEN000025" }),
];

const scope = [text("areaId", { required, max: 64 }), integer("isContainSubArea", { range: [0, 1] })];

// The examples send "" for numbers that are not asked for.
const roomFilter = object("filter", [
  text("roomNum"),
  text("roomName"),
  text("personAmount"),
  text("email"),
  text("mainAccount"),
]);
const residentFilter = object("filter", [
  text("name"),
  text("roomNum"),
  text("email"),
  text("phone"),
  text("type", { oneOf: ["0", "1"] }),
  text("isExpired", { oneOf: ["0", "1"] }),
]);

const person = object(
  "personBaseInfo",
  [
    text("id", { max: 64 }),
    text("personCode", { max: 16 }),
    text("groupId", { max: 64 }),
    text("firstName", { required, max: 128 }),
    text("lastName", { required, max: 128 }),
    integer("gender", { required, range: [0, 2] }),
    text("phone", { max: 32 }),
    text("email", { required, max: 64 }),
    text("description", { max: 128 }),
    text("startDate", { required }),
    text("endDate", { required }),
  ],
  { required },
);
const rooms = objects(
  "roomList",
  [
    text("roomId", { required }),
    text("roomName"),
    integer("roomNum"),
    text("buildId", { required }),
    text("buildName"),
    text("areaId", { required }),
    text("areaName"),
    integer("accountType", { required, range: [0, 1] }),
  ],
  { required },
);
const LANGUAGES = "en it es de fr pl nl pt ru tr ko zh_TW zh_CN th vi ja pt_BR ar id".split(" ");

const pass = [
  text("name", { required, max: 32 }),
  integer("openCount", { required, range: [1, 200] }),
  text("startTime", { required }),
  text("endTime", { required }),
  text("clientLocalTime", { required }),
  texts("alIds"),
];

/** Chapter 5.6 but for the pass-through of 5.6.2, as this gateway enforces it. */
export const intercomContract: readonly Endpoint[] = [
  post("5.6.1", "/vims/v1/build/search", [
    ...paging,
    object("searchCriteria", [...scope, text("filterName")], { required }),
  ]),
  post("5.6.1", "/vims/v1/room/search", [
    ...paging,
    object("searchCriteria", [...scope, text("buildId", { max: 64 }), roomFilter], { required }),
  ]),
  // The table's searchCriteria is not known here, so criteria sent under it are ignored without a word.
  post("5.6.3", "/vims/v1/person/search", [
    ...paging,
    object("searchRequest", [...scope, text("buildId", { max: 64 }), residentFilter]),
  ]),
  post("5.6.3", "/vims/v1/person/add", [person, rooms, texts("alIds"), text("language", { oneOf: LANGUAGES })]),
  post("5.6.3", "/vims/v1/person/update", [person, rooms, texts("alIds"), text("language", { oneOf: LANGUAGES })]),
  post("5.6.3", "/vims/v1/person/delete", [texts("deleteList", { required })]),
  post("5.6.4", "/vims/v1/tempauth/get", [text("id", { required }), text("clientLocalTime", { required })]),
  post("5.6.4", "/vims/v1/tempauth/list", [
    ...paging,
    object("searchRequest", [object("filter", [text("name", { max: 64 })])]),
  ]),
  post("5.6.4", "/vims/v1/tempauth/add", pass),
  post("5.6.4", "/vims/v1/tempauth/update", [text("id", { required }), ...pass]),
  post("5.6.4", "/vims/v1/tempauth/delete", [texts("deleteList", { required }), text("clientLocalTime")]),
  post("5.6.5", "/devcall/v1/call/receive", [
    text("recordId", { required, max: 64 }),
    integer("status", { required, range: [1, 3] }),
    text("userId", { required }),
  ]),
];
