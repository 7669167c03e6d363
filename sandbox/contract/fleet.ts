import { integer, object, paging, post, required, text, texts } from "./fields";
import type { Endpoint } from "./fields";

const vehicle = [
  text("licensePlateNo", { required, max: 64 }),
  integer("vehicleType", { required, range: [0, 3] }),
  text("driverFirstName", { max: 64 }),
  text("driverLastName", { max: 64 }),
  text("driverPhoneNo", { max: 64 }),
  text("pictureKey", { max: 512 }),
  text("deviceSerial", { max: 32 }),
  text("extend", { max: 512 }),
];

// Phone, mail and description are "required" there, which a blank text satisfies.
const driver = [
  text("firstName", { max: 64 }),
  text("lastName", { max: 64 }),
  text("driverCode", { required, max: 64 }),
  integer("gender", { required, range: [0, 2] }),
  text("groupId", { required }),
  text("phone", { max: 32 }),
  text("email", { max: 64 }),
  text("description", { max: 128 }),
  texts("relateVehicleIds", { most: 100 }),
  object("driverLicenseInfo", [text("licenseNo"), text("validTime"), text("imageData")], { required }),
];

/** Chapter 5.9 as this gateway enforces it. */
export const fleetContract: readonly Endpoint[] = [
  post("5.9.1", "/resource/v1/areas/vehicles/add", [text("areaId", { required, max: 64 }), ...vehicle]),
  post("5.9.2", "/resource/v1/areas/vehicles/{id}/update", vehicle),
  post("5.9.3", "/resource/v1/areas/vehicles/get", [
    ...paging,
    object("filter", [text("areaID", { max: 64 }), text("includeSubArea", { oneOf: ["0", "1"] }), texts("vehicleID")]),
  ]),
  post("5.9.4", "/resource/v1/picture/uploadparam/get", [text("format", { required, oneOf: ["jpg", "JPG"] })]),
  post("5.9.5", "/resource/v1/accstatus/search", [text("vehicleIds"), text("deviceSerials")]),
  post("5.9.6", "/vehicle/v1/driver/batchquery", [
    ...paging,
    text("groupId"),
    texts("driverIds"),
    integer("distributionStatus", { range: [-1, 3] }),
    text("fuzzySearch"),
    integer("relatedVehicle", { range: [-1, 2] }),
  ]),
  post("5.9.7", "/vehicle/v1/driver/add", [...driver, text("photoData", { required })]),
  post("5.9.8", "/vehicle/v1/driver/update", [text("driverId", { required }), ...driver, text("photoData")]),
  post("5.9.9", "/vehicle/v1/driver/batchdel", [texts("driverIdList", { required })]),
  post("5.9.10", "/vehicle/v1/driverGroup/batchquery", [texts("driverGroupIdList")]),
  post("5.9.11", "/vehicle/v1/driverGroup/add", [
    text("driverGroupName", { required, max: 64 }),
    text("relatedAreaId", { required }),
  ]),
  post("5.9.12", "/vehicle/v1/driverGroup/update", [
    text("id", { required }),
    text("driverGroupName", { required, max: 64 }),
    text("relatedAreaId", { required }),
  ]),
  post("5.9.13", "/vehicle/v1/driverGroup/batchdel", [texts("driverGroupIdList", { required })]),
  post("5.9.14", "/vehicle/v1/driverFace/distribution", [texts("driverIds", { required })]),
  post("5.9.15", "/vehicle/v1/driverFace/status/query", [text("guid", { required })]),
];
