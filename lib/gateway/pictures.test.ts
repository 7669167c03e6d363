import { expect, it } from "vitest";
import { fileType, pictureType } from "./pictures";

it("tells pictures by their first bytes", () => {
  expect(pictureType(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0]))).toBe("image/jpeg");
  expect(pictureType(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]))).toBe("image/png");
  for (const other of ["<svg onload=alert(1)>", "GIF89a", "hikencodepicture", "", "\u0089PNG"]) {
    expect(pictureType(Buffer.from(other)), other).toBeNull();
  }
});

it("tells films from pictures that are packed like films", () => {
  const packed = (brand: string) => Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`ftyp${brand}\0\0\0\0`)]);
  for (const brand of ["isom", "mp42", "avc1", "iso5", "MSNV", "qt  "])
    expect(fileType(packed(brand))).toBe("video/mp4");
  for (const brand of ["heic", "mif1", "avif", "heix"]) expect(fileType(packed(brand)), brand).toBeNull();
  expect(fileType(Buffer.from([0, 0, 1, 0xba, 0x44]))).toBe("video/mpeg");
  expect(fileType(Buffer.from([0xff, 0xd8, 0xff, 0xe0]))).toBe("image/jpeg");
  expect(fileType(Buffer.from("<html>"))).toBeNull();
});
