import { expect, test } from "vitest";
import { cookieText, keptCookies } from "./kept-cookie";

test("over https a choice is the host's own and never sent without TLS; over http it works as well", () => {
  const kept = (secure: boolean) => cookieText("gatehouse-zone", "Asia/Kathmandu", { secure });
  expect(kept(true)).toBe("__Host-gatehouse-zone=Asia%2FKathmandu; path=/; max-age=31536000; samesite=lax; secure");
  expect(kept(false)).toBe("gatehouse-zone=Asia%2FKathmandu; path=/; max-age=31536000; samesite=lax");
});

test("over https a cookie that another host or plain http could have set is not read", () => {
  const sent = [
    { name: "gatehouse-theme", value: "light" },
    { name: "__Host-gatehouse-theme", value: "dark" },
  ];
  expect(keptCookies(sent, { secure: true }).get("gatehouse-theme")).toBe("dark");
  expect(keptCookies(sent.slice(0, 1), { secure: true }).size).toBe(0);
  expect(keptCookies(sent, { secure: false }).get("gatehouse-theme")).toBe("light");
});
