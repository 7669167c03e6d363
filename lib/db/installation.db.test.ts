import { dbTest, expect } from "@/lib/testing/database";
import { checkInstallation } from "./installation";

const europe = { baseUrl: "https://ieu.hikcentralconnect.com", appKey: "key of the first customer" };

dbTest("a database stays with its account, and changes hands only on purpose", async () => {
  const live = { mode: "live", acceptInstallation: null } as const;
  expect(await checkInstallation(live, europe)).toBeNull();
  expect(await checkInstallation(live, europe)).toBeNull();

  const otherKey = await checkInstallation(live, { ...europe, appKey: "key of the second customer" });
  expect(otherKey).toContain("another access key");
  expect(otherKey).not.toContain("customer");
  const otherRegion = await checkInstallation(live, { ...europe, baseUrl: "https://ius.hikcentralconnect.com" });
  expect(otherRegion).toContain("belongs to the gateway https://ieu.hikcentralconnect.com");

  const mark = /GATEHOUSE_ACCEPT_INSTALLATION=(\w{8})/.exec(otherKey ?? "")?.[1] ?? null;
  const second = { ...europe, appKey: "key of the second customer" };
  expect(await checkInstallation({ mode: "live", acceptInstallation: "deadbeef" }, second)).not.toBeNull();
  expect(await checkInstallation({ mode: "live", acceptInstallation: mark }, second)).toBeNull();
  expect(await checkInstallation(live, second)).toBeNull();
});

dbTest("sandbox and live are never mixed, whatever is accepted", async () => {
  for (const acceptInstallation of [null, "deadbeef"]) {
    const refused = await checkInstallation({ mode: "sandbox", acceptInstallation }, europe);
    expect(refused).toContain("never mixed");
  }
});
