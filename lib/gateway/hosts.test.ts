import { describe, expect, test } from "vitest";
import { mayBePrivate, mayFetchFrom, safeAreaDomain } from "./hosts";

const configured = "https://ieu.hikcentralconnect.com";

describe("the area domain of a token", () => {
  test.each([
    ["https://isgp.hikcentralconnect.com", "https://isgp.hikcentralconnect.com"],
    ["https://ius-team.hikcentralconnect.com/", "https://ius-team.hikcentralconnect.com"],
    ["https://hikcentralconnectru.com", "https://hikcentralconnectru.com"],
    [configured, configured],
  ])("%s is followed", (offered, origin) => {
    expect(safeAreaDomain(offered, configured)).toBe(origin);
  });

  test.each([
    "https://hikcentralconnect.com.evil.io",
    "https://evilhikcentralconnect.com",
    "https://isgp.hikcentralconnect.com@evil.io",
    "https://user:pass@isgp.hikcentralconnect.com",
    "http://isgp.hikcentralconnect.com",
    "https://isgp.hikcentralconnect.com:8443",
    "https://isgp.hikcentralconnect.com/path",
    "https://isgp.hikcentralconnect.com/?to=evil",
    "https://127.0.0.1",
    "http://169.254.169.254",
    "file:///etc/passwd",
    "isgp.hikcentralconnect.com",
    "",
  ])("%s is not", (offered) => {
    expect(safeAreaDomain(offered, configured)).toBeNull();
  });

  test("a gateway at an address of one's own may name itself, with its port", () => {
    expect(safeAreaDomain("http://127.0.0.1:4300", "http://127.0.0.1:4300")).toBe("http://127.0.0.1:4300");
    expect(safeAreaDomain("http://127.0.0.1:4301", "http://127.0.0.1:4300")).toBeNull();
  });
});

describe("pictures", () => {
  test.each([
    "https://testuslite.ezvizlife.com/image/pic/1?c=2",
    "https://hcc-prod.s3.ap-southeast-1.amazonaws.com/x.jpeg?X-Amz-Expires=900",
    "https://hcc-prod.s3-eu-west-1.amazonaws.com/x.jpeg",
    "https://ieu.hikcentralconnect.com/pic",
    "https://pictures.example.org/pic",
  ])("%s may be fetched", (address) => {
    expect(mayFetchFrom(address, configured, ["pictures.example.org"])).toBe(true);
  });

  test.each([
    "http://testuslite.ezvizlife.com/image",
    "https://amazonaws.com/x",
    "https://evil.com/s3.eu-west-1.amazonaws.com",
    "https://x.s3.eu-west-1.amazonaws.com.evil.io/x",
    "https://user@testuslite.ezvizlife.com/x",
    "http://127.0.0.1/x",
    "http://[::1]/x",
    "ftp://testuslite.ezvizlife.com/x",
    "data:image/png;base64,AAAA",
    "https://pictures.example.org:8080/pic",
  ])("%s may not", (address) => {
    expect(mayFetchFrom(address, configured, ["pictures.example.org"])).toBe(false);
  });

  test("the sandbox's own host counts only with its port and scheme", () => {
    expect(mayFetchFrom("http://127.0.0.1:4300/image/pic/1", "http://127.0.0.1:4300", [])).toBe(true);
    expect(mayFetchFrom("http://127.0.0.1:5432/", "http://127.0.0.1:4300", [])).toBe(false);
    expect(mayFetchFrom("https://127.0.0.1:4300/", "http://127.0.0.1:4300", [])).toBe(false);
  });

  test("only hosts that the operator named may stand at private addresses", () => {
    const listed = ["pictures.example.org"];
    expect(mayBePrivate("http://127.0.0.1:4300/x", "http://127.0.0.1:4300", listed)).toBe(true);
    expect(mayBePrivate("https://pictures.example.org/x", configured, listed)).toBe(true);
    expect(mayBePrivate("https://hcc-prod.s3.eu-west-1.amazonaws.com/x", configured, listed)).toBe(false);
    expect(mayBePrivate("https://testuslite.ezvizlife.com/x", configured, listed)).toBe(false);
  });
});
