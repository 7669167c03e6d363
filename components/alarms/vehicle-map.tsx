"use client";

import { cx } from "@/components/ui/cx";

/** Where a vehicle was. Degrees, north and east positive; heading clockwise from north. */
export interface Place {
  latitude: number;
  longitude: number;
  heading: number | null;
}

type Loose = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Loose => typeof value === "object" && value !== null;
const number = (value: unknown) => (typeof value === "number" && Number.isFinite(value) ? value : null);

function placeOf(value: unknown): Place[] {
  if (!isObject(value)) return [];
  const [latitude, longitude] = [number(value["latitude"]), number(value["longitude"])];
  if (latitude === null || longitude === null) return [];
  return [{ latitude, longitude, heading: number(value["heading"]) }];
}

/** The way of a vehicle as its alarm tells it, the present place last; empty without a fix. */
export function placesOf(vehicle: unknown): Place[] {
  if (!isObject(vehicle)) return [];
  const trail = Array.isArray(vehicle["trail"]) ? vehicle["trail"].flatMap(placeOf) : [];
  return [...trail, ...placeOf(vehicle["position"])];
}

const [width, height, edge] = [280, 160, 26];
const METRES_PER_DEGREE = 111_320;
/** A vehicle that stands still is not drawn as if it had crossed the map. */
const leastMetres = 200;

/** Round figures that fit a scale bar. */
function scaleOf(metres: number): number {
  const power = 10 ** Math.floor(Math.log10(metres));
  return [5, 2, 1].map((step) => step * power).find((length) => length <= metres) ?? power;
}

/** Pixels of each place, and the metres of a pixel. Flat: a vehicle's way is short beside the globe. */
export function drawn(places: readonly Place[]) {
  const last = places.at(-1) ?? { latitude: 0, longitude: 0 };
  const shrink = Math.cos((last.latitude * Math.PI) / 180);
  const metres = places.map(({ latitude, longitude }) => ({
    x: (longitude - last.longitude) * METRES_PER_DEGREE * shrink,
    y: (last.latitude - latitude) * METRES_PER_DEGREE,
  }));
  const span = (of: "x" | "y") =>
    [Math.min(...metres.map((one) => one[of])), Math.max(...metres.map((one) => one[of]))] as const;
  const [[left, right], [top, bottom]] = [span("x"), span("y")];
  const scale = Math.max(
    leastMetres / (width - 2 * edge),
    (right - left) / (width - 2 * edge),
    (bottom - top) / (height - 2 * edge),
  );
  const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2];
  return {
    metresPerPixel: scale,
    points: metres.map(({ x, y }) => ({
      x: width / 2 + (x - middleX) / scale,
      y: height / 2 + (y - middleY) / scale,
    })),
  };
}

const lengthWords = (metres: number) => (metres >= 1_000 ? `${metres / 1_000} km` : `${metres} m`);

/** A drawing without anybody's map behind it: north is up, the scale is said. */
export function VehicleMap({ places, className }: { places: readonly Place[]; className?: string }) {
  const { points, metresPerPixel } = drawn(places);
  const [here, heading] = [points.at(-1), places.at(-1)?.heading ?? null];
  if (here === undefined) return null;
  const bar = scaleOf(metresPerPixel * 80);
  const length = bar / metresPerPixel;
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`Where the vehicle was, north up. The bar is ${lengthWords(bar)}.`}
      className={cx("w-full rounded-sm border border-line bg-sunken", className)}
    >
      <g className="stroke-line" strokeWidth="1">
        {[1, 2, 3].map((line) => (
          <line key={`x${line}`} x1={(width / 4) * line} x2={(width / 4) * line} y1="0" y2={height} />
        ))}
        {[1, 2].map((line) => (
          <line key={`y${line}`} x1="0" x2={width} y1={(height / 3) * line} y2={(height / 3) * line} />
        ))}
      </g>
      {points.length > 1 ? (
        <polyline
          points={points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ")}
          className="fill-none stroke-fg-faint"
          strokeWidth="2"
          strokeLinejoin="round"
          strokeDasharray="4 3"
        />
      ) : null}
      {points.slice(0, -1).map(({ x, y }, at) => (
        <circle key={at} cx={x} cy={y} r="2.5" className="fill-fg-faint" />
      ))}
      <g transform={`translate(${here.x} ${here.y})`}>
        {heading === null ? (
          <circle r="6" className="fill-accent stroke-canvas" strokeWidth="2" />
        ) : (
          <path
            d="M0 -9 L6.5 7 L0 3.5 L-6.5 7 Z"
            transform={`rotate(${heading})`}
            className="fill-accent stroke-canvas"
            strokeWidth="1.5"
          />
        )}
      </g>
      <g className="fill-fg-faint text-2xs">
        <text x={width - 14} y="18" textAnchor="middle">
          N
        </text>
        <path d={`M${width - 14} 22 v10 m-3 -7 l3 -3 l3 3`} className="fill-none stroke-fg-faint" strokeWidth="1.25" />
        <path d={`M10 ${height - 12} h${length.toFixed(1)}`} className="stroke-fg-faint" strokeWidth="2" />
        <text x="10" y={height - 17}>
          {lengthWords(bar)}
        </text>
      </g>
    </svg>
  );
}
