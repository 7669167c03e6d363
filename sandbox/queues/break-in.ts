import type { Play } from "./play";

/** After how many seconds what happens. Sources are found by name in the demo site, by lot elsewhere. */
const STORY: readonly (readonly [afterSeconds: number, happen: (play: Play) => void])[] = [
  [0, (play) => play.alarmAt("10500", play.choose("camera", /plates|entry/i), { picturesAfter: 0 }, blocked)],
  [35, (play) => play.alarmAt("50000", play.choose("alarmInput", /fence/i), { lasts: 40_000 })],
  [3, (play) => play.alarmAt("10100", play.choose("camera", /fence line 1/i), { lasts: 12_000 })],
  [9, (play) => play.alarmAt("10103", play.choose("camera", /fence line 2/i), { lasts: 20_000, pulses: 3 })],
  [22, (play) => play.alarmAt("50000", play.choose("alarmInput", /warehouse roof/i), { lasts: 180_000, pulses: 4 })],
  [14, (play) => play.alarmAt("10101", play.choose("camera", /loading bay 2/i), { lasts: 15_000 })],
  [6, (play) => play.alarmAt("50000", play.choose("alarmInput", /shutter/i), { lasts: 240_000 })],
  [11, (play) => play.alarmAt("10002", play.choose("camera", /racking aisle 1/i), { lasts: 25_000, pulses: 2 })],
  [8, (play) => play.alarmAt("10016", play.choose("camera", /packing/i), { picturesAfter: 0 })],
  [20, (play) => play.pass(play.choose("door", /server room/i), "unknownCard", null)],
  [5, (play) => play.pass(play.choose("door", /server room/i), "tooManyAttempts", null)],
  [12, (play) => play.alarmAt("10001", play.choose("camera", /corridor east/i), { lasts: 90_000 })],
  [10, (play) => play.pass(play.choose("door", /staff entrance/i), "duress", play.person())],
  [
    18,
    (play) => play.alarmAt("10000", play.choose("camera", /corridor west/i), { lasts: 120_000, picturesAfter: null }),
  ],
  [25, (play) => play.alarmAt("50000", play.choose("alarmInput", /panic/i), { pulses: 2 })],
  [30, (play) => play.alarmAt("10102", play.choose("camera", /loading bay 1/i), { lasts: 8_000 })],
  [14, (play) => play.alarmAt("10100", play.choose("camera", /gate.*barrier/i), { lasts: 6_000 })],
  [4, (play) => play.alarmAt("10500", play.choose("camera", /plates|entry/i), { picturesAfter: 0 }, blocked)],
];

const blocked = { plate: { number: "GN17 RZA", list: 0 as const } };

/** A break-in at night, four minutes from the car on the list to its leaving again. */
export function* breakIn(play: Play): Generator<{ afterMs: number; run: () => void }> {
  play.alarms = "always";
  for (const [afterSeconds, happen] of STORY) yield { afterMs: afterSeconds * 1000, run: () => happen(play) };
}
