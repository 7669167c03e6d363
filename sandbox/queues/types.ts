/** Main categories of A.1.1. Door events have none there. */
const MAIN = {
  video: "alarmCategoryVideo",
  detection: "alarmCategoryAlarmDetection",
  maintenance: "alarmCategoryMaintenance",
  driving: "alarmCategoryDriving",
  door: "",
} as const;

/** Sub categories of A.1.1 by the kind of source. */
const SUB: Readonly<Record<string, string>> = {
  camera: "alarmSubCategoryCamera",
  alarmInput: "alarmSubCategoryAlarmInput",
  encodingDevice: "alarmSubCategoryEncodingDevice",
  alarmDevice: "alarmSubCategoryAlarmDevice",
  mobileDevice: "alarmSubCategoryMobileDevice",
  vehicle: "alarmSubCategoryVehicle",
};

type Level = 1 | 2 | 3;

/** Alarm types the scenarios use (A.1.4): what a rule for it is called, its main category and priority. */
const TYPES: Readonly<Record<string, readonly [name: string, main: keyof typeof MAIN, level: Level]>> = {
  "10000": ["Video Loss", "maintenance", 2],
  "10001": ["Video Tampering", "video", 1],
  "10002": ["Motion Detection", "video", 3],
  "10016": ["Face Capture", "video", 3],
  "10032": ["Fire and Smoke Detection", "video", 1],
  "10035": ["Multi-Target-Type Detection", "video", 3],
  "10056": ["Camera Online", "maintenance", 3],
  "10057": ["Camera Offline", "maintenance", 2],
  "10100": ["Line Crossing", "video", 2],
  "10101": ["Region Entrance", "video", 2],
  "10102": ["Region Exiting", "video", 3],
  "10103": ["Intrusion", "video", 1],
  "10500": ["License Plate Blocklist", "video", 1],
  "10501": ["License Plate Allowlist", "video", 3],
  "10611": ["Number of Queuing People", "video", 3],
  "11009": ["Speeding", "driving", 2],
  "11012": ["Sharp Turn", "driving", 3],
  "11013": ["Sudden Brake", "driving", 3],
  "20002": ["HDD Bad Sector", "maintenance", 2],
  "50000": ["Triggered by Alarm Input", "video", 1],
  "50101": ["Device Offline", "maintenance", 2],
  "50102": ["HDD Full", "maintenance", 2],
  "50120": ["Device Reconnected", "maintenance", 3],
  "70001": ["Disarm", "detection", 3],
  "70002": ["Arming", "detection", 3],
  "70203": ["Mains Power Lost", "maintenance", 2],
  "70204": ["Low Battery Voltage", "maintenance", 3],
  "80009": ["Max. Card Access Failed Attempts", "door", 2],
  "80027": ["No Access Level Assigned", "door", 3],
  "80028": ["Card No. Does Not Exist", "door", 2],
  "80036": ["Duress Alarm", "door", 1],
  "100360": ["Using Mobile Phone", "driving", 2],
  "100361": ["Fatigue Driving", "driving", 1],
  "100370": ["Emergency Alarm", "driving", 1],
  "100657": ["Leaving Queue Detection", "video", 3],
};

/** What the sandbox says of an alarm type; one it does not know is a video alarm of low priority. */
export function typeOf(code: string): { name: string; main: string; level: Level } {
  const [name, main, level] = TYPES[code] ?? [`Event ${code}`, "video", 3];
  return { name, main: MAIN[main], level };
}

export function subCategoryOf(sourceType: string): string {
  return SUB[sourceType] ?? "";
}

/** An event under its alarm type (A.1.4) and its message type (A.1.7); null where a list lacks it. */
interface Twofold {
  alarm: string | null;
  message: string | null;
}

function pairs(text: string): readonly Twofold[] {
  return text.split(/\s+/).map((pair) => {
    const [alarm = "-", message = "-"] = pair.split(":");
    return { alarm: alarm === "-" ? null : alarm, message: message === "-" ? null : message };
  });
}

const DOORS =
  pairs(`80025:110001 80021:110002 80001:110003 80002:110004 80032:110005 80034:110006 80036:110007 80072:110008
80075:110009 80078:110010 80081:110011 80084:110012 80093:110013 80147:110018 -:110019 100344:110020 100620:110022
100571:110023 80273:110024 80008:110501 80009:110502 80016:110505 80017:110506 80018:110507 80020:110509 80022:110510
80023:110511 80024:110512 80026:110513 80027:110514 80028:110515 80029:110516 80030:110517 80031:110518 80033:110519
80035:110520 80073:110521 80074:110522 80076:110523 80077:110524 80079:110525 80080:110526 80082:110527 80083:110528
80085:110529 80086:110530 80094:110531 80099:110533 80148:110545 80152:110546 80153:110547 80154:110548 80155:110549
80156:110550 80157:110551 80173:110552 -:110554 80263:110555 80264:110556 -:110557 100345:110559 100346:110560
100348:110561 100621:110564 100572:110565 100574:110566 80274:110567`);

const VEHICLES =
  pairs(`330001:330001 100370:330101 100371:330102 100364:330201 100365:330202 100366:330203 100367:330204 100368:330205
100369:330301 11012:330401 11013:330402 11014:330403 11010:330404 11009:330405 11011:330406 330407:330407 330408:330408
100359:330501 100360:330502 100361:330503 100362:330504 100363:330505 100396:330506 100372:330507 100373:330508
100374:330509 330510:330510 100375:335000 100376:335001 100351:- 100352:- 100377:- 100398:-`);

const find = (list: readonly Twofold[], code: string) =>
  list.find(({ alarm, message }) => alarm === code || message === code) ?? null;

/** The door event a code of either list stands for; null when it is none. */
export const doorEvent = (code: string): Twofold | null => find(DOORS, code);
/** The same for events of vehicles. */
export const vehicleEvent = (code: string): Twofold | null => find(VEHICLES, code);

/** Door events the scenarios play, by message type. */
export const DOOR = {
  card: "110003",
  cardPin: "110004",
  fingerprint: "110005",
  duress: "110007",
  face: "110013",
  qrCode: "110023",
  tooManyAttempts: "110502",
  expired: "110505",
  noLevel: "110514",
  unknownCard: "110515",
  outsideSchedule: "110516",
  deniedFace: "110531",
} as const;

/** Door events that are worth an alarm. */
export const ALARMING: ReadonlySet<string> = new Set([
  DOOR.duress,
  DOOR.tooManyAttempts,
  DOOR.noLevel,
  DOOR.unknownCard,
]);

/** Events of vehicles the scenarios play, by message type. */
export const DRIVING = {
  position: "330001",
  sharpTurn: "330401",
  suddenBrake: "330402",
  speeding: "330405",
  phone: "330502",
  fatigue: "330503",
} as const;
