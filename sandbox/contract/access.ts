import { PAGES, flag, get, integer, object, objects, post, required, text, texts } from "./fields";
import type { Endpoint } from "./fields";

const grants = (deleteAll: boolean) => [
  objects(
    "personList",
    [text("personId", { max: 64 }), texts("accessLevelIdList", { max: 64 }), ...(deleteAll ? [flag("deleteAll")] : [])],
    { required },
  ),
];

/** Chapter 5.7 as this gateway enforces it. */
export const accessContract: readonly Endpoint[] = [
  post("5.7.1", "/acs/v1/remote/control", [
    object(
      "remoteControl",
      [
        integer("actionType", { required, range: [1, 4] }),
        texts("elementlist"),
        integer("direction", { range: [0, 1] }),
        text("areaId", { max: 64 }),
        integer("depthTraversal", { range: [0, 1] }),
      ],
      { required },
    ),
  ]),
  get("5.7.2", "/acs/v1/encryptinfo/get"),
  post("5.7.3", "/acs/v1/event/certificaterecords/search", [
    integer("pageIndex", { range: PAGES }),
    integer("pageSize", { range: [1, 200], code: "OPEN000025" }),
    object("searchCriteria", [
      text("beginTime"),
      text("endTime"),
      integer("type", { range: [0, 1] }),
      text("eventTypes"),
      integer("swipeAuthResult", { range: [0, 2] }),
      text("elementIDs"),
      integer("searchType", { range: [0, 1] }),
      object("personCondition", [text("personIds"), text("personName")]),
      text("cardNumber"),
      integer("temperatureStatus", { range: [0, 3] }),
      integer("maskStatus", { range: [0, 3] }),
    ]),
  ]),
  post("5.7.4", "/acspm/v1/accesslevel/list", [
    object(
      "accessLevelSearchRequest",
      [
        integer("pageIndex", { range: [0, PAGES[1]] }),
        integer("pageSize", { range: [1, 500], code: "OPEN000025" }),
        object("searchCriteria", [
          text("accessLevelName", { max: 64 }),
          objects("associateResInfoList", [text("resId")]),
          texts("timeScheduleIdList"),
          texts("aresIdList"),
          integer("depthTraversal", { range: [0, 1] }),
          integer("aresSubNode", { range: [0, 1] }),
        ]),
      ],
      { required },
    ),
  ]),
  post("5.7.5", "/acspm/v1/maintain/overview/person/{id}/elementdetail", [flag("returnSuccess")]),
  post("5.7.6", "/acspm/v1/accesslevel/person/add", grants(false)),
  post("5.7.7", "/acspm/v1/accesslevel/person/delete", grants(true)),
  post("5.7.8", "/acspm/v1/accesslevel/person/modify", grants(true)),
];
