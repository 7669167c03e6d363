import { drawScene } from "./scenes";

/**
 * A small MP4 any player shows: a few pictures of a scene, written as H.264 of the simplest kind (baseline, every
 * macroblock raw), because no encoder is at hand. Chapter numbers are those of ISO/IEC 14496-10 and -12.
 */

/** In macroblocks of 16 by 16. */
const WIDE = 12;
const HIGH = 7;
const [WIDTH, HEIGHT] = [WIDE * 16, HIGH * 16];
const TIMESCALE = 1_000;

interface ClipScene {
  cameraId: string;
  name: string;
  /** Local times burned into the pictures, `yyyy-MM-dd HH:mm:ss`, one a picture. */
  times: readonly string[];
  durationMs: number;
}

export async function clipFile({ cameraId, name, times, durationMs }: ClipScene): Promise<Buffer> {
  const { default: sharp } = await import("sharp");
  const pictures = await Promise.all(
    times.map((time) =>
      sharp(Buffer.from(drawScene({ cameraId, name, time, width: 640, height: 360 })))
        .resize(WIDTH, HEIGHT, { fit: "fill" })
        .removeAlpha()
        .raw()
        .toBuffer(),
    ),
  );
  const samples = pictures.map((rgb, index) => lengthPrefixed(slice(rgb, index)));
  return container(samples, Math.max(1, Math.round(durationMs / samples.length)));
}

class Bits {
  #bytes: number[] = [];
  #current = 0;
  #filled = 0;

  u(value: number, width: number): this {
    for (let bit = width - 1; bit >= 0; bit--) {
      this.#current = (this.#current << 1) | ((value >> bit) & 1);
      if (++this.#filled === 8) {
        this.#bytes.push(this.#current);
        this.#current = this.#filled = 0;
      }
    }
    return this;
  }

  /** Exponential Golomb code, 9.1. */
  ue(value: number): this {
    const width = 32 - Math.clz32(value + 1);
    return this.u(0, width - 1).u(value + 1, width);
  }

  align(first: 0 | 1): this {
    if (first === 1) this.u(1, 1);
    while (this.#filled !== 0) this.u(0, 1);
    return this;
  }

  bytes(values: Uint8Array): this {
    for (const value of values) this.#bytes.push(value);
    return this;
  }

  done(): Uint8Array {
    return Uint8Array.from(this.align(1).#bytes);
  }
}

/** A unit with its header byte; two zeros are kept apart from what follows, 7.4.1. */
function unit(header: number, payload: Uint8Array): Buffer {
  const bytes = [header];
  let zeros = 0;
  for (const value of payload) {
    if (zeros >= 2 && value <= 3) {
      bytes.push(3);
      zeros = 0;
    }
    bytes.push(value);
    zeros = value === 0 ? zeros + 1 : 0;
  }
  return Buffer.from(bytes);
}

/** Sequence parameters, 7.3.2.1: baseline, level 1.0, frames in order, one reference. */
const sequence = unit(
  0x67,
  new Bits()
    .u(66, 8)
    .u(0xc0, 8)
    .u(10, 8)
    .ue(0)
    .ue(0)
    .ue(2)
    .ue(1)
    .u(0, 1)
    .ue(WIDE - 1)
    .ue(HIGH - 1)
    .u(0b1100, 4)
    .done(),
);

/** Picture parameters, 7.3.2.2: no arithmetic coding, de-blocking left to the slice. */
const picture = unit(
  0x68,
  new Bits().ue(0).ue(0).u(0, 2).ue(0).ue(0).ue(0).u(0, 3).ue(0).ue(0).ue(0).u(0b100, 3).done(),
);

/** One whole picture, 7.3.3 and 7.3.5: an I slice whose macroblocks are all of type I_PCM (25). */
function slice(rgb: Buffer, index: number): Buffer {
  const bits = new Bits()
    .ue(0)
    .ue(7)
    .ue(0)
    .u(0, 4)
    .ue(index % 2)
    .u(0, 2)
    .ue(0)
    .ue(1);
  for (let block = 0; block < WIDE * HIGH; block++) {
    const [left, top] = [(block % WIDE) * 16, Math.floor(block / WIDE) * 16];
    bits
      .ue(25)
      .align(0)
      .bytes(macroblock(rgb, left, top));
  }
  return unit(0x65, bits.done());
}

/** 256 of brightness, 64 and 64 of colour, in the narrow range of video. */
function macroblock(rgb: Buffer, left: number, top: number): Uint8Array {
  const block = new Uint8Array(384);
  for (let n = 0; n < 256; n++) {
    const [r, g, b] = colourAt(rgb, left + (n % 16), top + Math.floor(n / 16));
    block[n] = 16 + 0.257 * r + 0.504 * g + 0.098 * b;
  }
  for (let n = 0; n < 64; n++) {
    const [r, g, b] = colourAt(rgb, left + (n % 8) * 2, top + Math.floor(n / 8) * 2);
    block[256 + n] = 128 - 0.148 * r - 0.291 * g + 0.439 * b;
    block[320 + n] = 128 + 0.439 * r - 0.368 * g - 0.071 * b;
  }
  return block;
}

function colourAt(rgb: Buffer, x: number, y: number): [number, number, number] {
  const at = (y * WIDTH + x) * 3;
  return [rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0];
}

const u16 = (value: number) => Buffer.from([value >> 8, value & 255]);
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const zeros = (count: number) => Buffer.alloc(count);

function lengthPrefixed(data: Buffer): Buffer {
  return Buffer.concat([u32(data.length), data]);
}

function box(type: string, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, "latin1"), body]);
}

/** A box with a version and flags. */
const full = (type: string, flags: number, ...content: Buffer[]) => box(type, u32(flags), ...content);
const MATRIX = Buffer.concat([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].map(u32));

function container(samples: readonly Buffer[], sampleMs: number): Buffer {
  const head = box("ftyp", Buffer.from("isom"), u32(512), Buffer.from("isomiso2avc1mp41"));
  // The place of the first picture depends on the length of the index, which does not depend on the place.
  const start = head.length + index(samples, sampleMs, 0).length + 8;
  return Buffer.concat([head, index(samples, sampleMs, start), box("mdat", ...samples)]);
}

function index(samples: readonly Buffer[], sampleMs: number, start: number): Buffer {
  const duration = u32(sampleMs * samples.length);
  const config = box(
    "avcC",
    Buffer.from([1, 66, 0xc0, 10, 0xff, 0xe1]),
    u16(sequence.length),
    sequence,
    Buffer.from([1]),
    u16(picture.length),
    picture,
  );
  const entry = box(
    "avc1",
    zeros(6),
    u16(1),
    zeros(16),
    u16(WIDTH),
    u16(HEIGHT),
    u32(0x480000),
    u32(0x480000),
    zeros(4),
    u16(1),
    zeros(32),
    u16(24),
    u16(0xffff),
    config,
  );
  const table = box(
    "stbl",
    full("stsd", 0, u32(1), entry),
    full("stts", 0, u32(1), u32(samples.length), u32(sampleMs)),
    full("stsc", 0, u32(1), u32(1), u32(samples.length), u32(1)),
    full("stsz", 0, u32(0), u32(samples.length), ...samples.map(({ length }) => u32(length))),
    full("stco", 0, u32(1), u32(start)),
  );
  const media = box(
    "mdia",
    full("mdhd", 0, zeros(8), u32(TIMESCALE), duration, u16(0x55c4), u16(0)),
    full("hdlr", 0, zeros(4), Buffer.from("vide"), zeros(12), Buffer.from("Sandbox\0")),
    box("minf", full("vmhd", 1, zeros(8)), box("dinf", full("dref", 0, u32(1), full("url ", 1))), table),
  );
  const sizes = [WIDTH, HEIGHT].map((size) => u32(size * 0x10000));
  const track = box("trak", full("tkhd", 3, zeros(8), u32(1), zeros(4), duration, zeros(16), MATRIX, ...sizes), media);
  const movie = full(
    "mvhd",
    0,
    zeros(8),
    u32(TIMESCALE),
    duration,
    u32(0x10000),
    u16(0x100),
    zeros(10),
    MATRIX,
    zeros(24),
    u32(2),
  );
  return box("moov", movie, track);
}
