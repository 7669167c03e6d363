import { PAGES, integer, post, required, text, texts } from "./fields";
import type { Endpoint } from "./fields";

const DATES =
  "yyyy/MM/dd yyyy-MM-dd yyyy.MM.dd dd/MM/yyyy dd-MM-yyyy MM-dd-yyyy yy-MM-dd yy/MM/dd dd/MM/yy yy.MM.dd yyyyddMM yyyyMMdd MMddyyyy ddMMyyyy yyddMM yyMMdd MMddyy ddMMyy".split(
    " ",
  );
const TIMES = [
  ..."HH:mm h:mm HH:mm:ss h:mm:ss HHmm Hmm HHmmss hmmss".split(" "),
  ...["hh:mm tt", "h:mm tt", "hh:mm:ss tt", "h:mm:ss tt"],
];

/** Chapters 5.10 and 5.11 as this gateway enforces them. */
export const reportsContract: readonly Endpoint[] = [
  post("5.10.1", "/attendance/v1/report/totaltimecard/list", [
    integer("pageIndex", { range: PAGES }),
    integer("pageSize", { range: [1, 200], code: "OPEN000025" }),
    text("beginTime", { required }),
    text("endTime", { required }),
    text("personName"),
    text("personCode"),
    texts("personGroupIds"),
    text("dateFormat", { oneOf: DATES }),
    text("timeFormat", { oneOf: TIMES }),
    text("durationFormat", { oneOf: ["HH:MM", "MM"] }),
  ]),
  post("5.11.1", "/maintain/v1/offline/info/list", [
    text("areaId"),
    integer("startTime", { required }),
    integer("endTime", { required }),
    integer("orderBy", { range: [0, 2] }),
    integer("pageSize", { required, range: [1, 100], code: "OPEN000025" }),
    integer("page", { required, range: PAGES }),
    integer("queryType", { required, range: [0, 1] }),
  ]),
  post("5.11.2", "/maintenance/v1/list/device/detail", [
    integer("page", { required, range: PAGES }),
    integer("pageSize", { range: [1, 100], code: "OPEN000025" }),
    text("areaId"),
    text("includeSubArea", { oneOf: ["0", "1"] }),
    texts("exceptions", { oneOf: ["0", "1", "2", "3"] }),
    text("filterName"),
    integer("deviceCategory", { required, range: [2001, 2001] }),
  ]),
];
