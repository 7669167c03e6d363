import { localTime } from "../world/timezones";
import type { Imported } from "../world/world";
import { breakIn } from "./break-in";
import type { Play } from "./play";
import { subjectOf } from "./occurrence";

/** Something that happens `afterMs` after what came before. */
export interface Step {
  afterMs: number;
  run: () => void;
}

export type Scenario = (play: Play) => Generator<Step>;

const MINUTE = 60_000;
const OUTDOORS = /fence|gate|park|yard|entry|bay|забор|ворота|въезд|门|بوابة|cổng/i;

/** What can happen on an ordinary day, with how often. */
const DAY: readonly (readonly [weight: number, happen: (play: Play) => void])[] = [
  [30, (play) => passDoor(play)],
  [22, (play) => play.alarmAt("10002", play.choose("camera"), { lasts: 12_000 })],
  [8, (play) => play.alarmAt("10035", play.choose("camera"), { picturesAfter: 0 })],
  [7, (play) => outdoors(play)],
  [5, (play) => play.alarmAt("50000", play.choose("alarmInput"), { lasts: 20_000 })],
  [5, (play) => plate(play)],
  [4, (play) => denied(play)],
  [4, (play) => maintenance(play)],
  [4, (play) => ring(play)],
  [7, (play) => drive(play)],
  [4, (play) => queue(play)],
];
const WEIGHT = DAY.reduce((sum, [weight]) => sum + weight, 0);

function something(play: Play): void {
  let drawn = play.random.next() * WEIGHT;
  for (const [weight, happen] of DAY) {
    drawn -= weight;
    if (drawn < 0) return happen(play);
  }
}

function passDoor(play: Play): void {
  const person = play.person(({ levelIds, endsAt }) => levelIds.size > 0 && endsAt > play.now());
  if (person) play.pass(play.doorOf(person), null, person, play.random.pick([0, 0, 1, 2]));
}

function denied(play: Play): void {
  const event = play.random.pick(["noLevel", "outsideSchedule", "expired", "deniedFace", "unknownCard"] as const);
  if (event === "unknownCard") return play.pass(play.choose("door"), event, null);
  const expired = event === "expired";
  const person = play.person(({ endsAt }) => endsAt <= play.now() === expired);
  if (person) play.pass(play.doorOf(person, event !== "noLevel"), event, person);
}

function outdoors(play: Play): void {
  const code = play.random.pick(["10100", "10100", "10101", "10102", "10103"]);
  play.alarmAt(code, play.choose("camera", play.random.chance(0.5) ? OUTDOORS : undefined), { lasts: 8_000 });
}

function plate(play: Play): void {
  const blocked = play.random.chance(0.15);
  const number = `${play.random.pick(["LX", "KV", "GN"])}${play.random.between(10, 74)} ${play.random.pick(["KFO", "RZA", "WTP"])}`;
  play.alarmAt(
    blocked ? "10500" : "10501",
    play.choose("camera", /plates|entry|въезд|barrier/i),
    { picturesAfter: 0 },
    { alarm: blocked ? play.alarms : "never", plate: { number, list: blocked ? 0 : 1 } },
  );
}

function maintenance(play: Play): void {
  const code = play.random.pick(["10000", "10001", "20002", "50102", "70203", "70204"]);
  const kind = code.startsWith("70") ? "alarmInput" : "camera";
  play.alarmAt(code, play.choose(kind), { lasts: play.random.between(20, 90) * 1000, picturesAfter: null });
}

function ring(play: Play): void {
  const intercoms = [...play.world.devices.values()].filter(
    ({ category, online }) => category === "videoIntercomDevice" && online,
  );
  if (intercoms.length === 0) return;
  const ends = play.random.pick(["answered", "hungUp", "missed"] as const);
  play.ring(play.random.pick(intercoms), play.random.chance(0.7), ends);
}

function drive(play: Play): void {
  const event = play.random.chance(0.8)
    ? "position"
    : play.random.pick(["sharpTurn", "suddenBrake", "speeding", "phone", "fatigue"] as const);
  play.drive(event);
}

function queue(play: Play): void {
  const waitSeconds = play.random.between(180, 900);
  play.alarmAt("100657", play.choose("camera"), { lasts: 15_000 }, { queueing: { waitSeconds, threshold: 15 } });
}

/** At night little happens, at seven and at five a lot. */
function pace(play: Play): number {
  const zone = play.world.devices.values().next().value?.timeZoneId;
  const hour = zone === undefined ? 12 : Number(localTime(zone, play.now()).slice(11, 13));
  if (hour < 6 || hour >= 21) return 3;
  return hour === 7 || hour === 8 || hour === 17 ? 0.5 : 1;
}

const day = (meanMs: number): Scenario =>
  function* (play) {
    for (;;) yield { afterMs: meanMs * pace(play) * (0.3 + play.random.next() * 1.4), run: () => something(play) };
  };

/** A thousand alarms a minute for five minutes: three sources chatter, the rest of the site joins in. */
const storm: Scenario = function* (play) {
  play.alarms = "always";
  const noisy = [play.choose("alarmInput"), play.choose("camera", /fence/i), play.choose("camera")].filter(
    (channel): channel is Imported => channel !== null,
  );
  for (let n = 0; n < 5_000; n++) {
    yield {
      afterMs: 60,
      run: () => {
        const chatters = noisy.length > 0 && play.random.chance(0.6);
        const channel = chatters ? play.random.pick(noisy) : play.choose("camera");
        const code = channel?.kind === "alarmInput" ? "50000" : play.random.pick(["10002", "10100", "10103"]);
        const picturesAfter = play.random.chance(0.1) ? 2_000 : null;
        play.alarmAt(code, channel, { lasts: chatters ? 1_000 : 15_000, picturesAfter });
      },
    };
  }
};

/** The line to the first site is cut for ten busy minutes; then everything its devices kept comes at once. */
const outage: Scenario = function* (play) {
  play.alarms = "always";
  const devices = [...play.world.devices.values()];
  const zone = devices[0]?.timeZoneId;
  const site = devices.filter(({ timeZoneId, online }) => timeZoneId === zone && online);
  const channels = site.flatMap((device) => device.channels.filter((channel) => channel.linked));
  const sources = channels.filter((channel): channel is Imported => channel.resource !== null);
  yield { afterMs: 0, run: () => play.cut(site) };
  for (let n = 0; n < 600; n++) {
    yield {
      afterMs: 1_000,
      run: () => {
        const source = sources.length > 0 ? play.random.pick(sources) : null;
        if (source?.kind === "door") play.pass(source, "card", play.person());
        else if (source?.kind === "camera") play.alarm("10002", subjectOf(play.world, source), { lasts: 5_000 });
        else if (source?.kind === "alarmInput") play.alarmAt("50000", source, { lasts: 5_000 });
      },
    };
  }
  let kept: ReturnType<Play["restore"]> = [];
  yield { afterMs: 10_000, run: () => void (kept = play.restore()) };
  for (let from = 0; from < kept.length; from += 20) {
    const some = kept.slice(from, from + 20);
    yield { afterMs: 100, run: () => some.forEach((what) => play.tellDelayed(what)) };
  }
};

export const SCENARIOS = {
  quiet: day(MINUTE * 0.75),
  busy: day(3_000),
  storm,
  outage,
  "break-in": breakIn,
} satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as [ScenarioName, ...ScenarioName[]];
