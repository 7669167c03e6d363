import { expect, it } from "vitest";
import { pictureType } from "./pictures";

it("tells pictures by their first bytes", () => {
  expect(pictureType(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0]))).toBe("image/jpeg");
  expect(pictureType(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]))).toBe("image/png");
  for (const other of ["<svg onload=alert(1)>", "GIF89a", "hikencodepicture", "", "\u0089PNG"]) {
    expect(pictureType(Buffer.from(other)), other).toBeNull();
  }
});
