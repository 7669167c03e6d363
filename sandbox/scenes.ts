import { hash, Random } from "./random";

interface Scene {
  /** Decides everything that stays the same between two pictures of one camera. */
  cameraId: string;
  name: string;
  /** Local time burned in, `yyyy-MM-dd HH:mm:ss`. */
  time: string;
  width: number;
  height: number;
  /** A picture of an alarm: somebody is always there, in a frame. */
  alarm?: boolean;
}

interface Palette {
  sky: string;
  far: string;
  wall: string;
  floor: string;
  line: string;
  object: string;
  accent: string;
  glow: string;
}

const DAY: readonly Palette[] = [
  {
    sky: "#b9cede",
    far: "#8d9aa3",
    wall: "#a9adab",
    floor: "#7c7f7d",
    line: "#e9e4d0",
    object: "#4d5a63",
    accent: "#c8873a",
    glow: "#fffbe8",
  },
  {
    sky: "#cfd6d8",
    far: "#9aa19c",
    wall: "#bdb6a8",
    floor: "#8a857b",
    line: "#f2efe4",
    object: "#5b534a",
    accent: "#2f6f8f",
    glow: "#fff7dc",
  },
  {
    sky: "#a8c3d8",
    far: "#7f8f86",
    wall: "#9ba3a8",
    floor: "#6f7679",
    line: "#dfe3e2",
    object: "#3f4a50",
    accent: "#a8433a",
    glow: "#f5fbff",
  },
];
const NIGHT: Palette = {
  sky: "#1b1e20",
  far: "#2c3032",
  wall: "#54595b",
  floor: "#3b3f41",
  line: "#a9afb1",
  object: "#1f2325",
  accent: "#8b9193",
  glow: "#e8ecee",
};

type Painter = (random: Random, colours: Palette) => string;

/** What a camera looks at, guessed from its name and otherwise drawn by lot. */
const KEYWORDS: readonly (readonly [RegExp, keyof typeof PAINTERS])[] = [
  [/park|plates|парков|停车|駐車|주차|موقف|חניון|đỗ xe|จอดรถ|पार्किंग|στάθμευσης/i, "parking"],
  [/gate|barrier|fence|entry|ворота|въезд|门|東門|정문|بواب|שער|cổng|ประตู|द्वार|πύλη|zufahrt|schranke|portón/i, "gate"],
  [
    /bay|dock|rack|aisle|packing|cold|рампа|склад|装卸|搬入|하역|رصيف|רציף|ท่าขน|लोडिंग|ράμπα|rampe|warehouse/i,
    "warehouse",
  ],
  [
    /corridor|lobby|lift|office|stair|server|reception|turnstile|коридор|холл|турникет|走廊|大堂|廊下|복도|ممر|מסדרון|hành lang|ทางเดิน|गलियारा|διάδρομος|flur|entrance/i,
    "corridor",
  ],
];

/** An SVG picture of a site camera: still scene per camera, something moving, name and time burned in. */
export function drawScene({ cameraId, name, time, width, height, alarm = false }: Scene): string {
  const random = new Random(cameraId);
  const kind =
    KEYWORDS.find(([pattern]) => pattern.test(name))?.[1] ??
    random.pick(["corridor", "yard", "gate", "warehouse", "parking"] as const);
  const hour = Number(time.slice(11, 13));
  const outdoor = kind === "gate" || kind === "yard" || kind === "parking";
  const night = outdoor && (hour < 6 || hour >= 19);
  const colours = night ? NIGHT : random.pick(DAY);
  const mover = figure(new Random(hash(cameraId + time.slice(0, 16))), kind, colours, alarm);
  const vignette = night ? 0.75 : 0.35;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 640 360">
<defs><radialGradient id="v" cx="50%" cy="45%" r="75%"><stop offset="45%" stop-color="#000" stop-opacity="0"/><stop offset="100%" stop-color="#000" stop-opacity="${vignette}"/></radialGradient></defs>
<rect width="640" height="360" fill="${colours.sky}"/>${PAINTERS[kind](random, colours)}${mover}<rect width="640" height="360" fill="url(#v)"/>
${caption(time, 14, 26, "start")}${caption(name, 626, 346, "end")}</svg>`;
}

const corridor: Painter = (random, c) => {
  const doors = random.between(2, 4);
  let out = `<rect width="640" height="360" fill="${c.wall}"/><polygon points="0,360 640,360 390,175 250,175" fill="${c.floor}"/><polygon points="0,0 640,0 390,95 250,95" fill="${c.line}"/><rect x="250" y="95" width="140" height="80" fill="${c.far}"/><rect x="295" y="110" width="50" height="65" fill="${c.object}"/>`;
  for (let n = 0; n < doors; n++) {
    const near = 235 - n * (190 / doors);
    const far = near - 34;
    const top = (x: number) => 70 + (x / 250) * 62;
    const foot = (x: number) => 360 - (x / 250) * 185;
    const points = [
      [250 - near, near],
      [250 - far, far],
    ].map(([x]) => x ?? 0);
    const [a = 0, b = 0] = points.map((x) => Math.max(8, x));
    out +=
      door(a, b, top, foot, c.object) +
      door(
        640 - a,
        640 - b,
        (x) => top(640 - x),
        (x) => foot(640 - x),
        n % 2 ? c.accent : c.object,
      );
  }
  for (let n = 0; n < 3; n++)
    out += `<rect x="${300 - n * 20}" y="${78 - n * 28}" width="${40 + n * 40}" height="${5 + n * 4}" fill="${c.glow}"/>`;
  return out;
};

function door(a: number, b: number, top: (x: number) => number, foot: (x: number) => number, fill: string): string {
  return `<polygon points="${a},${top(a)} ${b},${top(b)} ${b},${foot(b)} ${a},${foot(a)}" fill="${fill}" stroke="#0003"/>`;
}

const yard: Painter = (random, c) => {
  const horizon = random.between(120, 150);
  let out = ground(horizon, c) + `<rect x="0" y="${horizon - 45}" width="640" height="45" fill="${c.far}"/>`;
  for (let x = 0; x < 640; x += random.between(50, 80)) {
    const height = random.between(30, 60);
    out += `<rect x="${x}" y="${horizon + 20 - height}" width="46" height="${height}" fill="${random.chance(0.4) ? c.accent : c.object}" opacity=".85"/>`;
  }
  return out + post(random.between(80, 160), horizon, c) + post(random.between(470, 560), horizon, c);
};

const gate: Painter = (random, c) => {
  const horizon = 130;
  const left = random.between(120, 180);
  let out =
    ground(horizon, c) +
    `<polygon points="260,130 380,130 620,360 20,360" fill="${c.object}" opacity=".45"/><polygon points="317,130 323,130 335,360 305,360" fill="${c.line}" opacity=".7"/>`;
  for (let x = 0; x < 640; x += 22) out += `<rect x="${x}" y="92" width="3" height="60" fill="${c.object}"/>`;
  out += `<rect x="0" y="98" width="640" height="3" fill="${c.object}"/><rect x="250" y="88" width="140" height="66" fill="${c.sky}"/>`;
  out += `<rect x="${left - 60}" y="150" width="80" height="95" fill="${c.wall}"/><rect x="${left - 48}" y="168" width="56" height="30" fill="${c.glow}" opacity=".8"/><rect x="${left + 18}" y="205" width="12" height="45" fill="${c.accent}"/>`;
  const lift = random.chance(0.3) ? -38 : 0;
  out += `<g transform="rotate(${lift} ${left + 24} 210)"><rect x="${left + 24}" y="206" width="300" height="7" fill="${c.line}"/>`;
  for (let n = 0; n < 6; n++)
    out += `<rect x="${left + 44 + n * 50}" y="206" width="24" height="7" fill="${c.accent}"/>`;
  return out + "</g>";
};

const warehouse: Painter = (random, c) => {
  let out = `<rect width="640" height="360" fill="${c.wall}"/><polygon points="0,0 640,0 420,80 220,80" fill="${c.far}"/><polygon points="0,360 640,360 400,190 240,190" fill="${c.floor}"/>`;
  for (const side of [0, 1]) {
    for (let bay = 0; bay < 4; bay++) {
      for (let level = 0; level < 4; level++) {
        const size = 1 - bay * 0.2;
        const x = side ? 640 - bay * 62 - 66 * size : bay * 62 + 4;
        const y = 40 + bay * 22 + level * 62 * size;
        out += `<rect x="${x}" y="${y}" width="${60 * size}" height="${48 * size}" fill="${random.chance(0.25) ? c.object : random.pick([c.accent, "#a98d62", "#8d7a5a", "#b59c74"])}" stroke="${c.object}" stroke-width="2"/>`;
      }
    }
  }
  out += `<rect x="262" y="110" width="116" height="80" fill="${c.line}"/>`;
  for (let y = 118; y < 188; y += 10) out += `<rect x="262" y="${y}" width="116" height="2" fill="${c.far}"/>`;
  return out + `<polygon points="316,190 324,190 340,360 300,360" fill="${c.accent}" opacity=".6"/>`;
};

const parking: Painter = (random, c) => {
  let out = ground(110, c) + `<rect x="0" y="70" width="640" height="42" fill="${c.far}"/>`;
  for (let n = -2; n < 12; n++)
    out += `<line x1="${n * 64 + 30}" y1="150" x2="${n * 90 - 80}" y2="330" stroke="${c.line}" stroke-width="3" opacity=".75"/>`;
  for (let n = 0; n < 8; n++) {
    if (random.chance(0.65))
      out += car(
        n * 76 + 4,
        165 + (n % 2) * 8,
        random.pick(["#5c6b78", "#8c2f2f", "#dcdcd8", "#2d3136", "#3e5a4a", c.accent]),
        c,
      );
  }
  return out + post(random.between(280, 360), 110, c);
};

const PAINTERS = { corridor, yard, gate, warehouse, parking };

function ground(horizon: number, c: Palette): string {
  return `<rect y="${horizon}" width="640" height="${360 - horizon}" fill="${c.floor}"/>`;
}

function post(x: number, horizon: number, c: Palette): string {
  return `<rect x="${x}" y="${horizon - 80}" width="5" height="150" fill="${c.object}"/><circle cx="${x + 2}" cy="${horizon - 82}" r="7" fill="${c.glow}"/><ellipse cx="${x + 2}" cy="${horizon + 75}" rx="80" ry="18" fill="${c.glow}" opacity=".18"/>`;
}

function car(x: number, y: number, paint: string, c: Palette): string {
  return `<g transform="translate(${x} ${y})"><ellipse cx="34" cy="42" rx="38" ry="6" fill="#0005"/><path d="M2 38V24l10-4 9-14h26l9 14 10 4v14z" fill="${paint}"/><path d="M16 19l7-10h22l7 10z" fill="${c.object}"/><circle cx="15" cy="39" r="6" fill="#1b1b1b"/><circle cx="54" cy="39" r="6" fill="#1b1b1b"/></g>`;
}

/** Someone walking, or a car outdoors, at a place that changes from minute to minute. */
function figure(random: Random, kind: string, c: Palette, alarm: boolean): string {
  const nobody = random.chance(0.35);
  if (nobody && !alarm) return "";
  const frame = (x: number, y: number, width: number, height: number) =>
    alarm
      ? `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="none" stroke="#e5342f" stroke-width="2"/>`
      : "";
  if ((kind === "gate" || kind === "parking") && random.chance(0.5)) {
    return `<g transform="translate(${random.between(60, 380)} ${random.between(220, 270)}) scale(1.7)">${car(0, 0, random.pick(["#e5e5e2", "#35506b", "#7a2b2b", "#22262a"]), c)}${frame(-8, 0, 84, 52)}</g>`;
  }
  const scale = random.between(8, 15) / 10;
  return `<g transform="translate(${random.between(230, 400)} ${random.between(190, 240)}) scale(${scale})"><ellipse cx="10" cy="72" rx="14" ry="3" fill="#0005"/><circle cx="10" cy="6" r="6" fill="#8a6a52"/><path d="M3 14h14l2 26h-4l-1 30h-4l-1-24-2 24H3L2 40H0z" fill="${random.pick(["#2c3e50", "#b7a53a", "#6b2f2f", "#3b4a3a"])}"/>${frame(-10, -8, 40, 88)}</g>`;
}

function caption(text: string, x: number, y: number, anchor: "start" | "end"): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" direction="ltr" font-family="DejaVu Sans, Noto Sans, sans-serif" font-size="15" fill="#fff" stroke="#000" stroke-width="3" stroke-opacity=".7" paint-order="stroke">${escapeXml(text)}</text>`;
}

/** Escapes markup and drops what XML 1.0 cannot hold. */
export function escapeXml(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, "")
    .replace(/\p{Cc}|[\ufffe\uffff]/gu, "")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}
