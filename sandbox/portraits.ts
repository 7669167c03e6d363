import { Random } from "./random";
import { escapeXml } from "./scenes";

const SKINS = ["#f1c9a5", "#d9a066", "#a86b3c", "#7a4a2b", "#54331f"] as const;
const HAIRS = ["#1d1a18", "#4a3020", "#8a5a2b", "#c9a25a", "#9b9b9b"] as const;
const CLOTHES = ["#2f4858", "#7b3b3b", "#3f6b4f", "#5a4a78", "#8a6d3b"] as const;

/** A face that is always the same for the same key; `caption` and a backdrop make it a door's snapshot. */
export function drawPortrait(key: string, caption: string | null): string {
  const random = new Random(`portrait/${key}`);
  const [skin, hair, clothes] = [random.pick(SKINS), random.pick(HAIRS), random.pick(CLOTHES)];
  const [width, long] = [random.between(58, 72), random.chance(0.5)];
  const backdrop = caption === null ? "#dfe4e8" : "#8d979e";
  const label =
    caption === null
      ? ""
      : `<rect y="292" width="320" height="28" fill="#000" fill-opacity="0.55"/>` +
        `<text x="10" y="311" font-family="sans-serif" font-size="15" fill="#fff">${escapeXml(caption)}</text>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="320" viewBox="0 0 320 320">` +
    `<rect width="320" height="320" fill="${backdrop}"/>` +
    `<path d="M50 320 Q60 235 160 230 Q260 235 270 320 Z" fill="${clothes}"/>` +
    `<rect x="138" y="190" width="44" height="52" rx="18" fill="${skin}"/>` +
    (long ? `<ellipse cx="160" cy="150" rx="${width + 18}" ry="98" fill="${hair}"/>` : "") +
    `<ellipse cx="160" cy="140" rx="${width}" ry="80" fill="${skin}"/>` +
    `<path d="M${160 - width} 130 Q160 ${random.between(20, 60)} ${160 + width} 130 Q160 90 ${160 - width} 130 Z" fill="${hair}"/>` +
    `<circle cx="136" cy="142" r="6" fill="#222"/><circle cx="184" cy="142" r="6" fill="#222"/>` +
    `<path d="M138 184 Q160 ${random.between(188, 204)} 182 184" stroke="#6b3a33" stroke-width="5" fill="none"/>` +
    label +
    `</svg>`
  );
}
