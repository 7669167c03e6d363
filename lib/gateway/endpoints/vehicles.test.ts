import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toRequest } from "../endpoint";
import { GatewayError } from "../errors";
import { read, refused } from "../fixtures/reading";
import fixtures from "../fixtures/vehicles.json";
import { readGps, readVehicleRelatedInfo } from "../vehicle-info";
import * as gateway from ".";

const van = {
  plate: "ADDDEEE",
  driverFirstName: "san",
  driverLastName: "zhang",
  driverPhone: "18611119999",
  deviceSerial: "J091122",
  type: "car",
  note: "this is a demo car",
} as const;
const wire = {
  licensePlateNo: "ADDDEEE",
  driverFirstName: "san",
  driverLastName: "zhang",
  driverPhoneNo: "18611119999",
  deviceSerial: "J091122",
  vehicleType: 1,
  extend: "this is a demo car",
};

test("chapters 5.9 to 5.11, and 5.6 but for its pass-through, are complete", () => {
  const paths = (sections: RegExp) =>
    new Set(gateway.endpoints.filter(({ section }) => sections.test(section)).map(({ path }) => path)).size;
  expect([paths(/^5\.6\.[1345]$/), paths(/^5\.9\./), paths(/^5\.1[01]\./)]).toEqual([12, 15, 3]);
});

describe("vehicles", () => {
  test("adding and changing", () => {
    const areaId = "2aeec98c14a4427f9ace6c48e91ab4cc";
    expect(toRequest(gateway.addVehicle, { areaId, ...van }).body).toEqual({ areaId, ...wire });
    expect(toRequest(gateway.updateVehicle, { id: areaId, ...van })).toEqual({
      method: "POST",
      path: `/resource/v1/areas/vehicles/${areaId}/update`,
      body: wire,
    });
    expect(read(gateway.addVehicle, fixtures.vehicleAdded)).toEqual({ vehicleId: areaId });
    expect(refused(gateway.addVehicle, { ...van, areaId: "-1" })).toBe("areaId");
    expect(refused(gateway.addVehicle, { ...van, areaId, type: "bike" })).toBe("type");
    expect(refused(gateway.updateVehicle, { ...van, id: "../x" })).toBe("id");
  });

  test("are listed, whole account or some", () => {
    expect(toRequest(gateway.listVehicles, { pageSize: 10 }).body).toEqual({
      pageIndex: 1,
      pageSize: 10,
      filter: { areaID: "-1", includeSubArea: "1" },
    });
    expect(toRequest(gateway.listVehicles, { vehicleIds: ["v1"], includeSubAreas: false }).body).toMatchObject({
      filter: { includeSubArea: "0", vehicleID: ["v1"] },
    });
    expect(refused(gateway.listVehicles, { vehicleIds: [] })).toMatch(/^vehicleIds/);
  });

  test("are read nested and flat", () => {
    const page = read(gateway.listVehicles, fixtures.vehicles);
    expect([page.total, page.skipped]).toEqual([85, 0]);
    expect(page.items).toEqual([
      {
        id: "ab51324d3c224335aa90b5036f1a2527",
        name: "test222",
        plate: "test222",
        type: "other",
        online: "online",
        areaId: null,
        areaName: null,
        deviceId: "2a19980bbd414a029f57b752ca675b95",
        deviceSerial: "G02907733",
        driverFirstName: "first name",
        driverLastName: "last name",
        driverPhone: "1232312",
        pictureUrl:
          "http://pictures.example.com/msvehicle/images/39c764aa5acd49a385222f479b34ddc6.jpg?X-Amz-Signature=0",
        note: null,
        speedLimitMetresPerSecond: null,
      },
      expect.objectContaining({
        plate: "yyyy",
        online: "offline",
        deviceId: null,
        driverPhone: null,
        pictureUrl: null,
      }),
    ]);
    expect(read(gateway.listVehicles, fixtures.vehiclesFlat)).toMatchObject({
      items: [{ id: "v1", plate: "AB 12", type: "truck", online: "unknown", speedLimitMetresPerSecond: 25 }],
      skipped: 1,
    });
  });

  test("the address for a picture is hidden", () => {
    expect(toRequest(gateway.getPictureUpload, {}).body).toEqual({ format: "jpg" });
    const { key, url } = read(gateway.getPictureUpload, fixtures.pictureUpload);
    expect(key).toBe("msvehicle/images/f718/2022-11-28/e39da74daa66463f8227960707fca60c.jpg");
    expect(url.reveal()).toContain("never-shown-3");
    expect(JSON.stringify({ key, url })).not.toContain("never-shown");
    const without = { errorCode: "0", data: { key: "k", url: "" } };
    expect(() => read(gateway.getPictureUpload, without)).toThrow("data.url");
  });
});

describe("ignition", () => {
  test("by vehicles or by devices, connected by commas", () => {
    expect(toRequest(gateway.getAccStatus, { vehicleIds: ["v1", "v2", "v1"] }).body).toEqual({ vehicleIds: "v1,v2" });
    const deviceSerials: [string, ...string[]] = ["CA5565496", "K70728087", "CA7911952", "CA2203964"];
    expect(toRequest(gateway.getAccStatus, { deviceSerials }).body).toEqual({
      deviceSerials: "CA5565496,K70728087,CA7911952,CA2203964",
    });
    expect(read(gateway.getAccStatus, fixtures.accStatus)).toEqual([
      { id: "CA5565496", ignition: "on" },
      { id: "K70728087", ignition: "off" },
      { id: "CA7911952", ignition: "unknown" },
    ]);
    expect(read(gateway.getAccStatus, { errorCode: "0", data: fixtures.accStatus.data.accStatusInfos })).toHaveLength(
      3,
    );
  });

  test("whatever is passed, some are named", () => {
    const lists = fc.oneof(fc.array(fc.string()), fc.constantFrom(undefined, null, "", "a,b"));
    const inputs = fc.record({ vehicleIds: lists, deviceSerials: lists }, { requiredKeys: [] });
    fc.assert(
      fc.property(inputs, (input) => {
        try {
          const { body } = toRequest(gateway.getAccStatus, input as never);
          expect(Object.values(body ?? {})).toEqual([expect.stringMatching(/^[^\s,]+(,[^\s,]+)*$/)]);
        } catch (error) {
          if (!(error instanceof GatewayError)) throw error;
          expect(error.kind).toBe("invalid-input");
        }
      }),
    );
  });
});

describe("positions", () => {
  const gps = (more: object) =>
    readGps().parse({
      ew: "W",
      lng: "3.7038",
      ns: "S",
      lat: 40.4168,
      direction: "90",
      height: 66700,
      speed: 3600000,
      ...more,
    });

  test("have signs, metres, and metres per second", () => {
    expect(gps({})).toEqual({
      longitude: -3.7038,
      latitude: -40.4168,
      heading: 90,
      altitudeMetres: 667,
      metresPerSecond: 10,
    });
    expect(gps({ ew: "e", ns: "n", height: null })).toMatchObject({
      longitude: 3.7038,
      latitude: 40.4168,
      altitudeMetres: null,
    });
    expect([gps({ direction: 32759 }), gps({ direction: -1 })]).toMatchObject([{ heading: 327.59 }, { heading: null }]);
    expect([gps({ lat: "91" }), gps({ lng: "" }), readGps().parse("")]).toEqual([null, null, null]);
  });

  test("of messages, with the vehicle", () => {
    expect(readVehicleRelatedInfo().parse(fixtures.vehicleRelatedInfo)).toEqual({
      id: "00cb99c553634775a2ccb297b9dd6daa",
      plate: "L26577577-aemd-veh5",
      speedLimitMetresPerSecond: 9_600_000 / 360_000,
      drivers: [{ id: null, name: "driver1", phone: null, code: null, photoUrl: null, licence: null }],
      position: null,
    });
    const flat = { gpsInfo: null, vehicleInfo: { id: "v1", licensePlateNo: "A", driverName: "Ben", driverPhone: "1" } };
    expect(readVehicleRelatedInfo().parse(flat)?.drivers).toMatchObject([{ name: "Ben", phone: "1" }]);
    expect(readVehicleRelatedInfo().parse({})).toBeNull();
  });
});
