import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toRequest } from "../endpoint";
import { GatewayError } from "../errors";
import { read, refused } from "../fixtures/reading";
import fixtures from "../fixtures/drivers.json";
import { Secret } from "../secret";
import * as gateway from ".";

const photo = new Secret("/9j/4AAQSkZJRg==");
const driver = {
  firstName: "Iris",
  code: "D7",
  gender: "female",
  groupId: "g1",
  licence: { number: "L1", validUntil: "2027-05-31" },
} as const;
const wire = {
  firstName: "Iris",
  lastName: "",
  driverCode: "D7",
  groupId: "g1",
  gender: 2,
  phone: "",
  email: "",
  description: "",
  driverLicenseInfo: { licenseNo: "L1", validTime: "2027-05-31T23:59:59" },
};

describe("drivers", () => {
  test("are searched as in the example", () => {
    const input = { driverIds: ["521728422020533248"] as [string], pageSize: 10 };
    expect(toRequest(gateway.listDrivers, input).body).toEqual({
      groupId: "",
      driverIds: ["521728422020533248"],
      distributionStatus: -1,
      fuzzySearch: "",
      relatedVehicle: -1,
      pageIndex: 1,
      pageSize: 10,
    });
    expect(toRequest(gateway.listDrivers, { faceState: "notApplied", linked: false }).body).toMatchObject({
      distributionStatus: 0,
      relatedVehicle: 1,
    });
    expect(toRequest(gateway.listDrivers, {}).body).not.toHaveProperty("driverIds");
    expect(refused(gateway.listDrivers, { driverIds: [] })).toMatch(/^driverIds/);
  });

  test("are read, women as 2", () => {
    expect(read(gateway.listDrivers, fixtures.drivers)).toEqual({
      items: [
        {
          id: "xxxxxx",
          name: "xxxxxx",
          code: "xxxxxx",
          gender: "unknown",
          groupId: "xxxxxx",
          groupName: "xxxxxx",
          phone: " xxxxxx",
          email: " xxxxxx",
          description: "xxxxxx",
          photoUrl: null,
          faceState: "notApplied",
          faceErrors: [],
          vehicles: [{ id: "xxxxxx", plate: "xxxxxx", deviceSerial: "xxxxxx" }],
          licence: { number: "xxxxxx", validUntil: null, pictureUrl: null },
        },
      ],
      total: null,
      skipped: 0,
    });
    expect(read(gateway.listDrivers, fixtures.driversFilled).items).toMatchObject([
      {
        gender: "female",
        faceState: "failed",
        faceErrors: [{ vehicleId: "v1", vehicleName: "AB 12", deviceSerial: "CA5565496", code: "EVZ20007" }],
        vehicles: [],
        licence: { number: "L1", validUntil: "2027-05-31" },
      },
      { id: "d2", gender: "male", faceState: "applied", licence: { number: null } },
    ]);
  });

  test("adding needs a name and a photo, which stays hidden", () => {
    const { body } = toRequest(gateway.addDriver, { ...driver, photo });
    expect(body).toEqual({ ...wire, relateVehicleIds: [], photoData: photo });
    expect(JSON.stringify(body)).not.toContain("/9j/");
    expect(read(gateway.addDriver, fixtures.driverAdded)).toEqual({ driverId: "xxxxxx" });
    expect(refused(gateway.addDriver, { ...driver, firstName: undefined, photo })).toBe("firstName");
    expect(refused(gateway.addDriver, driver)).toBe("photo");
    expect(refused(gateway.addDriver, { ...driver, photo: "/9j/" })).toBe("photo");
    expect(refused(gateway.addDriver, { ...driver, photo, licence: { number: "1", validUntil: "soon" } })).toBe(
      "licence.validUntil",
    );
    const many = Array.from({ length: 101 }, (_, index) => `v${index}`);
    expect(refused(gateway.addDriver, { ...driver, photo, vehicleIds: many })).toBe("vehicleIds");
  });

  test("a change names the vehicles, taking all of them is another call", () => {
    const input = { ...driver, driverId: "d1" };
    expect(toRequest(gateway.updateDriver, { ...input, vehicleIds: ["v1", "v2"] }).body).toEqual({
      ...wire,
      driverId: "d1",
      relateVehicleIds: ["v1", "v2"],
    });
    expect(toRequest(gateway.updateDriverWithoutVehicles, { ...input, photo }).body).toEqual({
      ...wire,
      driverId: "d1",
      relateVehicleIds: [],
      photoData: photo,
    });
    expect(refused(gateway.updateDriverWithoutVehicles, { ...input, vehicleIds: ["v1"] })).toBe("vehicleIds");
  });

  test("whatever is passed, the ordinary change unlinks nobody from everything", () => {
    const lists = fc.oneof(fc.array(fc.string()), fc.constantFrom(undefined, null, "", {}, [null]));
    fc.assert(
      fc.property(lists, (vehicleIds) => {
        try {
          const { body } = toRequest(gateway.updateDriver, { ...driver, driverId: "d1", vehicleIds } as never);
          expect((body?.["relateVehicleIds"] as unknown[]).length).toBeGreaterThan(0);
        } catch (error) {
          if (!(error instanceof GatewayError)) throw error;
          expect(error.field).toMatch(/^vehicleIds/);
        }
      }),
    );
  });

  test("deleting needs ids", () => {
    expect(toRequest(gateway.deleteDrivers, { driverIds: ["d1"] }).body).toEqual({ driverIdList: ["d1"] });
    expect(refused(gateway.deleteDrivers, { driverIds: [] })).toMatch(/^driverIds/);
  });
});

describe("groups", () => {
  test("come as a bare list", () => {
    expect(toRequest(gateway.listDriverGroups, { groupIds: ["xxxxxx"] }).body).toEqual({
      driverGroupIdList: ["xxxxxx"],
    });
    expect(toRequest(gateway.listDriverGroups, {}).body).toEqual({});
    const items = [{ id: "xxxxxxx", name: "xxxxxxx", areaId: "xxxxxxx", areaName: "xxxxxxx", drivers: 1 }];
    expect(read(gateway.listDriverGroups, fixtures.groups)).toEqual({ items, skipped: 0 });
    const named = { errorCode: "0", data: { DriverGroupInfo: fixtures.groups.data } };
    expect(read(gateway.listDriverGroups, named)).toEqual({ items, skipped: 0 });
    expect(read(gateway.listDriverGroups, fixtures.done).items).toEqual([]);
  });

  test("are added, changed, deleted", () => {
    expect(toRequest(gateway.addDriverGroup, { name: "Night", areaId: "a1" }).body).toEqual({
      driverGroupName: "Night",
      relatedAreaId: "a1",
    });
    expect(read(gateway.addDriverGroup, fixtures.groupAdded)).toEqual({ groupId: "xxxxxx" });
    expect(toRequest(gateway.updateDriverGroup, { groupId: "g1", name: "Night", areaId: "a1" }).body).toEqual({
      id: "g1",
      driverGroupName: "Night",
      relatedAreaId: "a1",
    });
    expect(toRequest(gateway.deleteDriverGroups, { groupIds: ["g1"] }).body).toEqual({ driverGroupIdList: ["g1"] });
    expect(refused(gateway.deleteDriverGroups, { groupIds: [] })).toMatch(/^groupIds/);
    expect(refused(gateway.listDriverGroups, { groupIds: [] })).toMatch(/^groupIds/);
  });
});

describe("face pictures", () => {
  test("start, with or without a task", () => {
    expect(toRequest(gateway.startDriverFaces, { driverIds: ["d1", "d1"] }).body).toEqual({ driverIds: ["d1"] });
    expect(read(gateway.startDriverFaces, fixtures.facesStarted)).toEqual({ taskId: "xxxxxx" });
    expect(read(gateway.startDriverFaces, fixtures.done)).toEqual({ taskId: null });
    expect(refused(gateway.startDriverFaces, { driverIds: [] })).toMatch(/^driverIds/);
  });

  test("are done when successes and failures add up", () => {
    expect(toRequest(gateway.getDriverFaceStatus, { taskId: "t1" }).body).toEqual({ guid: "t1" });
    expect(read(gateway.getDriverFaceStatus, fixtures.faceStatusUnderWay)).toEqual({
      total: 3,
      succeeded: 1,
      failures: [{ driverId: "d2", driverName: "Ben", plate: "AB 12", deviceSerial: "CA5565496", code: "EVZ20007" }],
      done: false,
    });
    // The guide's own example counts one more than there are.
    expect(read(gateway.getDriverFaceStatus, fixtures.faceStatus)).toMatchObject({
      total: 2,
      succeeded: 2,
      done: true,
    });
    expect(read(gateway.getDriverFaceStatus, fixtures.done)).toMatchObject({ total: null, done: false });
  });
});
