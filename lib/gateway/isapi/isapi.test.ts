import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readIsapiStatus, type IsapiAnswer } from "./status";
import { escapeXml, parseXml, textOf, xml } from "./xml";

const asXml = (text: string): IsapiAnswer => ({ contentType: "application/xml", text });
const status = (code: number | string, sub = "") =>
  asXml(
    `<?xml version="1.0"?><ResponseStatus><statusCode>${code}</statusCode><subStatusCode>${sub}</subStatusCode></ResponseStatus>`,
  );

describe("xml", () => {
  test("whatever is written is read back, and nothing else with it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (first, second) => {
        const root = parseXml(xml("list", [xml("a", first), xml("b", second)]));
        expect(root?.children.map(({ name }) => name)).toEqual(["a", "b"]);
        expect(root && textOf(root, "b")).toBe(second.trim());
      }),
    );
    expect(escapeXml(`</a><b x="1" y='2'>&\u0000\uFFFE`)).toBe(
      "&lt;/a&gt;&lt;b x=&quot;1&quot; y=&apos;2&apos;&gt;&amp;",
    );
  });

  test("reads names without their prefix, skips attributes and comments, undoes entities", () => {
    const root = parseXml(`\uFEFF<?xml version="1.0" encoding="UTF-8" ?>
      <h:list xmlns:h="http://x/y" size='2'><!-- two --><h:row id="1"><id>1</id></h:row><empty/><t>&#x41;&#66;&lt;</t></h:list>`);
    expect(root?.name).toBe("list");
    expect(root?.children.map(({ name }) => name)).toEqual(["row", "empty", "t"]);
    expect(root && textOf(root, "t")).toBe("AB<");
    expect(root && textOf(root, "missing")).toBeNull();
  });

  test("is strict: what is not plain and whole is nothing", () => {
    const broken = [
      "",
      "text",
      "<a>",
      "<a></b>",
      "<a></a><b></b>",
      "<a></a>text",
      "<a><//>a>",
      "<a>&unknown;</a>",
      "<a>&</a>",
      "<a>&#0;</a>",
      `<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>`,
      "<a><![CDATA[x]]></a>",
      "</a>",
      `${"<a>".repeat(40)}${"</a>".repeat(40)}`,
    ];
    for (const text of broken) expect(parseXml(text)).toBeNull();
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."<>/a&;#x \"='?!-[]") }), (text) => void parseXml(text)),
    );
  });
});

describe("what a device says of a command", () => {
  test("done, refused and untold", () => {
    expect(readIsapiStatus(status(1, "ok"))).toMatchObject({ result: "done", statusCode: 1, restartNeeded: false });
    expect(readIsapiStatus(status(0))).toMatchObject({ result: "done" });
    expect(readIsapiStatus(status(7, "rebootRequired"))).toMatchObject({ result: "done", restartNeeded: true });
    expect(readIsapiStatus(status(4, "notSupport"))).toMatchObject({ result: "refused", subStatusCode: "notSupport" });
    expect(readIsapiStatus(status(2, "deviceBusy")).advice).toMatch(/again/);
    expect(readIsapiStatus(status(99, "somethingNew"))).toMatchObject({
      result: "refused",
      subStatusCode: "somethingNew",
      meaning: "The device refused.",
    });
    expect(readIsapiStatus(asXml("<ResponseStatus/>"))).toMatchObject({ result: "unknown" });
    expect(readIsapiStatus(asXml("<PTZPresetList/>"))).toMatchObject({ result: "unknown" });
    expect(readIsapiStatus({ contentType: "none", text: "" })).toMatchObject({ result: "unknown" });
  });

  test("in JSON, bare or wrapped", () => {
    const json = (body: unknown): IsapiAnswer => ({ contentType: "application/json", text: JSON.stringify(body) });
    expect(readIsapiStatus(json({ statusCode: 1, statusString: "OK" })).result).toBe("done");
    expect(
      readIsapiStatus(json({ ResponseStatus: { statusCode: "6", subStatusCode: "badJsonContent" } })),
    ).toMatchObject({ result: "refused", statusCode: 6, subStatusCode: "badJsonContent" });
    expect(readIsapiStatus(json({ AcsEvent: {} })).result).toBe("unknown");
    expect(readIsapiStatus({ contentType: "application/json", text: "{" }).result).toBe("unknown");
  });

  test("what is no code is not shown as one", () => {
    expect(readIsapiStatus(status(4, "&lt;b&gt; secret 1")).subStatusCode).toBeNull();
  });
});
