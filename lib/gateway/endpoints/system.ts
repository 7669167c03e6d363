import { z } from "zod";
import { endpoint } from "../endpoint";
import { Secret } from "../secret";
import { nothingAsked, pageFields, secret, text } from "../strict";
import {
  pageOf,
  readDate,
  readId,
  readIdOrNull,
  readInteger,
  readObjectOrNull,
  readRows,
  readText,
  readWord,
  record,
} from "../tolerant";

/** A gateway session. `expiresAt` is up to seven days ahead; real tokens sometimes die earlier. */
export interface Token {
  readonly accessToken: Secret;
  readonly expiresAt: Date;
  readonly userId: string | null;
  /** Where later calls go, with its scheme. Not yet trusted: see trap 19 of the notes. */
  readonly areaDomain: string | null;
}

/** The key to every camera of the account; it stays on the server. */
export interface StreamToken {
  readonly appKey: string | null;
  readonly appToken: Secret;
  /** The streaming cloud's address, with its scheme. */
  readonly domain: string | null;
  readonly expiresAt: Date | null;
}

export interface SystemProperties {
  readonly systemId: string | null;
}

const packageKinds = { 1: "free", 2: "trial", 3: "purchased", 4: "complimentary" } as const;
const packageStates = { 0: "normal", 1: "exceeded", 2: "expiring", 3: "expired" } as const;
const services = {
  serviceVideo: "video",
  serviceVehicle: "vehicle",
  serviceAlarmDetection: "alarmDetection",
} as const;

const secretText = () =>
  z
    .string()
    .trim()
    .min(1)
    .transform((value) => new Secret(value));

/**
 * Logs in and gives the token for every other call. No Token header. Calling again restores the seven days; counts
 * against the five requests a second. `expireTime` is read as epoch seconds or milliseconds. The secret key is sent as a
 * string, as in the example (the table says Number). Unknown key or wrong region: OPEN000001. Guide 5.1.1.
 */
export const issueToken = endpoint({
  name: "system.token",
  path: "POST /platform/v1/token/get",
  section: "5.1.1",
  kind: "idempotent",
  auth: false,
  timeoutMs: 10_000,
  input: z
    .strictObject({ appKey: text(64), secretKey: secret(64) })
    .transform(({ appKey, secretKey }) => ({ appKey, secretKey })),
  output: record({
    accessToken: secretText(),
    expireTime: readDate().pipe(z.date()),
    userId: readIdOrNull(),
    areaDomain: readIdOrNull(),
  }).transform(({ accessToken, expireTime, userId, areaDomain }): Token => {
    return { accessToken, expiresAt: expireTime, userId, areaDomain };
  }),
});

/** The platform's own id. Guide 5.1.2. */
export const getSystemProperties = endpoint({
  name: "system.properties",
  path: "GET /platform/v1/systemproperties",
  section: "5.1.2",
  kind: "read",
  input: nothingAsked(),
  output: z.preprocess(
    (data) => data ?? {},
    record({ systemGUID: readIdOrNull() }).transform(({ systemGUID }): SystemProperties => ({ systemId: systemGUID })),
  ),
});

const ServicePackageOverview = record({
  serviceType: readWord(services),
  packageType: readWord(packageKinds),
  usingAmount: readInteger(),
  remainingAmount: readInteger(),
  totalAmount: readInteger(),
  lastExpiredTime: readDate(),
  packageStatus: readWord(packageStates),
  cloudStorage: readObjectOrNull(
    record({
      usingAmountFor7Days: readInteger(),
      usingAmountFor30Days: readInteger(),
      remainingAmount: readInteger(),
    }).transform((storage) => ({
      usedFor7Days: storage.usingAmountFor7Days,
      usedFor30Days: storage.usingAmountFor30Days,
      remaining: storage.remainingAmount,
    })),
  ),
}).transform((row) => ({
  service: row.serviceType,
  package: row.packageType,
  state: row.packageStatus,
  used: row.usingAmount,
  remaining: row.remainingAmount,
  total: row.totalAmount,
  lastExpiresAt: row.lastExpiredTime,
  cloudStorage: row.cloudStorage,
}));

const ServicePackage = record({
  serviceType: readWord(services),
  packageType: readWord(packageKinds),
  purchaseAmount: readInteger(),
  activationTime: readDate(),
  expiredTime: readDate(),
  cloudStorage: readRows(
    record({ storageType: readText(), purchaseAmount: readInteger() }).transform((row) => ({
      storage: row.storageType,
      purchased: row.purchaseAmount,
    })),
  ),
}).transform((row) => ({
  service: row.serviceType,
  package: row.packageType,
  purchased: row.purchaseAmount,
  activatedAt: row.activationTime,
  expiresAt: row.expiredTime,
  cloudStorage: row.cloudStorage.items,
}));

/** One service of the account's plan, summed up; amounts count channels. */
export type ServicePackageOverview = z.output<typeof ServicePackageOverview>;
/** One package bought, granted or tried; amounts count channels. */
export type ServicePackage = z.output<typeof ServicePackage>;

export interface ServicePackages {
  readonly overview: ServicePackageOverview[];
  readonly packages: ServicePackage[];
  readonly skipped: number;
}

/**
 * What the account's plan covers and when it ends. Times come as milliseconds in strings although the table says ISO
 * 8601; both are read. Cloud storage of a package may be a list or an object. Guide 5.1.2, A.3.150, A.3.151.
 */
export const getServicePackages = endpoint({
  name: "system.servicePackages",
  path: "GET /platform/v1/servicepackage",
  section: "5.1.2",
  kind: "read",
  input: nothingAsked(),
  output: z.preprocess(
    (data) => data ?? {},
    record({
      packageOverview: readObjectOrNull(record({ servicePackageOverview: readRows(ServicePackageOverview) })),
      packageDetails: readObjectOrNull(record({ servicePackage: readRows(ServicePackage) })),
    }).transform(({ packageOverview, packageDetails }): ServicePackages => {
      const overview = packageOverview?.servicePackageOverview;
      const packages = packageDetails?.servicePackage;
      return {
        overview: overview?.items ?? [],
        packages: packages?.items ?? [],
        skipped: (overview?.skipped ?? 0) + (packages?.skipped ?? 0),
      };
    }),
  ),
});

/**
 * The streaming token of the whole account, valid seven days, restored by calling again. Its `expireTime` is
 * milliseconds in a string, unlike the gateway token's. Never hand it to a browser. Guide 5.1.2.
 */
export const getStreamToken = endpoint({
  name: "system.streamToken",
  path: "GET /platform/v1/streamtoken/get",
  section: "5.1.2",
  kind: "read",
  timeoutMs: 10_000,
  input: nothingAsked(),
  output: record({
    appKey: readIdOrNull(),
    appToken: secretText(),
    streamAreaDomain: readIdOrNull(),
    expireTime: readDate(),
  }).transform(({ appKey, appToken, streamAreaDomain, expireTime }): StreamToken => {
    return { appKey, appToken, domain: streamAreaDomain, expiresAt: expireTime };
  }),
});

const User = record({ id: readId(), name: readText() });

/** A user of the vendor's platform, to be named as a recipient in alarm rules. */
export type User = z.output<typeof User>;

/** Users of the vendor's platform. Page size as elsewhere; the guide names no limit. Guide 5.1.2, A.3.165. */
export const listUsers = endpoint({
  name: "users.list",
  path: "POST /platform/v1/users/get",
  section: "5.1.2",
  kind: "read",
  paging: { style: "pageIndex", max: 500 },
  input: z.strictObject(pageFields(500)).transform(({ page, pageSize }) => ({ pageIndex: page, pageSize })),
  output: pageOf("user", User),
});
