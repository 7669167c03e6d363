import { expect, it } from "vitest";
import { escapeXml } from "./scenes";
import { useSandbox } from "./testclient";

const box = useSandbox();
const THUMBNAIL = "/resource/v1/areas/cameras/thumbnail/get";
const CAPTURE = "/resource/v1/device/capturePic";
const camera = (name: string) => {
  const found = box.sandbox.world.lists.camera.find(({ resource }) => resource.name === name);
  if (!found) throw new Error(`no camera ${name}`);
  return found;
};
const download = async (url: unknown) => {
  const response = await fetch(String(url));
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
};

it("serves a thumbnail for a day", async () => {
  const { data } = await box.post(THUMBNAIL, { cameraID: camera("Main Entrance").resource.id, refresh: 1 });
  expect(data["isEncrypted"]).toBe(0);
  const picture = await download(data["pictureURL"]);
  expect([...picture.bytes.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
  await box.control("POST", "/clock", { advanceMs: 24 * 3600_000 + 2000 });
  expect((await download(data["pictureURL"])).status).toBe(403);
});

it("serves a capture for a quarter of an hour, and only under its signature", async () => {
  const { device, no } = camera("Loading Bay 2");
  const { data } = await box.post(CAPTURE, { deviceSerial: device.serialNo, channelNo: no });
  const url = String(data["captureUrl"]);
  expect((await download(url)).status).toBe(200);
  expect((await download(url.replace("Expires=900", "Expires=9000"))).status).toBe(403);
  await box.control("POST", "/clock", { advanceMs: 15 * 60_000 + 2000 });
  expect((await download(url)).status).toBe(403);
  expect((await box.control("GET", "/stats")).body["pictures"]).toMatchObject({ refused: expect.any(Number) });
});

it("does not count downloads as calls", async () => {
  const { data } = await box.post(THUMBNAIL, { cameraID: camera("Main Entrance").resource.id, refresh: 0 });
  for (let n = 0; n < 8; n++) await download(data["pictureURL"]);
  expect((await box.control("GET", "/stats")).body["arrivals"]).toBe(1);
});

it("serves an encrypted picture as such", async () => {
  const { resource, device } = camera("Server Room 1 (encrypted)");
  const thumbnail = await box.post(THUMBNAIL, { cameraID: resource.id, refresh: 1 });
  expect(thumbnail.data["isEncrypted"]).toBe(1);
  expect((await download(thumbnail.data["pictureURL"])).bytes.subarray(0, 16).toString()).toBe("hikencodepicture");
  const capture = await box.post(CAPTURE, { deviceSerial: device.serialNo, channelNo: 1 });
  expect(capture.data["isEncrypted"]).toBe(1);
});

it("has nothing from what is offline or unknown", async () => {
  const away = camera("Car Park Overview (PTZ)");
  expect((await box.post(THUMBNAIL, { cameraID: away.resource.id, refresh: 0 })).errorCode).toBe("VMS021314");
  expect((await box.post(CAPTURE, { deviceSerial: away.device.serialNo, channelNo: 1 })).errorCode).toBe("OPEN000554");
  const lost = camera("Loading Bay 1");
  await box.control("POST", `/cameras/${lost.resource.id}/offline`);
  expect((await box.post(CAPTURE, { deviceSerial: lost.device.serialNo, channelNo: lost.no })).data).toEqual({
    captureUrl: "",
    isEncrypted: 0,
  });
  expect((await box.post(CAPTURE, { deviceSerial: "Z00000000", channelNo: 1 })).errorCode).toBe("EVZ20002");
  expect((await box.post(CAPTURE, { deviceSerial: lost.device.serialNo, channelNo: 99 })).errorCode).toBe("OPEN000503");
  expect((await box.post(CAPTURE, { deviceSerial: [lost.device.serialNo], channelNo: 1 })).errorCode).toBe(
    "OPEN000008",
  );
});

it("doubles or empties the thumbnail address on demand", async () => {
  const ask = async () =>
    (await box.post(THUMBNAIL, { cameraID: camera("Main Entrance").resource.id, refresh: 1 })).data["pictureURL"];
  await box.control("POST", "/settings", { thumbnail: "doubled" });
  expect(await ask()).toContain(`${box.sandbox.url}/${box.sandbox.url}/image/pic/`);
  await box.control("POST", "/settings", { thumbnail: "empty" });
  expect(await ask()).toBe("");
});

it("keeps markup in a name out of the drawing", () => {
  expect(escapeXml('<img src=x onerror="a">&\u0000\ud800')).toBe("&lt;img src=x onerror=&quot;a&quot;&gt;&amp;");
});
