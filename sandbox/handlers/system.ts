import { createHash } from "node:crypto";
import { idOfZone, timeZoneRows } from "../world/timezones";
import type { Handler } from "./handler";
import { page } from "./handler";

const WEEK_MS = 7 * 24 * 3600_000;
const NEVER = "7257916800000";
const SYSTEM_ZONE = idOfZone("Europe/London");

/** Guide 5.1.1. `expireTime` epoch seconds. */
const getToken: Handler = ({ tokens, settings, origin, world }, input) => {
  const { accessToken, expireTime } = tokens.issue(input.text("appKey"), input.text("secretKey"));
  const userId = digest(`${world.systemGuid}/user`);
  return { accessToken, expireTime, userId, areaDomain: settings.areaDomain ?? origin };
};

const getProperties: Handler = ({ world }) => ({ systemGUID: world.systemGuid });

/** Guide 5.1.2, A.3.150/151. Amounts are texts, times epoch ms as texts. */
const getServicePackage: Handler = ({ world, clock }) => {
  const used = world.lists.camera.length;
  const total = used + Math.max(8, Math.ceil(used / 4));
  const now = clock.now();
  const expiry = String(now + 200 * 24 * 3600_000);
  const soon = String(now + 20 * 24 * 3600_000);
  return {
    packageOverview: {
      servicePackageOverview: [
        {
          serviceType: "serviceVideo",
          packageType: "3",
          usingAmount: String(used),
          remainingAmount: String(total - used),
          totalAmount: String(total),
          lastExpiredTime: expiry,
          packageStatus: 0,
          cloudStorage: { usingAmountFor7Days: "2", usingAmountFor30Days: "1", remainingAmount: "5" },
        },
        {
          serviceType: "serviceVehicle",
          packageType: "1",
          usingAmount: "9",
          remainingAmount: "1",
          totalAmount: "10",
          lastExpiredTime: NEVER,
          packageStatus: 0,
        },
        {
          serviceType: "serviceAlarmDetection",
          packageType: "2",
          usingAmount: "6",
          remainingAmount: "2",
          totalAmount: "8",
          lastExpiredTime: soon,
          packageStatus: 2,
        },
      ],
    },
    packageDetails: {
      servicePackage: [
        {
          serviceType: "serviceVideo",
          packageType: "3",
          purchaseAmount: total - 8,
          activationTime: "1704067200000",
          expiredTime: expiry,
          cloudStorage: [{ storageType: "7Days", purchaseAmount: "8" }],
        },
        {
          serviceType: "serviceVideo",
          packageType: "1",
          purchaseAmount: 8,
          activationTime: "1704067200000",
          expiredTime: NEVER,
          cloudStorage: [],
        },
        {
          serviceType: "serviceVehicle",
          packageType: "1",
          purchaseAmount: 10,
          activationTime: "1704067200000",
          expiredTime: NEVER,
          cloudStorage: [],
        },
        {
          serviceType: "serviceAlarmDetection",
          packageType: "2",
          purchaseAmount: 8,
          activationTime: "1733011200000",
          expiredTime: soon,
          cloudStorage: [],
        },
      ],
    },
  };
};

/** Guide 5.1.2. `expireTime` is epoch ms as a text here. */
const getStreamToken: Handler = ({ world, clock, origin }) => ({
  appKey: digest(`${world.systemGuid}/stream`),
  appToken: `at.sandbox-${digest(`${world.systemGuid}/streamtoken`)}`,
  streamAreaDomain: origin,
  expireTime: String(clock.now() + WEEK_MS),
});

const getUsers: Handler = (context, input) =>
  page(context, input, context.world.users, "user", ({ id, name }) => ({ id, name }));

/** Guide 5.2.2, A.3.162. */
const getTimeZones: Handler = ({ clock }) => ({
  timeZone: timeZoneRows(new Date(clock.now()).getUTCFullYear()),
  systemTimeZoneID: SYSTEM_ZONE,
});

function digest(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

export const systemHandlers: Record<string, Handler> = {
  "/platform/v1/token/get": getToken,
  "/platform/v1/systemproperties": getProperties,
  "/platform/v1/servicepackage": getServicePackage,
  "/platform/v1/streamtoken/get": getStreamToken,
  "/platform/v1/users/get": getUsers,
  "/resource/v1/timezone/get": getTimeZones,
};
